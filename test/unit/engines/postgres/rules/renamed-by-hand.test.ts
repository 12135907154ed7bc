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
