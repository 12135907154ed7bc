import { expect, test } from 'vitest';
import { withNewExtract } from '../../../../../lib/engines/postgres/arbiter/old-extract.ts';
import { haveSameMeaning } from '../../../../../lib/engines/postgres/arbiter/same-meaning.ts';

test.for([
  ["timezone('utc'::text, now())", "(now() AT TIME ZONE 'utc'::text)"],
  ['btrim(x)', 'TRIM(BOTH FROM x)'],
  ["ltrim(x, 'a'::text)", "TRIM(LEADING 'a'::text FROM x)"],
  ['"substring"(x, 1, 2)', 'SUBSTRING(x FROM 1 FOR 2)'],
  [`"position"(x, 'a'::text)`, `POSITION(('a'::text) IN (x))`],
  ['"overlay"(x, y, 1)', 'OVERLAY(x PLACING y FROM 1)'],
  [`"normalize"(x, 'NFC'::text)`, 'NORMALIZE(x, NFC)'],
  [`is_normalized(x, 'nfc'::text)`, '(x IS NFC NORMALIZED)'],
  [`"extract"('epoch'::text, x)`, 'EXTRACT(epoch FROM x)'],
  ['pg_catalog.btrim(x)', 'btrim(x)'],
  ['((a + b))', 'a + b'],
  [
    "x = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
    "x = ANY (ARRAY['a'::text, 'b'::text])",
  ],
  ["x = ANY (ARRAY[('a'::character varying)::text])", "x = ANY (ARRAY['a'::text])"],
] as const)('%s is another spelling of %s', async ([a, b]) => {
  expect(await haveSameMeaning(`select ${a}`, `select ${b}`)).toBe(true);
});

test.for([
  ['public.btrim(x)', 'TRIM(BOTH FROM x)'],
  ["timezone('utc'::text, a)", "(a AT TIME ZONE 'gmt'::text)"],
  ['date_part(f, x)', 'EXTRACT(epoch FROM x)'],
  ["'5'::text", "'5'"],
  ["('abc'::character varying(2))::text", "'abc'::text"],
  ["('a '::bpchar)::text", "'a '::text"],
  ["(ARRAY['a'::character varying(1)])::text[]", "ARRAY['a'::text]"],
  ['(ARRAY[y::character varying])::text[]', 'ARRAY[y::text]'],
  ['(x)::integer', '(x)::bigint'],
  ['lower(x)', 'upper(x)'],
  ['count(*) filter (where a)', 'count(*)'],
  ['a and b or c', 'a and (b or c)'],
  ['"X"', 'x'],
] as const)('%s is something else than %s', async ([a, b]) => {
  expect(await haveSameMeaning(`select ${a}`, `select ${b}`)).toBe(false);
});

test('what does not parse means the same as nothing', async () => {
  expect(await haveSameMeaning('select (', 'select (')).toBe(false);
});

test.for([
  ["date_part('epoch'::text, x)", `pg_catalog."extract"('epoch'::text, x)`],
  [
    "(('date_part(жжж)'::text = y) OR (date_part('a'::text, date_part('b'::text, x)) > 1))",
    `(('date_part(жжж)'::text = y) OR (pg_catalog."extract"('a'::text, pg_catalog."extract"('b'::text, x)) > 1))`,
  ],
  ["public.date_part('epoch'::text, x)", undefined],
  ["'date_part'", undefined],
  ['now()', undefined],
] as const)('the old EXTRACT in %s becomes the new one', async ([text, modern]) => {
  expect(await withNewExtract(text, ['alter table ж alter column c set default ', ''])).toBe(modern);
});
