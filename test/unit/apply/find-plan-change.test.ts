import { describe, expect, test } from 'vitest';
import { findPlanChange } from '../../../lib/apply/find-plan-change.ts';
import { fingerprintCatalog } from '../../../lib/catalog/fingerprint.ts';
import type { Plan, Statement } from '../../../lib/plan/statement.ts';
import { catalog, table } from '../diff/catalogs.ts';
import { statement } from '../plan/statements.ts';

const actual = catalog(table('users', 'id'));
const planOf = (...statements: readonly Statement[]): Plan => ({
  catalogFingerprint: fingerprintCatalog(actual),
  statements,
  unplanned: [],
});
const add = statement('alter table users add a int', { lockMode: 'ACCESS EXCLUSIVE', locks: ['table:public.users'] });
const build = statement('create index concurrently ix on users (a)', { transaction: 'outside' });
const held = statement('alter table users alter a set not null', { held: 'SET_NOT_NULL: it scans the table' });
const reviewed = planOf(add, held, build);

describe('a reviewed plan', () => {
  test('may run when the same statements would run, as read from a document', () => {
    const read = JSON.parse(JSON.stringify(reviewed)) as Plan;
    expect(findPlanChange(read, planOf(add, held, build), actual)).toBeUndefined();
  });

  test('may run whatever is said of the statements that wait for a person', () => {
    expect(
      findPlanChange(reviewed, planOf(add, { ...held, held: 'for another reason' }, build), actual),
    ).toBeUndefined();
  });

  test('is refused where the catalog is another', () => {
    const other = catalog({ ...table('users', 'id'), ...table('plans', 'id') });
    expect(findPlanChange(reviewed, reviewed, other)).toMatchObject({ code: 'catalog-changed' });
  });

  test.for([
    ['one statement is gone', [add], 'from this statement on: create index'],
    ['there is one more', [add, build, statement('create table n ()')], 'from this statement on: create table n'],
    ['the order is another', [build, add], 'from this statement on: alter table users add a'],
    ['a statement says something else', [{ ...add, sql: 'drop table users' }, build], 'from this statement on: alter'],
    ['one waits for a person by now', [add, { ...build, held: 'it waits for its window' }], 'it waits for its window'],
    ['it would wait longer for a lock', [{ ...add, lockTimeoutMs: 60_000 }, build], 'not run as it was reviewed'],
    ['it would run longer', [add, { ...build, statementTimeoutMs: 1 }], 'not run as it was reviewed'],
    ['it would run in the transaction', [add, { ...build, transaction: 'inside' }], 'not run as it was reviewed'],
    [
      'it has a hazard that nobody saw',
      [{ ...add, hazards: [{ code: 'SET_DEFAULT', message: 'new rows get it' }] }, build],
      'not run as it was reviewed',
    ],
  ] as const satisfies readonly (readonly [string, readonly Statement[], string])[])('is refused where %s', ([
    ,
    now,
    reason,
  ]) => {
    expect(findPlanChange(reviewed, planOf(...now), actual)).toMatchObject({
      code: 'plan-changed',
      reason: expect.stringContaining(reason),
    });
  });
});
