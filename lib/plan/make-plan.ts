import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import { compareNames } from '../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import { describeRemade } from './describe-remade.ts';
import { holdForStrangers } from './hold-for-strangers.ts';
import { holdIfRenamed } from './hold-if-renamed.ts';
import { leaveOutImpossible } from './leave-out-impossible.ts';
import { orderStatements } from './order.ts';
import { ruleOf, withRebuilds } from './rebuild-dependents.ts';
import type { Mending, Rule, RuleContext } from './rule.ts';
import type { Plan, Statement } from './statement.ts';

/** How long the statements of a plan may wait and run. */
export interface PlanOptions {
  /**
   * Fingerprint of the catalog that the plan is bound to.
   *
   * @default that of `actual`
   */
  readonly catalogFingerprint?: string;
  /**
   * All that the database holds, also what was not compared: for what depends on something that goes, and for the owner,
   * grants and comment of what is made anew.
   *
   * @default what was compared
   */
  readonly wholeActual?: CatalogSnapshot;
  /**
   * Longest wait of a statement for its locks: for as long, it makes others wait behind it.
   *
   * @default 2 seconds
   */
  readonly lockTimeoutMs?: number;
  /**
   * Longest run of a statement that touches no rows.
   *
   * @default 30 seconds
   */
  readonly statementTimeoutMs?: number;
  /**
   * Longest run of a statement whose time grows with a table: an index build, a validation.
   *
   * @default 10 minutes
   */
  readonly buildTimeoutMs?: number;
}

/**
 * Turns drifts into the statements that mend them, in an order in which they can run, each once. What no statement
 * mends is in `unplanned` with the reason: every drift is in one of the two, or partly in both.
 *
 * @param drifts as they are reported: children folded into their missing parent
 * @param expected the expected catalog as it was compared, with its dependencies
 * @param actual the actual catalog as it was compared
 */
export function makePlan(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  rules: readonly Rule[],
  options: PlanOptions = {},
): Plan {
  const created = new Set(
    drifts.filter((drift) => drift.kind === 'missing').flatMap((drift) => [drift.id, ...(drift.includes ?? [])]),
  );
  const otherNames = new Map(
    drifts.flatMap(({ kind, id, actual: now }) => (kind === 'renamed' ? [[id, String(now)] as const] : [])),
  );
  const differing = new Set(drifts.map(({ id, attribute = '' }) => `${attribute} ${id}`));
  const context: RuleContext = {
    expected,
    actual,
    isCreated: (id) => created.has(id),
    differs: (id, attribute) => differing.has(`${attribute} ${id}`),
    presentId: (id) => otherNames.get(id) ?? id,
    lockTimeoutMs: options.lockTimeoutMs ?? 2_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    buildTimeoutMs: options.buildTimeoutMs ?? 600_000,
  };
  const byObject = groupByObject(drifts);
  const mendings = withRebuilds(
    byObject.map(([first, ...rest]) => {
      const group = [first, ...rest] as const;
      return { id: first.id, mending: holdIfRenamed(group, mend(group, rules, context)) };
    }),
    rules,
    context,
  );
  const whole = options.wholeActual ?? actual;
  const described = describeRemade(
    mendings.map(({ statements }) => statements),
    whole,
    rules,
    context,
  );
  const [groups, impossible] = leaveOutImpossible(dropDuplicates(described), {
    expected,
    actual,
    whole,
    drifts,
  });
  const statements = holdForStrangers(orderStatements(groups, actual), expected, whole, rules);
  const unplanned = [...mendings.flatMap((mending) => mending.unplanned ?? []), ...impossible];
  return {
    catalogFingerprint: options.catalogFingerprint ?? fingerprintCatalog(actual),
    statements,
    unplanned: [...unplanned, ...unanswered(byObject, statements, unplanned)].sort((a, b) => compareNames(a.id, b.id)),
  };
}

function groupByObject(drifts: readonly Drift[]): readonly (readonly [Drift, ...Drift[]])[] {
  const groups = new Map<ObjectId, [Drift, ...Drift[]]>();
  for (const drift of drifts) {
    const group = groups.get(drift.id);
    if (group) group.push(drift);
    else groups.set(drift.id, [drift]);
  }
  return [...groups].sort(([a], [b]) => compareNames(a, b)).map(([, group]) => group);
}

function mend(drifts: readonly [Drift, ...Drift[]], rules: readonly Rule[], context: RuleContext): Mending {
  const [{ id }] = drifts;
  const rule = ruleOf(id, rules);
  return rule?.mend(drifts, context) ?? { statements: [], unplanned: [{ id, reason: noRule(kindOf(id)) }] };
}

function noRule(kind: string): string {
  return `no rule mends the drift of a ${kind} yet`;
}

/** Two drifts may ask for the same statement; it runs once, in the name of both. */
function dropDuplicates(groups: readonly (readonly Statement[])[]): readonly (readonly Statement[])[] {
  const causes = new Map<string, Set<ObjectId>>();
  for (const { sql, causedBy } of groups.flat()) {
    causes.set(sql, new Set([...(causes.get(sql) ?? []), ...causedBy]));
  }
  const seen = new Set<string>();
  return groups.map((group) =>
    group
      .filter(({ sql }) => !seen.has(sql) && seen.add(sql))
      .map((statement) => ({ ...statement, causedBy: [...(causes.get(statement.sql) ?? [])].sort(compareNames) })),
  );
}

/** No drift disappears: one that a rule passed over in silence is said to be left. */
function unanswered(
  groups: readonly (readonly [Drift, ...Drift[]])[],
  statements: readonly Statement[],
  unplanned: Plan['unplanned'],
): Plan['unplanned'] {
  const answered = new Set([...statements.flatMap(({ causedBy }) => causedBy), ...unplanned.map(({ id }) => id)]);
  return groups
    .map(([{ id }]) => id)
    .filter((id) => !answered.has(id))
    .map((id) => ({ id, reason: noRule(kindOf(id)) }));
}
