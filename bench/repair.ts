import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startServer } from '../demo/embedded-postgres.ts';
import type { Environment } from '../lib/config/config.ts';
import { engineNamed } from '../lib/engines/engines.ts';
import { checkEnvironment } from '../lib/run/check-environment.ts';
import { realDeps } from '../lib/run/deps.ts';
import type { CompiledExpectation } from '../lib/run/expectation.ts';
import { type BenchOptions, type BenchReport, round, summarize } from './bench-report.ts';
import { startContender } from './measure.ts';

export const name = 'repair';
export const about =
  "an application's waits while five columns and an index are added, beside plain ALTER TABLE and CREATE INDEX";

const major = 18;
const connections = 8;
const lockTimeoutMs = 200;
const mostRepairs = 5;

/** More makes the naive way only worse, and the bench longer. */
const mostRows = 2_000_000;

const table =
  'create table accounts (id bigint generated always as identity primary key, owner bigint not null, balance bigint not null);';
const columns = ['plan text', 'credits int default 0', 'seen timestamptz', 'tags text[]', "state text default 'new'"];
const indexes = 'create index ix_accounts_owner on accounts (owner)';
const migrations = `${table} ${columns.map((column) => `alter table accounts add column ${column};`).join(' ')} ${indexes};`;

/** As the incidents' own migrations did it: one statement after the other, each waiting as long as it takes. */
const naive = [...columns.map((column) => `alter table accounts add column ${column}`), indexes];

const undo = [
  'drop index if exists ix_accounts_owner',
  `alter table accounts ${columns.map((column) => `drop column if exists ${column.split(' ')[0]}`).join(', ')}`,
];

/** What an application waited for its statements while something went on. */
interface Waits {
  readonly statements: number;
  readonly p50: number;
  readonly p999: number;
  readonly max: number;
}

/** Adds the same columns and the same index to a table in use, in turns: by Driftline, plainly, and not at all. */
export async function run({ runs, rows: wanted, progress }: BenchOptions): Promise<BenchReport> {
  const rows = Math.min(wanted, mostRows);
  const server = await startServer({ major, settings: { autovacuum: 'off' } });
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    progress(`filling a table with ${rows.toLocaleString('en')} rows ...`);
    await client.query(
      `${table} insert into accounts (owner, balance) select i % 1000, 0 from generate_series(1, ${rows}) i`,
    );
    await client.query('vacuum analyze accounts');
    const expected = await compile();
    const gaveUp: number[] = [];
    const ways: { readonly [way: string]: () => Promise<void> } = {
      nothing: () => wait(3_000),
      Driftline: async () => {
        gaveUp.push(await repair(server.url(), expected));
      },
      'plain DDL': async () => {
        for (const sql of naive) await client.query(sql);
      },
    };
    const waits = new Map<string, Waits[]>();
    for (let turn = 1; turn <= runs; turn++) {
      for (const [way, change] of Object.entries(ways)) {
        const during = await underLoad(server.url(), rows, change);
        progress(
          `turn ${turn} of ${runs}, ${way}: 99.9 % within ${round(during.p999)} ms, longest ${round(during.max)} ms, ${during.statements} statements`,
        );
        waits.set(way, [...(waits.get(way) ?? []), during]);
        for (const sql of undo) await client.query(sql);
      }
    }
    return report(waits, gaveUp);
  } finally {
    await client.end();
    await server.stop();
  }
}

async function compile(): Promise<CompiledExpectation> {
  const engine = engineNamed('postgresql');
  const { snapshot } = await engine.compile([{ path: 'all.sql', text: migrations }], { timeoutMs: 60_000 });
  return {
    name: 'accounts',
    engine: engine.name,
    snapshot,
    rules: { ignore: [], unexpected: 'ignore' },
    values: [],
    diagnostics: [],
  };
}

/**
 * Repairs, and once more where every attempt met the report, as the next scheduled run would.
 *
 * @returns how often it gave up waiting for a lock
 */
async function repair(url: string, expected: CompiledExpectation): Promise<number> {
  const environment: Environment = {
    name: 'bench',
    expectation: 'accounts',
    connection: { kind: 'url', template: url, at: 'bench' },
    repair: 'safe',
    connectTimeoutMs: 10_000,
    lockTimeoutMs,
    statementTimeoutMs: 30_000,
  };
  let gaveUp = 0;
  for (let run = 1; ; run++) {
    const { outcome, applied } = await checkEnvironment(environment, expected, { repair: 'safe' }, realDeps({}));
    const results = applied?.results ?? [];
    gaveUp += results.reduce((sum, { lockWaits }) => sum + (lockWaits?.times ?? 0), 0);
    if (outcome === 'inSync') return gaveUp;
    const hasMetLock = results.some(({ lockWaits }) => lockWaits !== undefined);
    if (run === mostRepairs || !hasMetLock) {
      throw new Error(`the repair was not done: ${JSON.stringify(results.map((each) => each.reason))}`);
    }
  }
}

/** Runs the application for a while, and the change in its midst. */
async function underLoad(url: string, rows: number, change: () => Promise<void>): Promise<Waits> {
  const application = startContender('application', { url, rows, connections });
  try {
    // In the midst of the second report, which every way is to meet.
    await wait(2_800);
    await change();
    await wait(500);
  } finally {
    application.stop();
  }
  return (await application.ended) as Waits;
}

function report(waits: ReadonlyMap<string, readonly Waits[]>, gaveUp: readonly number[]): BenchReport {
  const of = (way: string, figure: 'p50' | 'p999' | 'max') =>
    (waits.get(way) ?? []).map((each) => ({ ms: each[figure] }));
  const p999 = (way: string) => summarize(`99.9th percentile, ${way}`, of(way, 'p999'));
  const longest = (way: string) => summarize(`longest wait, ${way}`, of(way, 'max'));
  const ways = [...waits.keys()];
  const most = longest('Driftline').maxMs;
  return {
    measurements: [...ways.map(p999), ...ways.map(longest)],
    ratios: {
      'plain DDL / Driftline, 99.9th percentile': round(p999('plain DDL').medianMs / p999('Driftline').medianMs),
      'plain DDL / Driftline, longest wait': round(longest('plain DDL').medianMs / longest('Driftline').medianMs),
      'Driftline / nothing, 99.9th percentile': round(p999('Driftline').medianMs / p999('nothing').medianMs),
    },
    goals: [
      {
        name: `no statement of the application waits longer than lockTimeoutMs (${lockTimeoutMs}) plus 50 ms: ${most} ms`,
        isReached: most <= lockTimeoutMs + 50,
      },
    ],
    notes: [
      `Driftline gave up waiting for the table's lock, so as not to keep the application waiting, and tried again: ${gaveUp.join(', ')} times`,
      `${connections} connections update, read and insert rows of the table; a report keeps it open for 1.5 s of every 2.5 s`,
      'plain DDL waits in the queue for the report to end, and whoever comes later waits behind it; CREATE INDEX keeps writers out for as long as it builds',
    ],
  };
}
