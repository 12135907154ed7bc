import { nameOf } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import { type Drift, fingerprintDrift } from '../diff/drift.ts';
import type { Severity } from '../diff/severity.ts';
import { writeText } from './sql-text.ts';
import type { ConstraintVerdict, ValueCheck } from './value-check.ts';

/**
 * Drift between what the database's own constraints allow and what is accepted. An accepted value that they reject
 * breaks the next write of it; a value too many does no harm until somebody writes it. Of a set that was read from
 * the expectation's own constraint only the first is told: the second is that constraint's drift.
 */
export function judgeConstraint(
  check: ValueCheck,
  verdict: ConstraintVerdict | undefined,
  expected: CatalogSnapshot,
): readonly Drift[] {
  if (verdict === undefined) return [];
  if (verdict.rejects.length > 0) return [driftOf(check, verdict, 'critical', rejectHint(verdict, expected))];
  if (verdict.permits.length === 0 || check.derivedFrom !== undefined) return [];
  return [driftOf(check, verdict, 'low', permitHint(verdict))];
}

function driftOf(check: ValueCheck, verdict: ConstraintVerdict, severity: Severity, hint: string): Drift {
  return {
    kind: 'modified',
    id: check.column,
    attribute: 'allowedValues',
    expected: check.accept,
    actual: verdict.allows ?? check.accept.filter((value) => !verdict.rejects.includes(value)),
    severity,
    hint,
    fingerprint: fingerprintDrift('modified', check.column, 'allowedValues'),
  };
}

function rejectHint({ by, rejects }: ConstraintVerdict, expected: CatalogSnapshot): string {
  const isPromised = by.every((id) => id in expected.objects);
  const remedy = isPromised ? ' The expectation promises it too: write a migration if that is out of date.' : '';
  return `The next insert of ${listOf(rejects)} fails: ${by.map(nameOf).join(', ')} does not allow it.${remedy}`;
}

function permitHint({ by, permits }: ConstraintVerdict): string {
  return `${by.map(nameOf).join(', ')} also allows ${listOf(permits)}, which is not accepted.`;
}

const listedValues = 5;

function listOf(values: readonly string[]): string {
  const listed = values.slice(0, listedValues).map(writeText).join(', ');
  return values.length > listedValues ? `${listed} and ${values.length - listedValues} more` : listed;
}
