import { expect, test } from 'vitest';
import type { Attributes } from '../../../lib/catalog/snapshot.ts';
import { causesOf } from '../../../lib/diff/causes.ts';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog } from './catalogs.ts';

type Objects = { readonly [id: string]: Attributes };

const rules = { ignore: [], unexpected: 'report' } as const;

function driftsBetween(expected: Objects, actual: Objects) {
  return presentDrifts(compareCatalogs(catalog(expected), catalog(actual), rules), new Set(), rules);
}

const [whole, part] = ['table:public.whole', 'table:public.part'];
const column = (name: string, isInherited: boolean): Objects => ({
  [`column:public.whole.${name}`]: { belongsTo: [whole], type: 'integer' },
  [`column:public.part.${name}`]: isInherited
    ? { belongsTo: [part, `column:public.whole.${name}`], type: 'integer', isInherited }
    : { belongsTo: [part], type: 'integer' },
});
const attached: Objects = {
  [whole]: {},
  [part]: { partitionOf: whole, partitionBound: 'DEFAULT' },
  ...column('a', true),
  ...column('b', true),
};
const detached: Objects = { [whole]: {}, [part]: {}, ...column('a', false), ...column('b', false) };
const heir: Objects = { ...detached, ...column('a', true), ...column('b', true), [part]: { inherits: [whole] } };
const key = (table: string): Objects => ({
  'table:public.t': {},
  'constraint:public.t.fk': { belongsTo: ['table:public.t'], definition: `REFERENCES ${table}`, references: table },
});
const foreign: Objects = {
  'foreign-table:public.t': {},
  'column:public.t.a': { belongsTo: ['foreign-table:public.t'] },
};
const id = 'column:public.t.id';
const identity: Objects = { 'table:public.t': {}, [id]: { belongsTo: ['table:public.t'], identity: 'always' } };
const serial: Objects = {
  'table:public.t': {},
  [id]: { belongsTo: ['table:public.t'], default: "nextval('public.t_id_seq'::regclass)" },
  'sequence:public.t_id_seq': { belongsTo: [id] },
};
const plain: Objects = { 'table:public.t': {}, 'column:public.t.a': { belongsTo: ['table:public.t'] } };

test.for([
  ['a partition that was detached', attached, detached, 6, [`modified ${part}`]],
  ['a table that was attached', detached, attached, 6, [`modified ${part}`]],
  ['a table without its parent', heir, detached, 5, [`modified ${part}`]],
  ['a foreign key to another table', key('public.a'), key('public.b'), 2, ['modified constraint:public.t.fk']],
  [
    'a table where a foreign one was promised',
    foreign,
    plain,
    3,
    ['missing foreign-table:public.t', 'unexpected table:public.t'],
  ],
  ['a serial column where an identity was promised', identity, serial, 3, ['modified column:public.t.id']],
  ['an identity column where serial was promised', serial, identity, 3, ['modified column:public.t.id']],
  [
    'a missing schema',
    { 'schema:app': {}, 'table:app.t': {}, 'view:app.v': {}, 'table:public.t': {} },
    { 'table:public.u': {} },
    5,
    ['missing schema:app', 'missing table:public.t', 'unexpected table:public.u'],
  ],
  [
    'a missing table that a key references',
    { ...key('table:public.a'), 'table:public.a': {} },
    { 'table:public.t': {} },
    2,
    ['missing table:public.a'],
  ],
] as const)('%s is told with what comes of it', ([, expected, actual, count, causes]) => {
  const drifts = driftsBetween(expected, actual);
  expect(drifts).toHaveLength(count);
  expect(causesOf(drifts).map(({ kind, id }) => `${kind} ${id}`)).toEqual(causes);
});

test('a column that became its own in a table that stays where it was is told itself', () => {
  const drifts = driftsBetween(attached, { ...attached, ...column('a', false) });
  expect(causesOf(drifts)).toHaveLength(2);
});
