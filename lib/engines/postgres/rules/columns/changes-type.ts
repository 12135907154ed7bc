import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';

/** What of a column PostgreSQL changes only with all that stands on the column, or by making the column anew. */
const ofValues = ['type', 'collation', 'generated', 'generatedAs'];

/**
 * Whether an object stands, before or after, on a column whose type changes. Its old form may not outlive the change and
 * its new one cannot come before it, so that there is no moment with both.
 */
export function standsOnChangingColumn(id: ObjectId, { expected, actual, differs }: RuleContext): boolean {
  const needs = [...(expected.dependencies[id] ?? []), ...(actual.dependencies[id] ?? [])];
  return needs.some((need) => kindOf(need) === 'column' && ofValues.some((attribute) => differs(need, attribute)));
}
