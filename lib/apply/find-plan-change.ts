import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Refusal } from '../engines/engine.ts';
import type { Plan, Statement } from '../plan/statement.ts';

/**
 * Why a plan that a person has seen is not the one that would run now: the catalog has changed since, or the rules by
 * which the plan is made have. Nothing when the same statements would run, in the same order.
 */
export function findPlanChange(reviewed: Plan, now: Plan, actual: CatalogSnapshot): Refusal | undefined {
  if (reviewed.catalogFingerprint !== fingerprintCatalog(actual)) {
    return {
      code: 'catalog-changed',
      reason: 'the catalog has changed since the plan was made',
      remedy: 'Make the plan anew, and review that.',
    };
  }
  const [before, after] = [runnable(reviewed), runnable(now)];
  const differs = before.find(({ sql }, i) => sql !== after[i]?.sql) ?? after[before.length];
  if (differs === undefined) return undefined;
  const held = now.statements.find(({ sql }) => sql === differs.sql)?.held;
  return {
    code: 'plan-changed',
    reason:
      held === undefined
        ? `the plan is another one now, from this statement on: ${differs.sql}`
        : `a statement of the plan would not run now: ${held}`,
    remedy: 'The expectation, the configuration or Driftline has changed. Make the plan anew, and review that.',
  };
}

function runnable({ statements }: Plan): readonly Statement[] {
  return statements.filter(({ held }) => held === undefined);
}
