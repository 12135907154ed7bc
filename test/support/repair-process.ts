import { json } from 'node:stream/consumers';
import { applyPlan } from '../../lib/apply/apply-plan.ts';
import { fingerprintCatalog } from '../../lib/catalog/fingerprint.ts';
import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../lib/diff/find-drifts.ts';
import { rules } from '../../lib/engines/postgres/rules/all-rules.ts';
import { openSession } from '../../lib/engines/postgres/session.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';

/** What a repair in a process of its own is to do; given as JSON on standard input. */
export interface RepairRequest {
  readonly url: string;
  readonly expected: CatalogSnapshot;
}

/** Repairs a database without asking, and without a hand on the process until it ends or is ended. */
const { url, expected } = (await json(process.stdin)) as RepairRequest;
const session = await openSession(
  { url },
  { connectTimeoutMs: 5_000, lockTimeoutMs: 2_000, statementTimeoutMs: 30_000, applicationName: 'driftline test' },
);
const driftRules = { ignore: [], unexpected: 'report' } as const;
const compare = (snapshot: CatalogSnapshot) => compareCatalogs(expected, snapshot, driftRules);
const drifts = (snapshot: CatalogSnapshot) => presentDrifts(compare(snapshot), new Set(), driftRules);
const before = await session.introspect();
const compared = compare(before.snapshot);
const plan = makePlan(drifts(before.snapshot), compared.expected, compared.actual, rules, {
  catalogFingerprint: fingerprintCatalog(before.snapshot),
});
const { results } = await applyPlan(session, plan, {
  before,
  findDrifts: async (snapshot) => drifts(snapshot),
  now: () => new Date(),
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
await session.close();
process.stdout.write(results.map(({ outcome }) => outcome).join(' '));
