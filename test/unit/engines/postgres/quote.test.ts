import { expect, test } from 'vitest';
import { quoteId, quoteIdentifier, quoteLastPart, quoteLiteral } from '../../../../lib/engines/postgres/quote.ts';

test.for([
  ['content_plans', 'content_plans'],
  ['_x9', '_x9'],
  ['UserProject', '"UserProject"'],
  ['user', '"user"'],
  ['between', '"between"'],
  ['name', 'name'],
  ['9lives', '"9lives"'],
  ['with space', '"with space"'],
  ['say "hi"', '"say ""hi"""'],
  ['naïve', '"naïve"'],
  ['x;drop table y', '"x;drop table y"'],
  ['a$b', '"a$b"'],
] as const)('the name %s is written %s', ([name, sql]) => {
  expect(quoteIdentifier(name)).toBe(sql);
});

test.for(['', 'a\0b'])('%j is no name', (name) => {
  expect(() => quoteIdentifier(name)).toThrow(RangeError);
});

test.for([
  ['draft', "'draft'"],
  ["it's", "'it''s'"],
  ['a\\b', "E'a\\\\b'"],
  ["\\'", "E'\\\\'''"],
  ['', "''"],
] as const)('the text %s is written %s', ([text, sql]) => {
  expect(quoteLiteral(text)).toBe(sql);
});

test('a text with a NUL character cannot be written', () => {
  expect(() => quoteLiteral('\0')).toThrow(RangeError);
});

test('each part of an id is quoted by itself', () => {
  expect(quoteId('table:public.UserProject')).toBe('public."UserProject"');
  expect(quoteId('column:public."odd.name".x')).toBe('public."odd.name".x');
  expect(quoteLastPart('column:public.t."odd.name"')).toBe('"odd.name"');
});
