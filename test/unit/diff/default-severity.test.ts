import { expect, test } from 'vitest';
import { severityOf } from '../../../lib/diff/default-severity.ts';

const unique = { isUnique: true, definition: 'USING btree (email)' };
const plain = { isUnique: false, definition: 'USING btree (email)' };

test.for([
  ['a unique index lets wrong rows in', 'index:public.ux', unique, 'high'],
  ['another index makes queries slow', 'index:public.ix', plain, 'medium'],
  ['a constraint lets wrong rows in', 'constraint:public.t.ck', {}, 'high'],
  ['a view breaks queries', 'view:public.v', {}, 'critical'],
] as const)('the lack of %s', ([, id, expected, severity]) => {
  expect(severityOf('missing', id, undefined, expected, null)).toBe(severity);
});

test.for([
  ['a constraint refuses rows', 'constraint:public.t.ck', {}, 'high'],
  ['a unique index refuses rows', 'index:public.ux', unique, 'high'],
  ['another index costs some time', 'index:public.ix', plain, 'low'],
  ['a policy shows or hides rows', 'policy:public.t.all_rows', { using: 'true' }, 'high'],
  ['a trigger writes what nobody promised', 'trigger:public.t.debug', {}, 'high'],
  ['a rule writes what nobody promised', 'rule:public.t.debug', {}, 'high'],
  ['a table hurts nobody', 'table:public.tmp', {}, 'low'],
  ['a column with a default hurts nobody', 'column:public.t.c', { isNullable: false, default: '1' }, 'low'],
] as const)('beyond the migrations, %s', ([, id, actual, severity]) => {
  expect(severityOf('unexpected', id, undefined, null, actual)).toBe(severity);
});

test.for([
  ['an index is no longer unique', 'index:public.ux', 'isUnique', true, false, 'high'],
  ['an index orders otherwise', 'index:public.ix', 'definition', 'USING btree (a)', 'USING btree (a DESC)', 'medium'],
  ['a view shows rows that it hid', 'view:public.v', 'options', { security_barrier: 'true' }, null, 'high'],
  ['a table keeps its pages fuller', 'table:public.t', 'options', { fillfactor: '70' }, null, 'low'],
  ['old rows may be NULL', 'column:public.t.c', 'isNotNullValidated', null, false, 'medium'],
  ['a function runs in one process only', 'function:public.f()', 'parallel', 'safe', null, 'medium'],
] as const)('%s', ([, id, attribute, expected, actual, severity]) => {
  expect(severityOf('modified', id, attribute, expected, actual)).toBe(severity);
});

test.for([
  ['is INVALID', 'invalid', 'isValid', 'high', 'medium'],
  ['is of other columns', 'modified', 'definition', 'high', 'medium'],
] as const)('a unique index that %s is worse than another', ([, kind, attribute, ofUnique, ofPlain]) => {
  expect(severityOf(kind, 'index:public.ux', attribute, 'a', 'b', unique)).toBe(ofUnique);
  expect(severityOf(kind, 'index:public.ix', attribute, 'a', 'b', plain)).toBe(ofPlain);
});
