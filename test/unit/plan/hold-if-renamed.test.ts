import { expect, test } from 'vitest';
import { type Drift, fingerprintDrift } from '../../../lib/diff/drift.ts';
import { holdIfRenamed } from '../../../lib/plan/hold-if-renamed.ts';
import { selectSafe } from '../../../lib/plan/select-safe.ts';
import { statement } from './statements.ts';

const id = 'column:public.conversations.platform';

const missing: Drift = {
  kind: 'missing',
  id,
  expected: { type: 'text', isNullable: true },
  actual: null,
  severity: 'critical',
  fingerprint: fingerprintDrift('missing', id),
};

const mending = { statements: [statement('alter table conversations add column platform text', { causedBy: [id] })] };

test('a missing column is added when nothing resembles it', () => {
  expect(holdIfRenamed([missing], mending)).toEqual(mending);
});

test('a missing column waits for a person when one that resembles it is there', () => {
  const drift = { ...missing, resembles: 'column:public.conversations.platform_type' };
  const { statements } = holdIfRenamed([drift], mending);
  const { run, held } = selectSafe({ catalogFingerprint: '', statements, unplanned: [] });
  expect(run).toEqual([]);
  expect(held[0]?.reason).toMatch(/^LOOKS_RENAMED: public\.conversations\.platform_type /);
});

test('a missing index waits for a person when a constraint does its work', () => {
  const drift = { ...missing, id: 'index:public.ux', resembles: 'constraint:public.conversations.uq' };
  const { statements } = holdIfRenamed([drift], mending);
  const { run, held } = selectSafe({ catalogFingerprint: '', statements, unplanned: [] });
  expect(run).toEqual([]);
  expect(held[0]?.reason).toContain('public.conversations.uq is there and does the same');
});
