import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suggestUpdate } from '../../../lib/values/suggest-update.ts';
import type { ValueCheck } from '../../../lib/values/value-check.ts';

const check: ValueCheck = {
  column: 'column:public.t.c',
  accept: ['a'],
  redact: false,
  severity: 'high',
  maxDistinct: 1000,
  budgetMs: 1000,
};
const spelling = { table: 'public.t', value: 'c', shape: 'column' } as const;

test('a stray value with a near accepted one gives a whole UPDATE', () => {
  const stray = { value: 'A', rows: 3, rowsAreAtLeast: false, nearest: 'a' };
  expect(suggestUpdate(check, [stray], spelling)).toContain("-- update public.t set c = 'a' where c = 'A'; -- 3 rows");
});

test('a stray value like no accepted one leaves a gap that cannot run', () => {
  const stray = { value: null, rows: 1, rowsAreAtLeast: true };
  expect(suggestUpdate(check, [stray], spelling)).toContain(
    '-- update public.t set c = <an accepted value> where c is null; -- at least 1 row',
  );
});

test('an element of an array is replaced in place', () => {
  const stray = { value: "o'x", rows: 2, rowsAreAtLeast: false, nearest: 'ox' };
  expect(suggestUpdate(check, [stray], { ...spelling, shape: 'array' })).toContain(
    "set c = array_replace(c, 'o''x', 'ox') where 'o''x' = any (c)",
  );
});

test('no stray text, name or condition can end the comment', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\\', "'", '--', '*/', '\u202e', 'x\ndrop table t; --', "\\'\n"),
  );
  const text = fc.array(hostile).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, text, fc.constantFrom('column', 'array', 'expression'), (value, nearest, where, shape) => {
      const stray = { value, rows: 1, rowsAreAtLeast: false, nearest };
      const sql = suggestUpdate({ ...check, where }, [stray], { ...spelling, shape }) ?? '';
      expect(sql.split(/[\n\r]/).filter((line) => !line.startsWith('--'))).toEqual([]);
    }),
  );
});
