import { readFile } from 'node:fs/promises';

const { dist, url, snapshot, cache } = JSON.parse(process.argv[1] ?? '{}');
const { engineOfUrl }: typeof import('../../lib/engines/engines.ts') = await import(`${dist}/lib/engines/engines.js`);
const { parseSnapshot, diffCatalogs }: typeof import('../../lib/index.ts') = await import(`${dist}/lib/index.js`);
const { openKeptCatalogs }: typeof import('../../lib/run/kept-catalogs.ts') = await import(
  `${dist}/lib/run/kept-catalogs.js`
);

const expected = parseSnapshot(await readFile(snapshot, 'utf8'), snapshot);
const kept = await openKeptCatalogs({ DRIFTLINE_CACHE: cache });

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
let recalled = connected;
const recalling = kept.recall('bench').then((found) => {
  recalled = performance.now();
  return found?.introspection;
});
const actual = await session.introspect({ isMarked: true, earlier: recalling });
const introspected = performance.now();
const earlier = await recalling;
await session.close();
const closed = performance.now();
const drifts = diffCatalogs(expected, actual.snapshot);
const ms = performance.now() - started;
if (actual !== earlier) await kept.keep('bench', { introspection: actual, readAt: new Date().toISOString() });

console.log(
  JSON.stringify({
    ms,
    connectMs: connected - started,
    recallMs: recalled - connected,
    introspectMs: closed - started,
    catalogMs: introspected - connected,
    isKnown: actual === earlier,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    found: new Set(drifts.map(({ id }) => id)).size,
  }),
);
