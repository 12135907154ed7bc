import { describe, expect, test } from 'vitest';
import { hazardCodes } from '../../../../../lib/plan/hazard.ts';
import { hazardGate, selectSafe } from '../../../../../lib/plan/select-safe.ts';
import { column, constraint, index, inShort, planFor, table, together } from './plan-for.ts';

const plans = together(
  table('plans'),
  column(
    'plans',
    'id',
    { type: 'uuid', isNullable: false, default: 'gen_random_uuid()' },
    { position: 1, defaultIsVolatile: true },
  ),
  column('plans', 'status', { type: 'character varying(50)', isNullable: false, default: "'draft'" }, { position: 3 }),
  column('plans', 'created_at', { type: 'timestamp with time zone' }, { position: 2 }),
  constraint('plans', 'plans_pkey', { type: 'primary key', definition: 'PRIMARY KEY (id)' }),
  index('plans', 'ix_plans_status'),
);

const items = {
  ...together(
    table('items'),
    column('items', 'plan_id', { type: 'uuid' }),
    constraint('items', 'items_plan_id_fkey', {
      type: 'foreign key',
      definition: 'FOREIGN KEY (plan_id) REFERENCES public.plans(id)',
      references: 'table:public.plans',
    }),
  ),
  dependencies: {
    'constraint:public.items.items_plan_id_fkey': ['table:public.plans', 'constraint:public.plans.plans_pkey'],
  },
};

describe('a missing table', () => {
  test('is made with its columns in their order, its keys, and its indexes at once, without any hazard', () => {
    const plan = planFor(plans);
    expect(inShort(plan)).toEqual([
      [
        'CREATE TABLE IF NOT EXISTS public.plans (',
        '  id uuid DEFAULT gen_random_uuid() NOT NULL,',
        '  created_at timestamp with time zone,',
        "  status character varying(50) DEFAULT 'draft' NOT NULL,",
        '  CONSTRAINT plans_pkey PRIMARY KEY (id)',
        ')',
      ].join('\n'),
      'CREATE INDEX IF NOT EXISTS ix_plans_status ON public.plans USING btree (status)',
    ]);
    expect(plan.statements.every(({ locks, lockMode }) => locks.length === 0 && lockMode === undefined)).toBe(true);
  });

  test('comes after the table that its foreign key refers to, and locks only one that is in use', () => {
    expect(planFor(together(items, plans)).statements).toMatchObject([
      { causedBy: ['table:public.items'] },
      { sql: expect.stringContaining('CREATE TABLE IF NOT EXISTS public.plans') },
      {
        sql: 'ALTER TABLE public.items ADD CONSTRAINT items_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id)',
        locks: [],
      },
      { sql: expect.stringContaining('CREATE INDEX') },
    ]);
    expect(planFor(together(items, plans), plans).statements[1]).toMatchObject({
      lockMode: 'SHARE ROW EXCLUSIVE',
      locks: ['table:public.plans'],
      hazards: [],
    });
  });

  test('whose tables refer to each other gets its foreign keys when both are there', () => {
    const back = {
      ...constraint('plans', 'plans_item_fkey', {
        type: 'foreign key',
        definition: 'FOREIGN KEY (id) REFERENCES public.items(plan_id)',
        references: 'table:public.items',
      }),
      dependencies: { 'constraint:public.plans.plans_item_fkey': ['table:public.items'] },
    };
    const order = planFor(together(items, plans, back)).statements.map(({ provides }) => provides.at(-1));
    expect(order.slice(2)).toEqual([
      'constraint:public.items.items_plan_id_fkey',
      'index:public.ix_plans_status',
      'constraint:public.plans.plans_item_fkey',
    ]);
  });

  test('has its sequence made before and given to it afterwards', () => {
    const log = {
      ...together(
        table('log'),
        column('log', 'id', { type: 'bigint', isNullable: false, default: "nextval('public.log_id_seq'::regclass)" }),
        {
          objects: {
            'sequence:public.log_id_seq': {
              type: 'bigint',
              options: { cycle: true, increment: '2' },
              belongsTo: ['column:public.log.id'],
            },
          },
        },
      ),
      dependencies: { 'column:public.log.id': ['sequence:public.log_id_seq'] },
    };
    expect(inShort(planFor(log))).toEqual([
      'CREATE SEQUENCE IF NOT EXISTS public.log_id_seq AS bigint INCREMENT BY 2 CYCLE',
      "CREATE TABLE IF NOT EXISTS public.log (\n  id bigint DEFAULT nextval('public.log_id_seq'::regclass) NOT NULL\n)",
      'ALTER SEQUENCE public.log_id_seq OWNED BY public.log.id',
    ]);
  });

  test('keeps the letter case of its names', () => {
    const mixed = together(table('UserProject'), column('UserProject', 'createdAt'));
    expect(inShort(planFor(mixed))).toEqual([
      'CREATE TABLE IF NOT EXISTS public."UserProject" (\n  "createdAt" text\n)',
    ]);
  });

  test.for([
    ['unlogged', { persistence: 'unlogged' }, 'CREATE UNLOGGED TABLE IF NOT EXISTS public.t ()'],
    ['partitioned', { partitionKey: 'LIST (a)' }, 'CREATE TABLE IF NOT EXISTS public.t () PARTITION BY LIST (a)'],
    ['a child', { inherits: ['table:public.a'] }, 'CREATE TABLE IF NOT EXISTS public.t () INHERITS (public.a)'],
  ] as const)('that is %s is made so', ([, attributes, sql]) => {
    expect(planFor(together(table('a'), table('t', attributes)), table('a')).statements[0]?.sql).toBe(sql);
  });

  test('takes over the columns of the table that it inherits from, but keeps its own default', () => {
    const parent = together(table('a'), column('a', 'x'), column('a', 'y'));
    const child = together(
      table('b', { inherits: ['table:public.a'] }),
      column('b', 'x', { belongsTo: ['table:public.b', 'column:public.a.x'], isInherited: true, default: "'b'" }),
      column('b', 'y', { belongsTo: ['table:public.b', 'column:public.a.y'], isInherited: true }),
      column('b', 'z'),
    );
    expect(inShort(planFor(together(parent, child), parent))).toEqual([
      'CREATE TABLE IF NOT EXISTS public.b (\n  z text\n) INHERITS (public.a)',
      "ALTER TABLE ONLY public.b ALTER COLUMN x SET DEFAULT 'b'",
    ]);
  });

  test('has a constraint that was never validated added without validation', () => {
    const unproved = constraint('t', 'c', { type: 'check', definition: 'CHECK (true)', isValidated: false });
    expect(inShort(planFor(together(table('t'), unproved)))).toEqual([
      'CREATE TABLE IF NOT EXISTS public.t ()',
      'ALTER TABLE public.t ADD CONSTRAINT c CHECK (true) NOT VALID',
    ]);
  });

  test('needs its schema, which is made first', () => {
    const app = { objects: { 'schema:app': {}, 'table:app.t': { persistence: 'permanent' } } };
    expect(inShort(planFor(app))).toEqual(['CREATE SCHEMA IF NOT EXISTS app', 'CREATE TABLE IF NOT EXISTS app.t ()']);
  });

  test('that needs an extension waits for a person with it', () => {
    const words = {
      objects: {
        'extension:citext': {},
        ...table('words').objects,
        ...column('words', 'word', { type: 'public.citext' }).objects,
      },
      dependencies: { 'column:public.words.word': ['extension:citext'] },
      notes: { 'extension:citext': { schema: 'public' } },
    };
    const plan = planFor(words);
    expect(inShort(plan)[0]).toBe('CREATE EXTENSION IF NOT EXISTS citext SCHEMA public -- CREATES_EXTENSION');
    expect(selectSafe(plan).run).toEqual([]);
  });
});

describe('a missing partition', () => {
  const parent = together(
    table('p', { partitionKey: 'RANGE (id)' }),
    column('p', 'id', { type: 'bigint', isNullable: false, identity: 'always' }),
    constraint('p', 'p_pkey', { type: 'primary key', definition: 'PRIMARY KEY (id)' }),
    constraint('p', 'p_ref_fkey', {
      type: 'foreign key',
      definition: 'FOREIGN KEY (id) REFERENCES public.ref(id)',
      references: 'table:public.ref',
    }),
    index('p', 'ix_p'),
    table('ref'),
  );
  const of = (kind: string, name: string) => ({ belongsTo: ['table:public.p1', `${kind}:public.${name}`] });
  const partition = together(
    table('p1', { partitionOf: 'table:public.p', partitionBound: 'FOR VALUES FROM (1) TO (9)' }),
    column('p1', 'id', {
      ...of('column', 'p.id'),
      type: 'bigint',
      isNullable: false,
      identity: 'always',
      isInherited: true,
    }),
    constraint('p1', 'p1_pkey', {
      ...of('constraint', 'p.p_pkey'),
      type: 'primary key',
      definition: 'PRIMARY KEY (id)',
      isInherited: true,
    }),
    constraint('p1', 'p_ref_fkey', {
      ...of('constraint', 'p.p_ref_fkey'),
      type: 'foreign key',
      definition: 'FOREIGN KEY (id) REFERENCES public.ref(id)',
      references: 'table:public.ref',
      isInherited: true,
    }),
    index('p1', 'p1_status_idx', of('index', 'ix_p')),
  );

  test('is made by itself and then attached, which locks its parent least', () => {
    const plan = planFor(together(parent, partition), parent);
    expect(inShort(plan)).toEqual([
      'CREATE TABLE IF NOT EXISTS public.p1 (\n  id bigint NOT NULL,\n  CONSTRAINT p1_pkey PRIMARY KEY (id)\n)',
      'CREATE INDEX IF NOT EXISTS p1_status_idx ON public.p1 USING btree (status)',
      'ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (9)',
    ]);
    expect(plan.statements[2]).toMatchObject({
      lockMode: 'SHARE UPDATE EXCLUSIVE',
      locks: ['table:public.p'],
      provides: ['constraint:public.p1.p_ref_fkey'],
    });
  });

  test('is attached when its parent and the index that it takes part in are there', () => {
    const sql = planFor(together(parent, partition)).statements.map((each) => each.sql.split('\n')[0]);
    const attach = sql.findIndex((each) => each?.includes('ATTACH'));
    expect(sql.slice(0, attach)).toEqual(
      expect.arrayContaining([
        'CREATE TABLE IF NOT EXISTS public.p (',
        'CREATE INDEX IF NOT EXISTS ix_p ON public.p USING btree (status)',
      ]),
    );
  });

  test('waits for a person beside a default partition, whose rows would be read under a lock', () => {
    const rest = table('rest', { partitionOf: 'table:public.p', partitionBound: 'DEFAULT' });
    const plan = planFor(together(parent, partition, rest), together(parent, rest));
    expect(plan.statements.at(-1)).toMatchObject({
      sql: expect.stringContaining('ATTACH PARTITION'),
      hazards: [{ code: 'BLOCKS_READS' }],
      lockMode: 'ACCESS EXCLUSIVE',
      sizedBy: ['table:public.rest'],
    });
  });
});

describe('a table that differs', () => {
  test.for([
    ['LOGGED', 'permanent', 'unlogged'],
    ['UNLOGGED', 'unlogged', 'permanent'],
  ] as const)('is not made %s without a person', ([word, expected, actual]) => {
    const plan = planFor(table('t', { persistence: expected }), table('t', { persistence: actual }));
    expect(inShort(plan)).toEqual([`ALTER TABLE public.t SET ${word} -- TABLE_REWRITE`]);
  });

  test('in its partition key is made anew beside the old one, which no policy allows', () => {
    const plan = planFor(table('t', { partitionKey: 'LIST (a)' }), table('t'));
    expect(plan.unplanned).toEqual([]);
    expect(plan.statements.map(({ sql }) => sql.replaceAll(/[0-9a-f]{16}/gu, 'x'))).toEqual([
      'CREATE SCHEMA driftline_aside_x',
      'ALTER TABLE public.t SET SCHEMA driftline_aside_x',
      'CREATE TABLE IF NOT EXISTS public.t () PARTITION BY LIST (a)',
      'DROP TABLE driftline_aside_x.t',
      'DROP SCHEMA driftline_aside_x',
    ]);
    expect(selectSafe(plan, [hazardGate(hazardCodes)]).run).toEqual([]);
  });
});

test('a table that the migrations do not know is never dropped without a person', () => {
  const plan = planFor(plans, together(plans, table('extra')), 'report');
  expect(inShort(plan)).toEqual(['DROP TABLE public.extra -- DELETES_DATA']);
  expect(selectSafe(plan).run).toEqual([]);
});
