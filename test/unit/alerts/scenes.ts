import { type Alert, alertFor } from '../../../lib/alerts/alert.ts';
import { composeEntries } from '../../../lib/alerts/compose.ts';
import { routeChanges } from '../../../lib/alerts/route.ts';
import { type AlertSettings, noAlerts } from '../../../lib/alerts/settings.ts';
import { type Drift, fingerprintDrift } from '../../../lib/diff/drift.ts';
import type { Incidents } from '../../../lib/incidents/incident.ts';
import { sightOf } from '../../../lib/incidents/sight.ts';
import { transition } from '../../../lib/incidents/transition.ts';
import type { Plan, Statement } from '../../../lib/plan/statement.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';

const settings: AlertSettings = {
  ...noAlerts,
  channels: { ops: { kind: 'events', name: 'ops', bus: 'ops', isRedacted: false } },
  owners: [{ name: 'Content team', patterns: ['*:public.content_*'], slack: '<!subteam^S0123ABCD>' }],
  runbook: 'https://wiki.example.com/runbook?page=drift&part=1',
};

export function report(but: Partial<RunReport> = {}): RunReport {
  const { drifts = [] } = but;
  return {
    environment: 'prod',
    expectation: 'content',
    outcome: drifts.length > 0 ? 'drift' : 'inSync',
    drifts,
    values: [],
    repair: 'plan',
    diagnostics: [],
    coverage: { objects: 20, valueChecks: 0, valueChecksComplete: 0 },
    startedAt: '2026-03-01T10:00:00.000Z',
    tookMs: 41,
    ...but,
  };
}

export function missing(id: string, but: Partial<Drift> = {}): Drift {
  return {
    kind: 'missing',
    id,
    expected: {},
    actual: null,
    severity: 'critical',
    fingerprint: fingerprintDrift('missing', id),
    ...but,
  };
}

export function planOf(...statements: readonly (readonly [id: string, sql: string])[]): Plan {
  return {
    catalogFingerprint: 'c',
    statements: statements.map(
      ([id, sql]): Statement => ({
        sql,
        causedBy: [id],
        hazards: [],
        locks: [],
        transaction: 'inside',
        lockTimeoutMs: 2000,
        statementTimeoutMs: 30_000,
        provides: [],
        requires: [],
        sizedBy: [],
      }),
    ),
    unplanned: [],
  };
}

/** What the last of several runs, an hour apart, tells its one channel. */
export function lastAlert(...reports: readonly RunReport[]): Alert {
  let incidents: Incidents = {};
  let unseenRuns = 0;
  const alerts = reports.map((run, hour) => {
    const startedAt = new Date(Date.parse('2026-03-01T10:00:00Z') + hour * 3_600_000).toISOString();
    const its = { ...run, startedAt };
    unseenRuns = run.outcome === 'unknown' ? unseenRuns + 1 : 0;
    const { changed, changes } = transition({
      environment: run.environment,
      before: incidents,
      sight: sightOf(its),
      unseenRuns,
      isBaseline: false,
      rules: settings,
    });
    incidents = { ...incidents, ...changed };
    const { now } = routeChanges(changes, [], run.environment, settings, new Date(startedAt));
    const facts = {
      runId: `${startedAt}-4cd9b7`,
      reportPage:
        'https://eu-central-1.console.aws.amazon.com/s3/object/reports?prefix=reports%2F2026%2F03%2F01%2Frun.json.gz',
    };
    const [entry] = composeEntries(now, its, incidents, facts, settings);
    return entry === undefined ? undefined : alertFor(entry, 'ops');
  });
  const last = alerts.at(-1);
  if (last === undefined) throw new RangeError('the last run tells nothing');
  return last;
}

const plans = 'table:public.content_plans';
export const oneDrift = report({
  drifts: [
    missing(plans, {
      hint: 'The migration that makes it, 004_add_content_tables, has not been applied here: the head is 003_add_analytics_events.',
    }),
  ],
  plan: planOf([
    plans,
    "create table public.content_plans (id bigint generated always as identity not null, status character varying(20) not null default 'pending'::character varying, title text)",
  ]),
});

const kinds = ['critical', 'high', 'medium', 'low'] as const;
export const fortyDrifts = report({
  drifts: Array.from({ length: 40 }, (_, n) => {
    const id = n % 4 === 2 ? `index:public.ix_orders_${n}` : `column:public.orders.field_${n}`;
    return missing(id, { severity: kinds[n % 4] ?? 'low', hint: `Added by migration 0${n}_orders.` });
  }),
  plan: planOf(
    ...Array.from(
      { length: 40 },
      (_, n) => [`column:public.orders.field_${n}`, `alter table public.orders add column field_${n} text`] as const,
    ),
  ),
});

const evil =
  '<!channel> & <https://evil.example|click> `x` *b* \u202egnp.exe\u0000\n\r\nSubject: pwned\n<script>alert(1)</script>';
export const hostileDrift = report({
  environment: 'prod',
  drifts: [
    missing('table:public."<!channel> *.<script>"', { hint: `Beware: ${evil}` }),
    {
      kind: 'modified',
      id: 'column:public.users.bio',
      attribute: 'default',
      expected: "'draft'::text",
      actual: `'${evil}${'&'.repeat(400)}'`,
      severity: 'high',
      fingerprint: fingerprintDrift('modified', 'column:public.users.bio', 'default'),
    },
  ],
  plan: planOf(['column:public.users.bio', `alter table public.users alter column bio set default '\`\`\`${evil}'`]),
});

const repaired = report({
  driftsBefore: oneDrift.drifts,
  repair: 'safe',
  ...(oneDrift.plan === undefined ? {} : { plan: oneDrift.plan }),
  applied: {
    results: (oneDrift.plan?.statements ?? []).map((statement) => ({ statement, outcome: 'applied', tookMs: 12 })),
    tookMs: 14,
  },
});

const ends = [
  { outcome: 'applied', tookMs: 12 },
  { outcome: 'inDoubt', reason: 'no answer: the connection was lost', tookMs: 61_000 },
  {
    outcome: 'failed',
    reason: 'could not lock public.content_plans within 2 s (tried 5 times)',
    tookMs: 2_001,
    lockWaits: { times: 5, waitedMs: 10_004 },
  },
  { outcome: 'alreadyThere', reason: 'it came after the plan was made, just as planned', tookMs: 0 },
] as const;
const four = planOf(
  [plans, 'create table public.content_plans (id bigint)'],
  [plans, 'create index concurrently ix_plans on public.content_plans (id)'],
  [plans, 'alter table public.content_plans add column note text'],
  [plans, "alter type public.kind add value if not exists 'draft'"],
);

/** Others held what it needed, the connection died, and somebody else had done a part of it. */
const struggling = report({
  drifts: oneDrift.drifts,
  repair: 'safe',
  plan: four,
  applied: {
    results: four.statements.flatMap((statement, i) => {
      const end = ends[i];
      return end === undefined ? [] : [{ statement, ...end }];
    }),
    tookMs: 76_400,
  },
});

const unknown = report({
  outcome: 'unknown',
  diagnostics: [
    {
      level: 'error',
      code: 'connect-timeout',
      message: 'no answer from db.internal:5432 within 10 s',
      remedy: "Let the function's security group in on port 5432.",
    },
  ],
  coverage: { objects: 0, valueChecks: 1, valueChecksComplete: 0 },
});

/** Each with what its message is about. */
export const scenes: readonly (readonly [name: string, alert: Alert])[] = [
  ['one-drift', lastAlert(oneDrift)],
  ['forty-drifts', lastAlert(fortyDrifts)],
  ['hostile', lastAlert(hostileDrift)],
  ['repaired', lastAlert(repaired)],
  ['repair-in-trouble', lastAlert(struggling)],
  ['resolved', lastAlert(oneDrift, report())],
  ['unknown', lastAlert(unknown, unknown)],
];
