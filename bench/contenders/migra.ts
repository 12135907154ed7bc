/** The part of migra that is measured; its package is installed only for the benches. */
interface Migra {
  readonly run: (
    from: string,
    to: string,
    options: { readonly unsafe: boolean },
  ) => Promise<{ readonly sql: string; readonly statements: { readonly length: number } }>;
}

const packageName: string = '@pgkit/migra';
const { run }: Migra = (await import(packageName)).default;
const { expectedUrl, url } = JSON.parse(process.argv[1] ?? '{}');

const started = performance.now();
const migration = await run(url, expectedUrl, { unsafe: true });
const statements = migration.sql.split('\n').filter((line) => line.trim() !== '').length;

console.log(
  JSON.stringify({
    ms: performance.now() - started,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    found: statements,
  }),
);
// Its connection pools would keep the process waiting for half a minute.
process.exit();
