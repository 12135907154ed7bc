import { setTimeout as wait } from 'node:timers/promises';
import { applyPlan } from '../../../lib/apply/apply-plan.ts';
import type { ApplyReport } from '../../../lib/apply/apply-report.ts';
import { fingerprintCatalog } from '../../../lib/catalog/fingerprint.ts';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import type { Introspection, Session } from '../../../lib/engines/engine.ts';
import { rules } from '../../../lib/engines/postgres/rules/all-rules.ts';
import { openSession } from '../../../lib/engines/postgres/session.ts';
import type { HazardCode } from '../../../lib/plan/hazard.ts';
import { holdStatements } from '../../../lib/plan/hold-statements.ts';
import { makePlan, type PlanOptions } from '../../../lib/plan/make-plan.ts';
import type { Plan } from '../../../lib/plan/statement.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';

const driftRules: DriftRules = { ignore: [], unexpected: 'report' };

const noLimits = { maxStatements: Infinity, maxTableBytes: Infinity, isDryRun: false };

const connectOptions = {
  connectTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  statementTimeoutMs: 30_000,
  applicationName: 'driftline test',
};

/** An expected and an actual database on one server, and a session on the actual one. */
export interface RepairScene {
  readonly actual: TestDatabase;
  readonly expected: CatalogSnapshot;
  readonly session: Session;
  readonly look: () => Promise<Introspection>;
  readonly drifts: (actual: CatalogSnapshot) => readonly Drift[];
  readonly plan: (options?: PlanOptions) => Promise<Plan>;
  /** Applies a plan, or the one that fits now. */
  readonly apply: (options?: ApplyTestOptions) => Promise<ApplyReport>;
  /** The same databases, the actual one by another session. */
  readonly at: (url: string) => Promise<RepairScene>;
  readonly close: () => Promise<void>;
}

export interface ApplyTestOptions {
  readonly plan?: Plan;
  /** The plan that a person has approved: the one that fits now must be the same. */
  readonly reviewed?: Plan;
  /** Hazards that hold nothing back; `everything` lets also those pass that cannot be allowed. */
  readonly allow?: readonly HazardCode[] | 'everything';
  readonly signal?: AbortSignal;
  readonly timeouts?: PlanOptions;
  /** Told when the plan is made and nothing of it has run. */
  readonly whenPlanned?: () => void;
  /** What each comparison with the expectation waits for. */
  readonly comparing?: () => Promise<void>;
  /** Instead of waiting before another attempt. */
  readonly sleep?: () => Promise<void>;
}

/**
 * Makes two databases on the server of a major: one as the expectation wants it, one as it is.
 *
 * @param url where to repair, when that is not as the superuser of the actual database
 */
export async function setScene(
  major: number,
  expectedSql: string,
  actualSql: string,
  options: { readonly url?: (actual: TestDatabase) => Promise<string> } = {},
): Promise<RepairScene> {
  const wanted = await createDatabase(major, expectedSql);
  const expected = await readCatalog(wanted.url);
  await wanted.drop();
  const actual = await createDatabase(major, actualSql);
  const url = (await options.url?.(actual)) ?? actual.url;
  return openScene(url, actual, expected);
}

async function openScene(url: string, actual: TestDatabase, expected: CatalogSnapshot): Promise<RepairScene> {
  const session = await openSession({ url }, connectOptions);
  const compare = (snapshot: CatalogSnapshot) => compareCatalogs(expected, snapshot, driftRules);
  const drifts = (snapshot: CatalogSnapshot) => presentDrifts(compare(snapshot), new Set(), driftRules);
  const look = () => session.introspect();
  const planFrom = ({ snapshot }: Introspection, timeouts: PlanOptions = {}) => {
    const comparison = compare(snapshot);
    const catalogFingerprint = fingerprintCatalog(snapshot);
    return makePlan(drifts(snapshot), comparison.expected, comparison.actual, rules, {
      catalogFingerprint,
      ...timeouts,
    });
  };
  const apply = async ({
    plan,
    reviewed,
    allow = [],
    signal,
    timeouts,
    sleep,
    whenPlanned,
    comparing,
  }: ApplyTestOptions = {}) => {
    const before = await look();
    const whole = plan ?? planFrom(before, timeouts);
    const limits = { allow: allow === 'everything' ? [] : allow, ...noLimits };
    const judged = allow === 'everything' ? whole : holdStatements(whole, limits, { now: new Date(), tableBytes: {} });
    whenPlanned?.();
    return applyPlan(session, judged, {
      before,
      findDrifts: async (snapshot) => {
        await comparing?.();
        return drifts(snapshot);
      },
      ...(signal === undefined ? {} : { signal }),
      ...(reviewed === undefined ? {} : { reviewed }),
      now: () => new Date(),
      random: () => 0.5,
      sleep: sleep ?? ((ms, until) => wait(ms / 10, undefined, until === undefined ? {} : { signal: until })),
    });
  };
  return {
    actual,
    expected,
    session,
    look,
    drifts,
    plan: async (timeouts) => planFrom(await look(), timeouts),
    apply,
    at: (other) => openScene(other, actual, expected),
    close: async () => {
      await session.close();
      await actual.drop();
    },
  };
}

async function readCatalog(url: string): Promise<CatalogSnapshot> {
  const session = await openSession({ url }, connectOptions);
  try {
    return (await session.introspect({ withDependencies: true })).snapshot;
  } finally {
    await session.close();
  }
}

/** What became of each statement, in few words. */
export function outcomes({ results }: ApplyReport): readonly string[] {
  return results.map(({ outcome, statement }) => `${outcome}: ${statement.sql.split('\n')[0]}`);
}
