import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface BuiltFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** The functions, ready to be deployed: one folder each, without what its owner watches. */
const root = fileURLToPath(new URL('..', import.meta.url));

const parser = readFileSync(join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'));
const check = await bundle('check', {
  index: 'lambdas/check/handler.ts',
  'embedded-worker': 'lib/engines/postgres/embedded/embedded-worker.ts',
  // Where SQLite settles what is only another spelling.
  'sqlite-process': 'lib/engines/sqlite/process/sqlite-process.ts',
});
keep('check', [...check, { name: 'libpg-query.wasm', contents: parser }]);
keep('notify', await bundle('notify', { index: 'lambdas/notify/handler.ts' }));
keep('widget', await bundle('widget', { index: 'lambdas/widget/handler.ts' }));

/**
 * Makes a function's folder hold these files and no others. A file that is as it should be is left alone and a new one
 * takes its place at once: whoever reads the folder meanwhile, as a deployment beside this one does, finds it whole.
 */
function keep(name: string, built: readonly BuiltFile[]): void {
  const folder = join(root, 'dist', 'bundles', name);
  mkdirSync(folder, { recursive: true });
  const files = [...built, { name: 'package.json', contents: Buffer.from('{ "type": "module" }\n') }];
  for (const { name: file, contents } of files) {
    const path = join(folder, file);
    if (existsSync(path) && readFileSync(path).equals(contents)) continue;
    const unfinished = join(root, 'dist', `${name}-${file}.${process.pid}`);
    writeFileSync(unfinished, contents);
    renameSync(unfinished, path);
  }
  const wanted = new Set(files.map((it) => it.name));
  for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file), { recursive: true });
}

async function bundle(name: string, entryPoints: { readonly [name: string]: string }): Promise<readonly BuiltFile[]> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir: join(root, 'dist', 'bundles', name),
    write: false,
    bundle: true,
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The runtime has the AWS SDK. The embedded PostgreSQL finds its files beside its own code, so it travels as a package.
    external: ['@aws-sdk/*', '@smithy/*', '@electric-sql/*', 'pg-native'],
    // CommonJS packages ask for built-in modules at run time, and the parser for its file beside itself.
    banner: {
      js: [
        "import{createRequire as driftlineRequire}from'node:module';",
        "import{dirname as driftlineDirname}from'node:path';",
        "import{fileURLToPath as driftlinePath}from'node:url';",
        'const require=driftlineRequire(import.meta.url),__filename=driftlinePath(import.meta.url),',
        '__dirname=driftlineDirname(__filename);',
      ].join(''),
    },
    // Zod brings its messages in fifty languages, and no import can be shaken off a namespace.
    plugins: [
      {
        name: 'english',
        setup: ({ onLoad }) =>
          onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
            contents: "export { default as en } from './en.js';",
          })),
      },
    ],
    logLevel: 'warning',
    metafile: true,
  });
  if (process.argv.includes('--analyze')) {
    const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
    const sizes = new Map<string, number>();
    for (const [path, { bytesInOutput }] of inputs) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
    console.table([...sizes].sort((a, b) => b[1] - a[1]).slice(0, 25));
  }
  return outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
}
