import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The functions, ready to be deployed: one folder each, without what its owner watches. */
const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist', 'bundles', 'check');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'package.json'), '{ "type": "module" }\n');
await build({
  absWorkingDir: root,
  entryPoints: {
    index: 'lambdas/check/handler.ts',
    'embedded-worker': 'lib/engines/postgres/embedded/embedded-worker.ts',
  },
  outdir: target,
  bundle: true,
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The runtime has the AWS SDK. The embedded PostgreSQL and its parser find their files beside their own code, so they
  // travel as packages.
  external: ['@aws-sdk/*', '@smithy/*', '@electric-sql/*', 'libpg-query', 'pg-native'],
  // pg is CommonJS and asks for built-in modules at run time.
  banner: { js: "import{createRequire as driftlineRequire}from'node:module';const require=driftlineRequire(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
}).then(({ metafile }) => {
  if (process.argv.includes('--analyze')) {
    const inputs = Object.entries(metafile?.outputs['dist/bundles/check/index.js']?.inputs ?? {});
    const sizes = new Map<string, number>();
    for (const [path, { bytesInOutput }] of inputs) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
    console.table([...sizes].sort((a, b) => b[1] - a[1]).slice(0, 25));
  }
});
