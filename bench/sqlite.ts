import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../test/majors/install-package.ts';
import { type BenchOptions, type BenchReport, round, summarize } from './bench-report.ts';
import {
  countSqliteSql,
  driftingSqliteStatements,
  generateSqliteSchema,
  type SqliteSchemaSize,
} from './generate-sqlite-schema.ts';
import { contendersInstalled, type Run, runContender, runProgram } from './measure.ts';
import { type Entrant, takeTurns } from './take-turns.ts';

export const name = 'sqlite';
export const about = 'introspecting and comparing a whole SQLite file, beside sqlite3 .schema and drizzle-kit';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The names that measurements have, and ratios are made of. */
const names = {
  driftline: 'driftline, introspecting and comparing',
  snapshot: 'driftline snapshot, whole process',
  drizzle: 'drizzle-kit pull, whole process',
  sqlite3: 'sqlite3 .schema, whole process',
} as const;

/** The files that are read, in a folder of their own. */
interface Scene {
  readonly folder: string;
  readonly size: SqliteSchemaSize;
  /** The version of the `sqlite3` program; undefined when the machine has none. */
  readonly sqlite3: string | undefined;
}

/** Measures Driftline, sqlite3 and drizzle-kit on the same generated schema, in turns. Every run is a new process. */
export async function run(options: BenchOptions): Promise<BenchReport> {
  installPackage(join(root, 'bench'), contendersInstalled);
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  const folder = await mkdtemp(join(tmpdir(), 'driftline-bench-'));
  try {
    options.progress(`creating ${options.tables} tables in three files ...`);
    const scene = { folder, size: fill(folder, options.tables), sqlite3: versionOf('sqlite3') };
    await writeFile(join(folder, 'drizzle.config.json'), JSON.stringify(drizzleConfig));
    execFileSync(process.execPath, [program, 'snapshot', 'file:expected.db', '-o', 'expected.json'], { cwd: folder });
    const runs = await takeTurns(listEntrants(options, scene), options);
    return report(runs, scene, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const program = join(root, 'dist', 'bin', 'driftline.js');

const drizzleConfig = { dialect: 'sqlite', dbCredentials: { url: 'file:unchecked.db' }, out: 'drizzle' };

/**
 * Makes `expected.db` and `actual.db`, which differ in a few places, and `unchecked.db` for drizzle-kit, which writes the
 * checks of all tables to each of them and would be measured by that.
 */
function fill(folder: string, tables: number): SqliteSchemaSize {
  const sql = generateSqliteSchema(tables);
  using expected = new DatabaseSync(join(folder, 'expected.db'));
  expected.exec(sql);
  using actual = new DatabaseSync(join(folder, 'actual.db'));
  for (const statement of [sql, ...driftingSqliteStatements(tables)]) actual.exec(statement);
  using unchecked = new DatabaseSync(join(folder, 'unchecked.db'));
  unchecked.exec(generateSqliteSchema(tables, false));
  return expected.prepare(countSqliteSql).get() as unknown as SqliteSchemaSize;
}

function versionOf(command: string): string | undefined {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8' }).split(' ')[0];
  } catch {
    return undefined;
  }
}

function listEntrants({ runs }: BenchOptions, { folder, sqlite3 }: Scene): readonly Entrant[] {
  const node = (script: string, ...args: string[]) => runProgram(process.execPath, [script, ...args], folder);
  const input = {
    dist: join(root, 'dist'),
    url: `file:${join(folder, 'actual.db')}`,
    snapshot: join(folder, 'expected.json'),
  };
  const drizzleKit = join(root, 'bench', 'node_modules', 'drizzle-kit', 'bin.cjs');
  return [
    { name: names.driftline, runs, run: () => runContender('driftline', input) },
    { name: names.snapshot, runs, run: () => node(program, 'snapshot', 'file:actual.db', '-o', 'actual.json') },
    {
      name: names.drizzle,
      runs: Math.min(runs, 3),
      run: () => node(drizzleKit, 'pull', '--config', 'drizzle.config.json'),
    },
    ...(sqlite3 === undefined
      ? []
      : [
          {
            name: names.sqlite3,
            runs,
            run: () => runProgram('sqlite3', ['-readonly', 'actual.db', '.schema'], folder),
          },
        ]),
  ];
}

function report(
  runs: ReadonlyMap<string, readonly Run[]>,
  { size, sqlite3 }: Scene,
  { tables }: BenchOptions,
): BenchReport {
  const of = (entrant: string) => runs.get(entrant) ?? [];
  const ratio = (a: string, b: string) => round(summarize('', of(a)).medianMs / summarize('', of(b)).medianMs);
  const measurements = [...runs].map(([entrant, taken]) =>
    // What it says of itself leaves out the process in which it opens the file.
    summarize(entrant, entrant === names.driftline ? taken.map(({ ms }) => ({ ms })) : taken),
  );
  const memoryOf = (entrant: string) => measurements.find(({ name }) => name === entrant)?.peakMemoryMb ?? Number.NaN;
  const [ourMb, drizzleMb] = [memoryOf(names.snapshot), memoryOf(names.drizzle)];
  const drizzle = ratio(names.drizzle, names.snapshot);
  return {
    measurements: [
      ...measurements,
      summarize(
        'driftline, introspecting alone',
        of(names.driftline).map(({ introspectMs = Number.NaN }) => ({ ms: introspectMs })),
      ),
    ],
    ratios: {
      'drizzle-kit pull / driftline snapshot': drizzle,
      ...(sqlite3 === undefined
        ? {}
        : { 'driftline snapshot / sqlite3 .schema': ratio(names.snapshot, names.sqlite3) }),
    },
    goals: [
      { name: `faster than drizzle-kit pull (${drizzle} times)`, isReached: drizzle > 1 },
      { name: `no more memory than drizzle-kit pull (${ourMb} and ${drizzleMb} MB)`, isReached: ourMb <= drizzleMb },
    ],
    notes: [
      `the schema: ${size.tables} tables, ${size.columns} columns, ${size.indexes} indexes, ${size.foreignKeys} foreign keys, ${size.views} views, ${size.triggers} triggers`,
      `the files differ in ${driftingSqliteStatements(tables).length} places; driftline found ${of(names.driftline)[0]?.found} objects`,
      'driftline opens a file in a process of its own; peak memory is that of all processes of a contender together',
      'driftline snapshot and drizzle-kit pull read the whole catalog and write it to files: JSON, TypeScript and SQL. drizzle-kit reads no triggers and no expressions of indexes and writes two forms; its file has no checks, since it writes those of all tables to each table',
      sqlite3 === undefined
        ? 'sqlite3 is not installed on this machine and was not measured'
        : `sqlite3 ${sqlite3} .schema prints the text that the file holds of each object: it tells columns, keys and indexes to nobody, and is the least that anyone can do`,
    ],
  };
}
