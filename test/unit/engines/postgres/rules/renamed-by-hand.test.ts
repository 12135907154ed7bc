import { expect, test } from 'vitest';
import { column, constraint, index, inShort, planFor, table, together } from './plan-for.ts';

/** A table with a key that another table refers to. */
function referenced(name: string, key: string) {
  const keyId = `constraint:public.${name}.plans_pkey`;
  return together(
    table(name),
    column(name, key, { isNullable: false }),
    constraint(name, 'plans_pkey', { type: 'primary key', definition: `PRIMARY KEY (${key})` }),
    table('items'),
    column('items', 'plan_id'),
    {
      ...constraint('items', 'fk', {
        type: 'foreign key',
        definition: `FOREIGN KEY (plan_id) REFERENCES public.${name}(${key})`,
        references: `table:public.${name}`,
      }),
      dependencies: { 'constraint:public.items.fk': [keyId, `column:public.${name}.${key}`] },
    },
  );
}

const at = (statements: readonly string[], beginning: string) =>
  statements.findIndex((each) => each.startsWith(beginning));

test('a table that was renamed gives its key its name back before it is made again', () => {
  const statements = inShort(planFor(referenced('plans', 'id'), referenced('old_plans', 'id'), 'report'));
  const inTurn = [
    'ALTER TABLE public.items DROP CONSTRAINT fk',
    'DROP TABLE public.old_plans',
    'CREATE TABLE IF NOT EXISTS public.plans',
    'ALTER TABLE public.items ADD CONSTRAINT fk ',
  ].map((beginning) => at(statements, beginning));
  expect(inTurn).toEqual([...inTurn].sort((a, b) => a - b));
  expect(inTurn).not.toContain(-1);
});

test('a key whose column was renamed is replaced while nothing refers to it', () => {
  const statements = inShort(planFor(referenced('plans', 'id'), referenced('plans', 'number')));
  const inTurn = [
    'ALTER TABLE public.items DROP CONSTRAINT fk',
    'ALTER TABLE public.plans DROP CONSTRAINT plans_pkey',
    'ALTER TABLE public.plans ADD CONSTRAINT plans_pkey',
    'ALTER TABLE public.items ADD CONSTRAINT fk ',
  ].map((beginning) => at(statements, beginning));
  expect(inTurn).toEqual([...inTurn].sort((a, b) => a - b));
  expect(inTurn).not.toContain(-1);
});

test('an index is not built before the column that it is on', () => {
  const indexed = (name: string) =>
    together(table('plans'), column('plans', name), {
      ...index('plans', 'ix', { definition: `USING btree (${name})` }),
      dependencies: { 'index:public.ix': [`column:public.plans.${name}`] },
    });
  const statements = inShort(planFor(indexed('status'), indexed('state')));
  const [added, built] = [
    at(statements, 'ALTER TABLE public.plans ADD COLUMN IF NOT EXISTS status'),
    at(statements, '* CREATE INDEX CONCURRENTLY'),
  ];
  expect(added).toBeGreaterThan(-1);
  expect(built).toBeGreaterThan(added ?? 0);
});

test('a table is not made again while another that nobody reports keeps the name of its key', () => {
  const plan = planFor(referenced('plans', 'id'), referenced('old_plans', 'id'));
  expect(inShort(plan).filter((each) => each.includes('CREATE TABLE'))).toEqual([]);
  expect(plan.unplanned).toContainEqual({
    id: 'table:public.plans',
    reason:
      'its name, that of a part of it or its place among partitions is the one of the constraint public.old_plans.plans_pkey, which stays',
  });
});

test('a partition is not made again while it keeps its rows in a schema that nobody looks at', () => {
  const partition = { persistence: 'permanent', partitionOf: 'table:public.plans', partitionBound: 'DEFAULT' };
  const whole = table('plans', { partitionKey: 'LIST (id)' });
  const plan = planFor(
    together(whole, { objects: { 'table:public.rest': partition } }),
    together(whole, { objects: { 'table:archive.rest': partition } }),
  );
  expect(plan.statements).toEqual([]);
  expect(plan.unplanned).toEqual([
    {
      id: 'table:public.rest',
      reason:
        'its name, that of a part of it or its place among partitions is the one of the table archive.rest, which stays',
    },
  ]);
});

test.for([
  ['a view', 'view:public.x', 'table:public.x', 'view public.x'],
  ['a type', 'enum:public.x', 'table:public.x', 'enum public.x'],
  ['another sort of routine', 'procedure:public.x()', 'function:public.x()', 'procedure public.x()'],
] as const)('%s keeps its name from what is missing', ([, there, missing, named]) => {
  const objects = {
    'table:public.x': { persistence: 'permanent' },
    'view:public.x': { definition: 'SELECT 1' },
    'enum:public.x': { labels: [] },
    'procedure:public.x()': { arguments: '', language: 'sql', body: '' },
    'function:public.x()': { arguments: '', language: 'sql', body: '', returns: 'integer' },
  };
  const plan = planFor({ objects: { [missing]: objects[missing] } }, { objects: { [there]: objects[there] } });
  expect(plan.statements).toEqual([]);
  expect(plan.unplanned).toEqual([
    {
      id: missing,
      reason: `its name, that of a part of it or its place among partitions is the one of the ${named}, which stays`,
    },
  ]);
});

test('an index and a type may have one name, and so may statistics and a table', () => {
  const plans = together(table('plans'), column('plans', 'status'));
  const expected = together(plans, index('plans', 'x', { definition: 'USING btree (status)' }));
  expect(planFor(expected, together(plans, { objects: { 'enum:public.x': { labels: [] } } })).unplanned).toEqual([]);
  const counted = { 'statistics-object:public.y': { belongsTo: ['table:public.plans'], definition: '' } };
  expect(planFor(together(plans, table('y')), together(plans, { objects: counted })).unplanned).toEqual([]);
});

test('a range type that was renamed gives the name of its multirange type back before it is made again', () => {
  const range = (name: string, attributes = {}) => ({
    objects: { [`range-type:public.${name}`]: { subtype: 'text', ...attributes } },
  });
  const there = range('old_floats', { multirange: 'floats_multirange' });
  expect(inShort(planFor(range('floats'), there, 'report'))).toEqual([
    expect.stringContaining('DROP TYPE public.old_floats'),
    expect.stringContaining('CREATE TYPE public.floats AS RANGE'),
  ]);
});

test('what waits for itself is left to a person, and the rest of the plan is made', () => {
  const typed = (name: string, attributes = {}) =>
    together(
      table('t'),
      {
        ...column('t', 'at', { type: `public.${name}` }),
        dependencies: { 'column:public.t.at': [`range-type:public.${name}`] },
      },
      { objects: { [`range-type:public.${name}`]: { subtype: 'text', ...attributes } } },
    );
  const expected = together(typed('floats'), column('t', 'more'));
  const plan = planFor(expected, typed('old_floats', { multirange: 'floats_multirange' }), 'report');
  expect(inShort(plan)).toEqual(['ALTER TABLE public.t ADD COLUMN IF NOT EXISTS more text']);
  expect(plan.unplanned.map(({ id }) => id)).toEqual([
    'column:public.t.at',
    'range-type:public.floats',
    'range-type:public.old_floats',
  ]);
  expect(plan.unplanned[1]?.reason).toContain('Was something renamed by hand?');
});

test('a schema goes after what is in it, also where no dependency tells of that', () => {
  const found = { objects: { 'schema:old': {}, 'sequence:old.numbers': { type: 'bigint', persistence: 'permanent' } } };
  expect(inShort(planFor(table('plans'), together(table('plans'), found), 'report', ['old', 'public']))).toEqual([
    'DROP SEQUENCE old.numbers -- DELETES_DATA',
    'DROP SCHEMA old -- DROPS_OBJECT',
  ]);
});
