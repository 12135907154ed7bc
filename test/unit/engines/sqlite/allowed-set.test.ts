import { expect, test } from 'vitest';
import { readAllowedSet } from '../../../../lib/engines/sqlite/text/allowed-set.ts';

test.for([
  ["CHECK (status IN ('open', 'done'))", ['open', 'done']],
  [`CHECK (("Status" in ('it''s', '')))`, ["it's", '']],
  ["CHECK (status is null or status in ('a'))", ['a']],
  ["CHECK ((status in ('a', 'b')) OR ([status] IS NULL))", ['a', 'b']],
  // Of all of these it is not known what they allow.
  ["CHECK (status not in ('a'))", undefined],
  ["CHECK (status in ('a') and length(status) > 0)", undefined],
  ["CHECK (status in ('a') or kind = 'b')", undefined],
  ["CHECK (status in ('a') or status in ('b'))", undefined],
  ["CHECK (lower(status) in ('a'))", undefined],
  ["CHECK ('status' in ('a'))", undefined],
  ["CHECK (status in ('a' || 'b'))", undefined],
  ["CHECK (status in ('a', kind))", undefined],
  ['CHECK (status in (1, 2))', undefined],
  ["CHECK (status in (x'61'))", undefined],
  ["CHECK (status in ('a') = 1)", undefined],
  ["CHECK (kind in ('a'))", undefined],
  ['CHECK (status is null)', undefined],
  ['CHECK (status in ())', undefined],
] as const)('%s', ([definition, values]) => {
  expect(readAllowedSet(definition, 'status')).toEqual(values);
});
