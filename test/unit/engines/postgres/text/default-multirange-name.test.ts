import { expect, test } from 'vitest';
import { defaultMultirangeName } from '../../../../../lib/engines/postgres/text/default-multirange-name.ts';

test.for([
  ['floatrange', 'floatmultirange'],
  ['range_of_ranges', 'multirange_of_ranges'],
  ['spans', 'spans_multirange'],
  ['x'.repeat(63), `${'x'.repeat(52)}_multirange`],
  [`${'y'.repeat(58)}range`, `${'y'.repeat(58)}multi`],
  ['表'.repeat(21), `${'表'.repeat(17)}\uFFFD_multirange`],
  ['ä'.repeat(31), `${'ä'.repeat(26)}_multirange`],
] as const)('PostgreSQL calls the multirange of %s %s', ([range, multirange]) => {
  expect(defaultMultirangeName(range)).toBe(multirange);
});
