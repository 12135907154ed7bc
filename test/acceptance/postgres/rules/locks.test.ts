import { beforeAll, describe, expect, test } from 'vitest';
import { nameOf } from '../../../../lib/catalog/object-id.ts';
import { blockedBy, type LockMode, lockModes } from '../../../../lib/plan/lock-mode.ts';
import type { Statement } from '../../../../lib/plan/statement.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { check, read } from '../kinds/scene.ts';
import { type LockingChange, lockingChanges } from './locking-changes.ts';

const extras = ['comments'] as const;

/** A relation as our session sees it, with one of the locks that we hold on it. */
interface Relation {
  readonly oid: number;
  readonly name: string;
  /** The table of an index; else its own name. Every query on a table opens its indexes. */
  readonly on: string;
  /** The file it is kept in: another one is a copy. */
  readonly file: number;
  readonly scans: number;
  readonly mode: LockMode;
}

/** What a statement did to the relations that were there before the plan. */
interface Effect {
  /** The strongest lock on each table that keeps somebody out. */
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly copied: readonly string[];
  readonly scanned: readonly string[];
}

/** What our transaction has locked, which is all that it can have read or copied. */
const lockedQuery = `
select c.oid::int, n.nspname || '.' || c.relname as name, coalesce(tn.nspname || '.' || t.relname, n.nspname || '.' || c.relname) as on,
  coalesce(pg_relation_filenode(c.oid), 0)::int as file, pg_stat_get_xact_numscans(c.oid)::int as scans,
  upper(regexp_replace(regexp_replace(mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', 'g')) as mode
from pg_locks l
join pg_class c on c.oid = l.relation and c.relkind in ('r', 'p', 'i', 'I')
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_'
left join pg_index i on i.indexrelid = c.oid
left join pg_class t on t.oid = i.indrelid
left join pg_namespace tn on tn.oid = t.relnamespace
where l.pid = pg_backend_pid() and l.locktype = 'relation'`;

/** All tables and indexes of the test's schemas, with no locks. */
const everyQuery = `
select c.oid::int, n.nspname || '.' || c.relname as name, pg_relation_filenode(c.oid)::int as file
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and n.nspname ~ '^c[0-9]+$'
where c.relkind in ('r', 'p', 'i', 'I')`;

/** How often our session has read tables from end to end, as far as it has not told the server's statistics yet. */
const scansQuery = `
select c.oid::int, pg_stat_get_xact_numscans(c.oid)::int as scans
from pg_class c
where c.relkind = 'r' and pg_stat_get_xact_numscans(c.oid) > 0`;

const rank = (mode: LockMode | undefined) => (mode ? lockModes.indexOf(mode) : -1);

/** What is known of the relations before a statement. */
interface Known {
  /** Tables that were there before the plan. */
  readonly tables: ReadonlySet<string>;
  readonly files: Map<number, number>;
}

/** Runs a statement by itself and looks before it ends. What PostgreSQL runs in no transaction block is only run. */
async function observe(
  database: TestDatabase,
  { sql, locks: said }: Statement,
  known: Known,
): Promise<Effect | undefined> {
  if (sql.includes(' CONCURRENTLY')) {
    await database.sql(sql);
    for (const { oid, file } of await database.sql(everyQuery)) known.files.set(Number(oid), Number(file));
    return undefined;
  }
  const scansBefore = new Map(
    (await database.sql(`begin; ${scansQuery}`)).map(({ oid, scans }) => [oid, Number(scans)]),
  );
  const seen = (await database.sql(`${sql}; ${lockedQuery}`)) as unknown as readonly Relation[];
  await database.sql('commit');
  const locks = new Map<string, LockMode>();
  const [copied, scanned] = [new Set<string>(), new Set<string>()];
  for (const { oid, name, on, file, scans, mode } of seen) {
    const was = known.files.get(oid);
    known.files.set(oid, file);
    if (!known.tables.has(on)) continue;
    // A new index is nobody's, and a weak lock on another one keeps nobody from its table.
    const isFelt =
      name === on || (was !== undefined && (blockedBy(mode) !== undefined || said.map(nameOf).includes(on)));
    if (isFelt && rank(mode) >= rank('SHARE UPDATE EXCLUSIVE') && rank(mode) > rank(locks.get(on))) locks.set(on, mode);
    if (was !== undefined && was !== file) copied.add(name);
    if (name === on && scans > (scansBefore.get(oid) ?? 0)) scanned.add(name);
  }
  return { locks, copied: [...copied], scanned: [...scanned] };
}

/** What a plan did not say of a statement, in words. */
function findUnsaid(statement: Statement, { locks, copied, scanned }: Effect): readonly string[] {
  const { lockMode, hazards, sizedBy, sql } = statement;
  const codes = new Set<string>(hazards.map(({ code }) => code));
  const said = new Set(statement.locks.map(nameOf));
  const strongest = [...locks.values()].toSorted((a, b) => rank(b) - rank(a))[0];
  const isAtRest = !copied.length && !scanned.length;
  const says = (...any: readonly string[]) => any.some((code) => codes.has(code));
  return [
    ...[...locks].filter(([table]) => !said.has(table)).map(([table, mode]) => `${mode} on ${table}`),
    ...(strongest === lockMode ? [] : [`${strongest ?? 'no lock'} where ${lockMode ?? 'none'} was said`]),
    ...(copied.length > 0 && !says('TABLE_REWRITE', 'BLOCKS_READS') ? [`copies ${copied}`] : []),
    ...(scanned.length > 0 &&
    !says('TABLE_REWRITE', 'TABLE_SCAN', 'BLOCKS_READS', 'BLOCKS_WRITES', 'VALIDATE_CONSTRAINT')
      ? [`scans ${scanned}`]
      : []),
    ...(isAtRest || sizedBy.length > 0 ? [] : ['takes longer the more there is']),
    ...(says('TABLE_REWRITE') && isAtRest && lockMode !== undefined ? ['rewrites nothing'] : []),
  ].map((problem) => `${sql}: ${problem}`);
}

describe.for(majors)('PostgreSQL %i', { timeout: 120_000 }, (major) => {
  const changes = lockingChanges.filter(({ from = 13 }) => from <= major);
  const write = (which: 'expected' | 'actual') =>
    changes
      .map((change, n) => `create schema c${n}; set search_path = c${n}; ${change[which].replaceAll('{n}', `${n}`)};`)
      .join('\n');
  const found = new Map<LockingChange, readonly string[]>();
  let left: readonly string[] = [];

  beforeAll(async () => {
    const promised = await createDatabase(major, write('expected'));
    const expected = await read(promised, extras);
    await promised.drop();
    const database = await createDatabase(major, `${write('actual')} set search_path = pg_catalog`);
    const { plan } = await check(expected, await read(database, extras), extras);
    const every = await database.sql(everyQuery);
    const known = {
      tables: new Set(every.map(({ name }) => String(name))),
      files: new Map(every.map(({ oid, file }) => [Number(oid), Number(file)])),
    };
    for (const statement of plan.statements) {
      const effect = await observe(database, statement, known);
      const [, number = ''] = /\bc(\d+)\b/u.exec(statement.causedBy.join(' ')) ?? [];
      const change = changes[Number(number)];
      if (effect === undefined || change === undefined) continue;
      found.set(change, [...(found.get(change) ?? []), ...findUnsaid(statement, effect)]);
    }
    left = (await check(expected, await read(database, extras), extras)).drifts.map(({ id }) => id);
    await database.drop();
  });

  test.for(
    changes.map((change) => [change.name, change] as const),
  )('%s locks, scans and rewrites what its plan says', ([, change]) => {
    expect(found.get(change) ?? []).toEqual([]);
  });

  test('and each statement by itself mends all of it', () => {
    expect(left).toEqual([]);
  });
});
