import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { startServer } from '../demo/embedded-postgres.ts';
import type { Introspection, Session } from '../lib/engines/engine.ts';
import { engineNamed } from '../lib/engines/engines.ts';
import type { ScanMemory } from '../lib/values/scan-memory.ts';
import type { ValueCheck, ValueObservation } from '../lib/values/value-check.ts';
import { type BenchOptions, type BenchReport, type Measurement, round, summarize } from './bench-report.ts';

export const name = 'values';
export const about = 'accepted values of one column on PostgreSQL 18, beside the queries that people run instead';

const major = 18;
const accept = ['telegram', 'whatsapp', 'email', 'instagram', 'facebook'];
const list = accept.map((value) => `'${value}'`).join(', ');

/** Rows that hold a stray value: far apart, and one near the end. */
const strayRows = 3;

/** What takes milliseconds is run so often in each turn, or one hiccup of the machine would decide. */
const quickRuns = 40;

/** What a rolling scan may take in one run. */
const rollingBudgetMs = 1_000;

/** What people ask a database, as they ask it. The last is what dbt's accepted_values test runs. */
const queries = {
  'SELECT DISTINCT': (table: string) => `select distinct platform from ${table}`,
  'NOT IN': (table: string) =>
    `select platform, count(*) from ${table} where platform not in (${list}) group by platform`,
  'dbt accepted_values': (table: string) => `
    select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error
    from (
      with all_values as (
        select platform as value_field, count(*) as n_records
        from ${table}
        group by platform
      )
      select *
      from all_values
      where value_field not in (${list})
    ) dbt_internal_test`,
} as const;

/** A database with the same rows three times: with an index, without, and without strays behind a CHECK. */
interface Scene {
  readonly session: Session;
  readonly introspection: Introspection;
  readonly client: pg.Client;
}

/**
 * Measures each method of Driftline beside the usual queries on the same rows, in turns, so that whatever else the
 * machine does hits all of them. Everything has been read once before, so that nobody waits for the disk.
 */
export async function run(options: BenchOptions): Promise<BenchReport> {
  const server = await startServer({ major });
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    await fill(client, options);
    const session = await engineNamed('postgresql').connect(
      { url: server.url(), tls: { mode: 'off' } },
      {
        connectTimeoutMs: 10_000,
        lockTimeoutMs: 2_000,
        statementTimeoutMs: 600_000,
        applicationName: 'driftline bench',
      },
    );
    try {
      return await measure({ session, client, introspection: await session.introspect() }, options);
    } finally {
      await session.close();
    }
  } finally {
    await client.end();
    await server.stop();
  }
}

async function fill(client: pg.Client, { rows, progress }: BenchOptions): Promise<void> {
  const spread = Math.floor(rows / strayRows);
  progress(`filling three tables with ${rows.toLocaleString('en')} rows each ...`);
  await client.query(`
    create unlogged table plain (id int not null, platform text not null);
    insert into plain
    select i, case i % ${spread} when ${spread - 1} then 'Telegramm' else (array[${list}])[1 + i % ${accept.length}] end
    from generate_series(1, ${rows}) i;
    create unlogged table indexed (like plain);
    insert into indexed select * from plain;
    create index on indexed (platform);
    create unlogged table checked (like plain, check (platform in (${list})));
    insert into checked select * from plain where platform in (${list})`);
  for (const table of ['plain', 'indexed', 'checked']) await client.query(`vacuum analyze ${table}`);
}

interface Contender {
  readonly name: string;
  /** How often it runs in each turn. */
  readonly times: number;
  readonly run: () => Promise<unknown>;
}

async function measure(scene: Scene, { runs, progress }: BenchOptions): Promise<BenchReport> {
  const { client } = scene;
  const look = (table: string, budgetMs: number) => observe(scene, table, budgetMs);
  const contenders: readonly Contender[] = [
    { name: 'Driftline, by constraint', times: quickRuns, run: () => look('checked', 600_000) },
    { name: 'Driftline, by index', times: quickRuns, run: () => look('indexed', 600_000) },
    { name: 'Driftline, by aggregate', times: 1, run: () => look('plain', 600_000) },
    ...Object.entries(queries).flatMap(([name, query]) => [
      { name: `${name}, with an index`, times: 1, run: () => client.query(query('indexed')) },
      { name: `${name}, without`, times: 1, run: () => client.query(query('plain')) },
    ]),
  ];
  const taken = new Map<string, { ms: number }[]>();
  for (let turn = 0; turn <= runs; turn += 1) {
    progress(turn === 0 ? 'reading everything once ...' : `turn ${turn} of ${runs} ...`);
    for (const { name, times, run } of contenders) {
      for (let i = 0; i < times; i += 1) {
        const started = performance.now();
        await run();
        const ms = performance.now() - started;
        if (turn > 0) taken.set(name, [...(taken.get(name) ?? []), { ms }]);
      }
    }
  }
  await expectStrays(scene);
  progress(`rolling through the table without an index, ${rollingBudgetMs} ms a run ...`);
  const rolled = await roll(scene);
  const measurements = [...taken].map(([name, runs]) => summarize(name, runs));
  return report(measurements, rolled);
}

function checkOf(table: string, budgetMs: number): ValueCheck {
  const column = `column:public.${table}.platform`;
  return { column, accept, nulls: 'deny', redact: false, severity: 'high', maxDistinct: 1_000, budgetMs };
}

async function observe(
  { session, introspection }: Scene,
  table: string,
  budgetMs: number,
  memory?: ScanMemory,
): Promise<Extract<ValueObservation, { kind: 'seen' }>> {
  const observation = await session.observeValues(checkOf(table, budgetMs), introspection, memory);
  if (observation.kind !== 'seen') throw new Error(`${table} was not seen: ${JSON.stringify(observation)}`);
  return observation;
}

/** A contender that misses the strays, or goes by another method, would be fast for nothing. */
async function expectStrays(scene: Scene): Promise<void> {
  for (const [table, method, rows] of [
    ['checked', 'constraint', 0],
    ['indexed', 'index', strayRows],
    ['plain', 'aggregate', strayRows],
  ] as const) {
    const seen = await observe(scene, table, 600_000);
    if (seen.method !== method || seen.strayRows !== rows) {
      throw new Error(`${table}: ${seen.method} found ${seen.strayRows} stray rows, not ${method} ${rows}`);
    }
  }
}

interface RolledOnce {
  readonly ms: number;
  readonly runsToGo: number;
  readonly strayRows: number;
}

/** Runs after each other until every page has been looked at. */
async function roll(scene: Scene): Promise<readonly RolledOnce[]> {
  const runs: RolledOnce[] = [];
  for (let memory: ScanMemory = {}; ; ) {
    const started = performance.now();
    const seen = await observe(scene, 'plain', rollingBudgetMs, memory);
    runs.push({ ms: performance.now() - started, runsToGo: seen.runsToGo ?? 0, strayRows: seen.strayRows });
    if (seen.coverage === 1 || runs.length > 1_000) return runs;
    memory = seen.memory ?? {};
  }
}

function report(measured: readonly Measurement[], rolled: readonly RolledOnce[]): BenchReport {
  const rolling = summarize(`Driftline, rolling, ${rollingBudgetMs} ms a run`, rolled);
  const medianOf = (name: string) => measured.find((measurement) => measurement.name === name)?.medianMs ?? Number.NaN;
  const ratio = (slow: string, fast: string) => round(medianOf(slow) / medianOf(fast));
  const ratios = Object.fromEntries(
    Object.keys(queries).flatMap((query) => [
      [`${query} / Driftline, both with an index`, ratio(`${query}, with an index`, 'Driftline, by index')],
      [`${query} / Driftline, both without`, ratio(`${query}, without`, 'Driftline, by aggregate')],
    ]),
  );
  const notIn = ratio('NOT IN, with an index', 'Driftline, by index');
  const [first] = rolled;
  const predicted = 1 + (first?.runsToGo ?? 0);
  return {
    measurements: [...measured, rolling],
    ratios,
    goals: [
      { name: `with an index at least 300 times faster than NOT IN: ${notIn} times`, isReached: notIn >= 300 },
      {
        name: `a rolling run within 20 % of its budget: at most ${rolling.maxMs} of ${rollingBudgetMs} ms`,
        isReached: rolling.maxMs <= rollingBudgetMs * 1.2,
      },
      {
        name: `full coverage in the runs that the first one predicted: ${rolled.length} of ${predicted}`,
        isReached: rolled.length === predicted && rolled.at(-1)?.strayRows === strayRows,
      },
      {
        name: `proof by constraint under 1 ms beyond introspection: ${medianOf('Driftline, by constraint')} ms`,
        isReached: medianOf('Driftline, by constraint') < 1,
      },
    ],
    notes: [
      `The column holds ${accept.length} accepted values and ${strayRows} stray rows; the table behind the CHECK has none.`,
      'Driftline is measured from the call to the verdict, all its queries, EXPLAIN and transactions included.',
      'Without an index a complete look must read every row, whoever asks; the rolling scan bounds each run instead.',
    ],
  };
}
