import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import { equalJson } from '../catalog/normalize.ts';
import type { CatalogSnapshot, Json } from '../catalog/snapshot.ts';
import type { Refusal } from '../engines/repair.ts';
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
  const differs =
    before.find((statement, i) => !equalJson(asJson(statement), asJson(after[i]))) ?? after[before.length];
  if (differs === undefined) return undefined;
  const held = now.statements.find(({ sql }) => sql === differs.sql)?.held;
  const isSameText = after[before.indexOf(differs)]?.sql === differs.sql;
  return {
    code: 'plan-changed',
    reason:
      held !== undefined
        ? `a statement of the plan would not run now: ${held}`
        : isSameText
          ? `this statement would not run as it was reviewed, with the same hazards, locks and timeouts: ${differs.sql}`
          : `the plan is another one now, from this statement on: ${differs.sql}`,
    remedy: 'The expectation, the configuration or Driftline has changed. Make the plan anew, and review that.',
  };
}

/** It is plain data, which a type of named properties does not say. */
function asJson(statement: Statement | undefined): Json | undefined {
  return statement as unknown as Json | undefined;
}

function runnable({ statements }: Plan): readonly Statement[] {
  return statements.filter(({ held }) => held === undefined);
}
