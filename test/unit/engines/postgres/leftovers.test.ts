import { expect, test } from 'vitest';
import { isRebuildOf } from '../../../../lib/engines/postgres/leftovers.ts';

const long = 'a'.repeat(63);

test.for([
  ['ix_ccnew', 'index:public.ix', true],
  ['ix_ccnew12', 'index:public.ix', true],
  ['ix_ccnew_ccnew', 'index:public.ix_ccnew', true],
  [`${'a'.repeat(57)}_ccnew`, `index:public.${long}`, true],
  [`${'a'.repeat(56)}_ccnew1`, `index:public.${long}`, true],
  [`${'b'.repeat(57)}_ccnew`, `index:public.${long}`, false],
  ['i_ccnew', 'index:public.ix', false],
  ['ix_ccnew', 'index:app.ix', false],
  ['ix_ccold', 'index:public.ix', false],
  ['ix', 'index:public.ix', false],
  ['_ccnew', 'index:public.ix', false],
] as const)('that INVALID %s is left of a rebuild of %s: %s', ([name, index, isOne]) => {
  expect(isRebuildOf({ oid: '1', schema: 'public', name }, index)).toBe(isOne);
});
