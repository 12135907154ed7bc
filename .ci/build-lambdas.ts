import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The functions, ready to be deployed: one folder each, without what its owner watches. */
const root = fileURLToPath(new URL('..', import.meta.url));

const check = emptyFolder('check');
copyFileSync(join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(check, 'libpg-query.wasm'));
await bundle(check, {
  index: 'lambdas/check/handler.ts',
  'embedded-worker': 'lib/engines/postgres/embedded/embedded-worker.ts',
});
await bundle(emptyFolder('notify'), { index: 'lambdas/notify/handler.ts' });
await bundle(emptyFolder('widget'), { index: 'lambdas/widget/handler.ts' });

function emptyFolder(name: string): string {
  const folder = join(root, 'dist', 'bundles', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return folder;
}

async function bundle(outdir: string, entryPoints: { readonly [name: string]: string }): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir,
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
}
