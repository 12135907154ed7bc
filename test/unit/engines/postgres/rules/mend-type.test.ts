import { describe, expect, test } from 'vitest';
import { inShort, planFor } from './plan-for.ts';

const mood = (...labels: readonly string[]) => ({ objects: { 'enum:public.mood': { labels } } });

describe('an enum type', () => {
  test('that is missing is created with its labels in order', () => {
    expect(inShort(planFor(mood('sad', "it's", 'ok')))).toEqual([
      "CREATE TYPE public.mood AS ENUM ('sad', 'it''s', 'ok')",
    ]);
  });

  test.for([
    ['the last label', ['a', 'b'], ['a'], ["'b' AFTER 'a'"]],
    ['the first label', ['a', 'b'], ['b'], ["'a' BEFORE 'b'"]],
    ['the first two labels', ['a', 'b', 'c'], ['c'], ["'a' BEFORE 'c'", "'b' AFTER 'a'"]],
    ['labels in the middle', ['a', 'b', 'c', 'd'], ['a', 'd'], ["'b' AFTER 'a'", "'c' AFTER 'b'"]],
    ['every label', ['a', 'b'], [], ["'a' ", "'b' AFTER 'a'"]],
  ] as const)('that lacks %s gets it where it belongs, by itself and without hazard', ([, expected, actual, added]) => {
    const plan = planFor(mood(...expected), mood(...actual));
    expect(inShort(plan)).toEqual(added.map((each) => `* ALTER TYPE public.mood ADD VALUE IF NOT EXISTS ${each}`));
    expect(plan.unplanned).toEqual([]);
  });

  test.for([
    ['has a label too many', ['a'], ['a', 'x'], []],
    ['has its labels in another order', ['a', 'b'], ['b', 'a'], []],
    ['lacks one label and has another', ['a', 'b'], ['a', 'x'], ["'b' AFTER 'a'"]],
  ] as const)('that %s is made anew by a person, after what can be added is added', ([, expected, actual, added]) => {
    const plan = planFor(mood(...expected), mood(...actual));
    const labels = expected.map((label) => `'${label}'`).join(', ');
    const [renamed, created, dropped] = inShort(plan).slice(-3);
    expect(inShort(plan).slice(0, -3)).toEqual(
      added.map((each) => `* ALTER TYPE public.mood ADD VALUE IF NOT EXISTS ${each}`),
    );
    expect(renamed).toMatch(
      /^ALTER TYPE public.mood RENAME TO driftline_old_\w+ -- TABLE_REWRITE, CHANGES_PRIVILEGES$/,
    );
    expect(created).toBe(`CREATE TYPE public.mood AS ENUM (${labels}) -- TABLE_REWRITE`);
    expect(dropped).toMatch(/^DROP TYPE public.driftline_old_\w+ -- TABLE_REWRITE$/);
    expect(plan.unplanned).toEqual([]);
  });
});

describe('a domain', () => {
  const email = {
    objects: {
      'domain:public.email': { type: 'text', isNullable: false, default: "'a@b'", collation: 'pg_catalog."C"' },
      'constraint:public.email.has_at': {
        belongsTo: ['domain:public.email'],
        type: 'check',
        definition: "CHECK ((VALUE ~ '@'))",
        isValidated: true,
      },
      'constraint:public.email.short': {
        belongsTo: ['domain:public.email'],
        type: 'check',
        definition: 'CHECK ((length(VALUE) < 99))',
        isValidated: false,
      },
    },
  };

  test('that is missing is created with its checks', () => {
    expect(inShort(planFor(email))).toEqual([
      [
        'CREATE DOMAIN public.email AS text',
        'COLLATE pg_catalog."C"',
        "DEFAULT 'a@b'",
        'NOT NULL',
        "CONSTRAINT has_at CHECK ((VALUE ~ '@'))",
      ].join('\n  '),
      'ALTER DOMAIN public.email ADD CONSTRAINT short CHECK ((length(VALUE) < 99)) NOT VALID',
    ]);
  });

  test('that lacks a check gets it without looking at rows first', () => {
    const { 'constraint:public.email.has_at': _, ...rest } = email.objects;
    expect(inShort(planFor(email, { objects: rest }))).toEqual([
      "ALTER DOMAIN public.email ADD CONSTRAINT has_at CHECK ((VALUE ~ '@')) NOT VALID -- ADD_CONSTRAINT_NOT_VALID",
      '* ALTER DOMAIN public.email VALIDATE CONSTRAINT has_at -- VALIDATE_CONSTRAINT, BLOCKS_WRITES, MAY_FAIL_ON_DATA',
    ]);
  });

  test('that differs is altered by a person', () => {
    const looser = { objects: { ...email.objects, 'domain:public.email': { type: 'text', isNullable: true } } };
    expect(inShort(planFor(email, looser))).toMatchInlineSnapshot(`
      [
        "ALTER DOMAIN public.email RENAME TO driftline_old_c3ae83fe8287c2c4 -- TABLE_REWRITE, CHANGES_PRIVILEGES",
        "CREATE DOMAIN public.email AS text
        COLLATE pg_catalog."C"
        DEFAULT 'a@b'
        NOT NULL
        CONSTRAINT has_at CHECK ((VALUE ~ '@')) -- TABLE_REWRITE",
        "ALTER DOMAIN public.email ADD CONSTRAINT short CHECK ((length(VALUE) < 99)) NOT VALID -- TABLE_REWRITE",
        "DROP DOMAIN public.driftline_old_c3ae83fe8287c2c4 -- TABLE_REWRITE",
      ]
    `);
  });
});

describe('a sequence', () => {
  const sequence = (attributes: object) => ({
    objects: {
      'table:public.t': { persistence: 'permanent' },
      'column:public.t.id': { belongsTo: ['table:public.t'], type: 'bigint', isNullable: false },
      'sequence:public.s': { type: 'bigint', options: {}, ...attributes },
    },
  });
  const { 'sequence:public.s': _, ...without } = sequence({}).objects;

  test('that is missing is created', () => {
    const options = { start: '10', increment: '-1', minimum: '-99', maximum: '10', cache: '5' };
    expect(inShort(planFor(sequence({ options }), { objects: without }))).toEqual([
      'CREATE SEQUENCE IF NOT EXISTS public.s AS bigint START WITH 10 INCREMENT BY -1 MINVALUE -99 MAXVALUE 10 CACHE 5',
    ]);
  });

  test('that is missing though its column is there is given to the column', () => {
    expect(inShort(planFor(sequence({ belongsTo: ['column:public.t.id'] }), { objects: without }))).toEqual([
      'CREATE SEQUENCE IF NOT EXISTS public.s AS bigint',
      'ALTER SEQUENCE public.s OWNED BY public.t.id',
    ]);
  });

  test('that belongs to nothing though it should is given to its column by a person', () => {
    expect(inShort(planFor(sequence({ belongsTo: ['column:public.t.id'] }), sequence({})))).toEqual([
      'ALTER SEQUENCE public.s OWNED BY public.t.id -- REPLACE_DEFINITION',
    ]);
  });

  test('that counts otherwise is told every option by a person', () => {
    expect(inShort(planFor(sequence({ options: { start: '5' } }), sequence({})))).toMatchInlineSnapshot(`
      [
        "ALTER SEQUENCE public.s INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 5 CACHE 1 NO CYCLE -- REPLACE_DEFINITION",
      ]
    `);
  });
});
