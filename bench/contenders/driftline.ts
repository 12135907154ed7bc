import { readFile } from 'node:fs/promises';

const { dist, url, snapshot } = JSON.parse(process.argv[1] ?? '{}');
const { engineOfUrl }: typeof import('../../lib/engines/engines.ts') = await import(`${dist}/lib/engines/engines.js`);
const { parseSnapshot, diffCatalogs }: typeof import('../../lib/index.ts') = await import(`${dist}/lib/index.js`);

// An expectation is loaded once for all the environments that share it; what each one costs is timed.
const expected = parseSnapshot(await readFile(snapshot, 'utf8'), snapshot);

const started = performance.now();
const engine = engineOfUrl(url);
if (!engine) throw new Error('no engine owns the URL');
const options = {
  connectTimeoutMs: 10_000,
  lockTimeoutMs: 2_000,
  statementTimeoutMs: 60_000,
  applicationName: 'bench',
};
const session = await engine.connect({ url, tls: { mode: 'off' } }, options);
const connected = performance.now();
const actual = await session.introspect();
const catalogMs = performance.now() - connected;
await session.close();
const introspected = performance.now();
const drifts = diffCatalogs(expected, actual.snapshot);

console.log(
  JSON.stringify({
    ms: performance.now() - started,
    introspectMs: introspected - started,
    catalogMs,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    found: new Set(drifts.map(({ id }) => id)).size,
  }),
);
