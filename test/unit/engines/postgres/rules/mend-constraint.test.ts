import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../../../../lib/catalog/snapshot.ts';
import { hazardCodes } from '../../../../../lib/plan/hazard.ts';
import { hazardGate, selectSafe } from '../../../../../lib/plan/select-safe.ts';
import { column, constraint, inShort, planFor, table, together } from './plan-for.ts';

const there = together(
  table('plans'),
  column('plans', 'id', { isNullable: false }),
  column('plans', 'name'),
  table('items'),
  column('items', 'plan_id'),
);

const foreignKey = {
  type: 'foreign key',
  definition: 'FOREIGN KEY (plan_id) REFERENCES public.plans(id)',
  references: 'table:public.plans',
};

function adding(of: string, name: string, attributes: Attributes, extra: Partial<ReturnType<typeof together>> = {}) {
  return planFor(together(there, { ...constraint(of, name, attributes), ...extra }), there);
}

describe('a missing constraint on a table in use', () => {
  test('a check is added without looking at the rows, then validated alone', () => {
    const plan = adding('plans', 'named', { type: 'check', definition: "CHECK ((name <> ''::text))" });
    expect(inShort(plan)).toEqual([
      "ALTER TABLE public.plans ADD CONSTRAINT named CHECK ((name <> ''::text)) NOT VALID -- ADD_CONSTRAINT_NOT_VALID",
      '* ALTER TABLE public.plans VALIDATE CONSTRAINT named -- VALIDATE_CONSTRAINT, MAY_FAIL_ON_DATA',
    ]);
    expect(plan.statements).toMatchObject([
      { lockMode: 'ACCESS EXCLUSIVE', locks: ['table:public.plans'], sizedBy: [] },
      { lockMode: 'SHARE UPDATE EXCLUSIVE', sizedBy: ['table:public.plans'], statementTimeoutMs: 600_000 },
    ]);
  });

  test('a check that is expected not to be validated is only added', () => {
    const plan = adding('plans', 'named', { type: 'check', definition: 'CHECK (true)', isValidated: false });
    expect(plan.statements).toHaveLength(1);
  });

  test('a foreign key locks both tables against writers, not readers', () => {
    const plan = adding('items', 'fk', foreignKey);
    expect(inShort(plan)).toEqual([
      'ALTER TABLE public.items ADD CONSTRAINT fk FOREIGN KEY (plan_id) REFERENCES public.plans(id) NOT VALID -- ADD_CONSTRAINT_NOT_VALID',
      '* ALTER TABLE public.items VALIDATE CONSTRAINT fk -- VALIDATE_CONSTRAINT, MAY_FAIL_ON_DATA',
    ]);
    expect(plan.statements[0]).toMatchObject({
      lockMode: 'SHARE ROW EXCLUSIVE',
      locks: ['table:public.items', 'table:public.plans'],
    });
  });

  test('a foreign key of a partitioned table is added in two steps since PostgreSQL 18', () => {
    const partitioned = together(there, table('items', { partitionKey: 'LIST (plan_id)' }));
    const plan = planFor(together(partitioned, constraint('items', 'fk', foreignKey)), partitioned);
    expect(inShort(plan)).toEqual([
      'ALTER TABLE public.items ADD CONSTRAINT fk FOREIGN KEY (plan_id) REFERENCES public.plans(id) NOT VALID -- ADD_CONSTRAINT_NOT_VALID',
      '* ALTER TABLE public.items VALIDATE CONSTRAINT fk -- VALIDATE_CONSTRAINT, MAY_FAIL_ON_DATA',
    ]);
  });

  test('a unique constraint takes over an index that was built online under its name', () => {
    const plan = adding(
      'plans',
      'plans_name_key',
      { type: 'unique', definition: 'UNIQUE (name) DEFERRABLE' },
      {
        notes: {
          'constraint:public.plans.plans_name_key': { indexDefinition: 'USING btree (name)', deferral: 'DEFERRABLE' },
        },
      },
    );
    expect(inShort(plan)).toEqual([
      '* CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS plans_name_key ON public.plans USING btree (name) -- MAY_FAIL_ON_DATA',
      'ALTER TABLE public.plans ADD CONSTRAINT plans_name_key UNIQUE USING INDEX plans_name_key DEFERRABLE -- ADD_CONSTRAINT_NOT_VALID',
    ]);
  });

  test.for([
    ['NOT NULL columns takes over its index', 'id', ['ADD_CONSTRAINT_NOT_VALID']],
    ['nullable columns reads the table for NULLs', 'name', ['SET_NOT_NULL', 'TABLE_SCAN', 'MAY_FAIL_ON_DATA']],
  ] as const)('a primary key on %s', ([, on, hazards]) => {
    const id = 'constraint:public.plans.plans_pkey';
    const { statements } = adding(
      'plans',
      'plans_pkey',
      { type: 'primary key', definition: `PRIMARY KEY (${on})` },
      {
        notes: { [id]: { indexDefinition: `USING btree (${on})` } },
        dependencies: { [id]: [`column:public.plans.${on}`] },
      },
    );
    expect(statements[1]?.sql).toBe(
      'ALTER TABLE public.plans ADD CONSTRAINT plans_pkey PRIMARY KEY USING INDEX plans_pkey',
    );
    expect(statements[1]?.hazards.map(({ code }) => code)).toEqual(hazards);
  });

  test('a key whose index nobody noted is added at once, which blocks everybody', () => {
    expect(inShort(adding('plans', 'u', { type: 'unique', definition: 'UNIQUE (name)' }))).toEqual([
      'ALTER TABLE public.plans ADD CONSTRAINT u UNIQUE (name) -- BLOCKS_READS, MAY_FAIL_ON_DATA',
    ]);
  });

  test('an exclusion constraint blocks everybody while its index is built', () => {
    const definition = 'EXCLUDE USING gist (name WITH =)';
    expect(inShort(adding('plans', 'x', { type: 'exclusion', definition }))).toEqual([
      `ALTER TABLE public.plans ADD CONSTRAINT x ${definition} -- BLOCKS_READS, MAY_FAIL_ON_DATA`,
    ]);
  });
});

describe('a constraint that differs', () => {
  const check = (attributes: Attributes) =>
    together(there, constraint('plans', 'c', { type: 'check', definition: 'CHECK (true)', ...attributes }));

  test('only by not being validated is validated', () => {
    expect(inShort(planFor(check({}), check({ isValidated: false })))).toEqual([
      '* ALTER TABLE public.plans VALIDATE CONSTRAINT c -- VALIDATE_CONSTRAINT, MAY_FAIL_ON_DATA',
    ]);
  });

  test('by being validated though nobody asked is left in peace', () => {
    expect(planFor(check({ isValidated: false }), check({}))).toMatchObject({
      statements: [],
      unplanned: [{ reason: 'every row obeys the constraint, which is more than the migrations promise: it may stay' }],
    });
  });

  test('in its definition is added under another name and validated before the old one goes', () => {
    expect(inShort(planFor(check({}), check({ definition: 'CHECK (false)' })))).toMatchInlineSnapshot(`
      [
        "ALTER TABLE public.plans ADD CONSTRAINT driftline_new_b27b7fa5112d1ab9 CHECK (true) NOT VALID -- ADD_CONSTRAINT_NOT_VALID, DROPS_OBJECT",
        "* ALTER TABLE public.plans VALIDATE CONSTRAINT driftline_new_b27b7fa5112d1ab9 -- VALIDATE_CONSTRAINT, MAY_FAIL_ON_DATA, DROPS_OBJECT",
        "ALTER TABLE public.plans DROP CONSTRAINT c -- DROPS_OBJECT",
        "ALTER TABLE public.plans RENAME CONSTRAINT driftline_new_b27b7fa5112d1ab9 TO c -- DROPS_OBJECT",
      ]
    `);
  });

  test('and is a key has its new index built before the old key goes and what refers to it with that', () => {
    const key = (columns: string) =>
      together(
        there,
        constraint('plans', 'k', { type: 'unique', definition: `UNIQUE (${columns})` }),
        {
          objects: {},
          notes: { 'constraint:public.plans.k': { indexDefinition: `USING btree (${columns})` } },
        },
        table('items'),
        {
          ...constraint('items', 'fk', {
            type: 'foreign key',
            definition: 'FOREIGN KEY (name) REFERENCES public.plans(name)',
            references: 'table:public.plans',
          }),
          dependencies: { 'constraint:public.items.fk': ['constraint:public.plans.k'] },
        },
      );
    const plan = planFor(key('name) INCLUDE (id'), key('name'));
    expect(plan.statements.map(({ sql, transaction }) => [transaction, sql.replace(/_[0-9a-f]{16}/u, '_x')])).toEqual([
      [
        'outside',
        'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS driftline_new_x ON public.plans USING btree (name) INCLUDE (id)',
      ],
      ['inside', 'ALTER TABLE public.items DROP CONSTRAINT fk'],
      ['inside', 'ALTER TABLE public.plans DROP CONSTRAINT k'],
      ['inside', 'ALTER TABLE public.plans ADD CONSTRAINT k UNIQUE USING INDEX driftline_new_x'],
      [
        'inside',
        'ALTER TABLE public.items ADD CONSTRAINT fk FOREIGN KEY (name) REFERENCES public.plans(name) NOT VALID',
      ],
      ['outside', 'ALTER TABLE public.items VALIDATE CONSTRAINT fk'],
    ]);
    expect(selectSafe(plan, [hazardGate(hazardCodes)]).run).toEqual([]);
  });

  test('only in its name is renamed by a person', () => {
    const named = (name: string) =>
      together(there, constraint('plans', name, { type: 'check', definition: 'CHECK (true)' }));
    expect(inShort(planFor(named('new'), named('Old')))).toEqual([
      'ALTER TABLE public.plans RENAME CONSTRAINT "Old" TO new -- BREAKS_CLIENTS',
    ]);
  });
});
