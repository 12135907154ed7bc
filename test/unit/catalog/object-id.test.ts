import { expect, test } from 'vitest';
import { formatChildId, formatObjectId, parseObjectId } from '../../../lib/catalog/object-id.ts';

test.for([
  ['table', ['public', 'content_plans'], undefined, 'table:public.content_plans'],
  ['column', ['public', 'UserProject', 'creditsUsed'], undefined, 'column:public.UserProject.creditsUsed'],
  ['table', ['public', 'a.b'], undefined, 'table:public."a.b"'],
  ['table', ['public', 'say "hi"'], undefined, 'table:public."say ""hi"""'],
  ['table', ['we:ird', '', ' '], undefined, 'table:"we:ird".""." "'],
  ['table', ['public', 'таблиця'], undefined, 'table:public.таблиця'],
  ['function', ['public', 'slug'], 'text, integer', 'function:public.slug(text, integer)'],
  ['function', ['public', 'now'], '', 'function:public.now()'],
  ['function', ['public', 'f)('], 'app."t)"', 'function:public."f)("(app."t)")'],
] as const)('%s %j %s reads back from its id', ([kind, path, signature, id]) => {
  expect(formatObjectId(kind, path, signature)).toBe(id);
  expect(parseObjectId(id)).toEqual(signature === undefined ? { kind, path } : { kind, path, signature });
});

test.for([
  '',
  'table',
  ':a',
  'table:',
  'table:a.',
  'table:a..b',
  'table:"a',
  'table:a b',
  'function:f(int',
])('%j is no object id', (text) => {
  expect(() => parseObjectId(text)).toThrow(RangeError);
});

test.for(['status', 'odd.name', 'say "hi"', ''])('a part called %j is named after its whole', (name) => {
  const table = formatObjectId('table', ['my schema', 'a.b']);
  expect(formatChildId('column', table, name)).toBe(formatObjectId('column', ['my schema', 'a.b', name]));
});
