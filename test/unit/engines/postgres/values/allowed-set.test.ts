import { expect, test } from 'vitest';
import { mentions, readAllowedSet } from '../../../../../lib/engines/postgres/values/constraint/allowed-set.ts';

test.for([
  ["CHECK ((s = ANY (ARRAY['a'::text, 'b'::text])))", ['a', 'b']],
  ["CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))", ['a', 'b']],
  // As a dump that was restored is printed.
  ["CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))", ['a', 'b']],
  ["CHECK ((s = 'a'::text))", ['a']],
  ["CHECK (((s = 'a'::text) OR (s = 'b'::text)))", ['a', 'b']],
  ["CHECK (((s IS NULL) OR (s = 'a'::text)))", ['a']],
  ["CHECK (((s IS NOT NULL) AND (s = ANY (ARRAY['a'::text]))))", ['a']],
  ["CHECK ((s = ANY (ARRAY[0, 1, '-2'::integer])))", ['0', '1', '-2']],
  ['CHECK ((s = ANY (ARRAY[(1)::bigint, (2)::bigint])))', ['1', '2']],
  ['CHECK ((s = ANY (ARRAY[(1)::numeric, 2.50])))', ['1', '2.50']],
  ['CHECK ((s = false))', ['false']],
  ["CHECK ((s = ANY (ARRAY['a'::bpchar, ''::bpchar])))", ['a', '']],
  ["CHECK ((s OPERATOR(ext.=) ANY (ARRAY['a'::ext.citext])))", ['a']],
  ["CHECK ((s <@ ARRAY['a'::text, 'b'::text]))", ['a', 'b']],
  ["CHECK ((s = ANY (ARRAY['o''x'::text, 'a\nb'::text])))", ["o'x", 'a\nb']],
] as const)('%s lists %j', ([definition, values]) => {
  expect(readAllowedSet(definition, { column: 's', typeSchema: 'ext' })).toMatchObject({ values, isExact: true });
});

test.for([
  ["CHECK ((other = 'a'::text))", 'another column'],
  ["CHECK (((s = 'a'::text) OR (other = 'b'::text)))", 'an alternative over another column'],
  ["CHECK (((s = 'a'::text) OR (length(s) = 1)))", 'an alternative that is no list'],
  ["CHECK ((s <> 'a'::text))", 'another comparison'],
  ['CHECK ((lower(s) = ANY (ARRAY[$$a$$::text])))', 'a function of the column'],
  ['CHECK (((s COLLATE "C") = \'a\'::text))', 'another collation'],
  ["CHECK ((s = ANY (ARRAY['abc'::character varying(2)])))", 'a constant that its type cuts'],
  ["CHECK ((s = ANY (ARRAY[('a '::bpchar)::text])))", 'a constant that another type changes'],
  ['CHECK (((s)::integer = ANY (ARRAY[1, 2])))', 'the column cast to another type'],
  ["CHECK ((s OPERATOR(evil.=) 'a'::text))", 'an operator of somebody else'],
  ["CHECK ((s = ANY (ARRAY['a'::text, other])))", 'a column among the constants'],
  ["CHECK ((s = ALL (ARRAY['a'::text])))", 'all instead of any'],
  ['CHECK ((s = ANY (ARRAY[NULL::text])))', 'NULL among the constants'],
  ['CHECK ((s IS NOT NULL))', 'NOT NULL alone'],
  ['CHECK (s)', 'the column itself'],
  ["CHECK ((s = ANY (ARRAY['a'::character])))", 'a type whose length is 1 where none is said'],
  ["CHECK ((s = E'a'::text))", 'a string that no server prints'],
  ["CHECK ((s = U&'a'::text))", 'another one'],
  ["CHECK ((s = 'a'::text /* or anything */))", 'a comment'],
  ["CHECK (((s = 'a'::text) AND (s = 'b'::text) OR (s = 'c'::text)))", 'AND beside OR, without parentheses'],
  ["CHECK ((s = 'a'::text)) DEFERRABLE", 'an ending that is not known'],
] as const)('%s proves nothing: %s', ([definition]) => {
  expect(readAllowedSet(definition, { column: 's', typeSchema: 'ext' })).toBeUndefined();
});

test('what else a constraint demands can only narrow the list', () => {
  expect(
    readAllowedSet("CHECK (((s = ANY (ARRAY['a'::text, 'b'::text])) AND (length(s) > 0)))", { column: 's' }),
  ).toEqual({
    values: ['a', 'b'],
    isExact: false,
    comparesText: false,
    isNoInherit: false,
    isEnforced: true,
  });
});

test('of two lists the shorter bounds the values: texts that differ may be equal', () => {
  const definition =
    "CHECK (((s = ANY (ARRAY['A'::text, 'b'::text, 'c'::text])) AND (s = ANY (ARRAY['a'::text, 'b'::text]))))";
  expect(readAllowedSet(definition, { column: 's' })).toMatchObject({ values: ['a', 'b'], isExact: false });
});

test.for([
  ["CHECK ((s = 'a'::text)) NO INHERIT", { isNoInherit: true, isEnforced: true }],
  ["CHECK ((s = 'a'::text)) NOT ENFORCED", { isNoInherit: false, isEnforced: false }],
] as const)('%s is read to its end', ([definition, flags]) => {
  expect(readAllowedSet(definition, { column: 's' })).toMatchObject(flags);
});

test('a constraint speaks of the columns that stand in it anywhere', () => {
  const definition = "CHECK ((COALESCE(lower((s)::text), 'x'::text) ~ 'other'::text))";
  expect([mentions(definition, 's'), mentions(definition, 'other')]).toEqual([true, false]);
});

test('a text nested deeper than any list proves nothing, and may speak of anything', () => {
  const nested = (depth: number) => `CHECK (${'('.repeat(depth)}s = 'a'::text${')'.repeat(depth)})`;
  expect(readAllowedSet(nested(100), { column: 's' })).toMatchObject({ values: ['a'] });
  expect(readAllowedSet(nested(100_000), { column: 's' })).toBeUndefined();
  expect(mentions(nested(100_000), 'other')).toBe(true);
});

test('long constants and long lists are read to their end', () => {
  const long = "it''s ".repeat(500_000);
  expect(readAllowedSet(`CHECK ((s = '${long}'::text))`, { column: 's' })?.values[0]).toHaveLength(2_500_000);
  const many = Array.from({ length: 50_000 }, (_, i) => `'v${i}'::text`).join(', ');
  expect(readAllowedSet(`CHECK ((s = ANY (ARRAY[${many}])))`, { column: 's' })?.values).toHaveLength(50_000);
});
