import { expect, test } from 'vitest';
import { causesOf } from '../../../lib/diff/causes.ts';
import type { Drift } from '../../../lib/diff/drift.ts';

const drift = (fingerprint: string, explainedBy?: string): Drift => ({
  kind: 'missing',
  id: `table:public.${fingerprint}`,
  expected: {},
  actual: null,
  severity: 'critical',
  ...(explainedBy === undefined ? {} : { explainedBy }),
  fingerprint,
});

test('what another drift explains does not stand for itself, unless that one is not told', () => {
  const [head, table, other] = [drift('head'), drift('table', 'head'), drift('other')];
  expect(causesOf([table, other, head])).toEqual([other, head]);
  expect(causesOf([table, other])).toEqual([table, other]);
});
