import { expect, test } from 'vitest';
import { findUnlike, isThere } from '../../../lib/apply/find-there.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import { statement } from '../plan/statements.ts';

const create = statement('create table t (id int)', { causedBy: ['table:public.t'], provides: ['table:public.t'] });
const drift = (id: string, parts: Partial<Drift> = {}): Drift => ({
  kind: 'modified',
  id,
  expected: null,
  actual: null,
  severity: 'low',
  fingerprint: id,
  ...parts,
});

test.for([
  ['nothing differs', create, [], true],
  ['something else differs', create, [drift('table:public.u')], true],
  ['what it makes differs, if only in an attribute', create, [drift('table:public.t')], false],
  ['it is missing with its schema', create, [drift('schema:public', { includes: ['table:public.t'] })], false],
  ['only what it was made for differs', { ...create, provides: [] }, [drift('table:public.t')], false],
  ['it says of nothing that it makes it', statement('drop table t'), [], false],
] as const)('where %s, a statement is said to be done: %s', ([, made, drifts, isDone]) => {
  expect(isThere(made, drifts)).toBe(isDone);
  expect(findUnlike([made], drifts) === undefined).toBe(isDone);
});
