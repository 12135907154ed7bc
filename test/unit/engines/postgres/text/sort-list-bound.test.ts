import { expect, test } from 'vitest';
import { sortListBound } from '../../../../../lib/engines/postgres/text/sort-list-bound.ts';

test.for([
  [`FOR VALUES IN ('b', 'a', NULL)`, `FOR VALUES IN ('a', 'b', NULL)`],
  [`FOR VALUES IN (3, 1, '-2')`, `FOR VALUES IN ('-2', 1, 3)`],
  [`FOR VALUES IN ('it''s, (', ') ''a'', b')`, `FOR VALUES IN (') ''a'', b', 'it''s, (')`],
  [`FOR VALUES IN ('x')`, `FOR VALUES IN ('x')`],
  [`FOR VALUES FROM ('b', 1) TO ('a', 2)`, `FOR VALUES FROM ('b', 1) TO ('a', 2)`],
  ['FOR VALUES WITH (modulus 2, remainder 1)', 'FOR VALUES WITH (modulus 2, remainder 1)'],
  ['DEFAULT', 'DEFAULT'],
] as const)('%s is written as %s', ([bound, sorted]) => {
  expect(sortListBound(bound)).toBe(sorted);
  expect(sortListBound(sorted)).toBe(sorted);
});
