import { z } from 'zod';
import { durationPattern, parseSpan } from '../../lib/config/duration.ts';
import { didYouMean } from '../../lib/config/nearest-name.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { endOfMute, type MuteRequest, mutePattern } from '../../lib/incidents/record-mute.ts';
import { type RepairPolicy, repairPolicies } from '../../lib/plan/statement.ts';

/** What a function is asked to do. */
export type CheckEvent =
  | {
      readonly kind: 'check';
      /** Absent: all. */
      readonly environments?: readonly string[];
      /** The most that may be done about drift; each environment's own policy may allow less. */
      readonly repair: RepairPolicy;
      readonly notify: boolean;
      /** What is found is known already: people are told of what comes later only. */
      readonly isBaseline?: true;
      /** Present when the scheduler asks. */
      readonly scheduled?: { readonly time: string; readonly executionId: string };
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'mute'; readonly mute: MuteRequest };

const muteShape = z.strictObject({
  pattern: z.string().regex(mutePattern),
  environments: z.array(z.string().min(1)).min(1).optional(),
  reason: z.string().trim().min(1).max(500),
  until: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  for: z.string().regex(durationPattern).optional(),
});

const shape = z.strictObject({
  environments: z.array(z.string().min(1)).min(1).optional(),
  repair: z.enum(repairPolicies).optional(),
  notify: z.boolean().optional(),
  scheduledTime: z.iso.datetime({ offset: true }).optional(),
  executionId: z.string().min(1).max(256).optional(),
  list: z.literal('environments').optional(),
  baseline: z.boolean().optional(),
  mute: muteShape.optional(),
});

/** Each key with what it takes, as an answer to whoever got one wrong. */
const allowed: { readonly [key in keyof z.infer<typeof shape>]-?: string } = {
  environments: 'a list of environment names; absent: all',
  repair: `${repairPolicies.map((policy) => `"${policy}"`).join(', ')}; absent: "plan", which changes nothing`,
  notify: 'true or false; absent: true',
  scheduledTime: 'an ISO 8601 time; set by the schedule, together with executionId',
  executionId: 'a text; set by the schedule',
  list: '"environments", alone: answers with their names and checks nothing',
  baseline: 'true: what is found is known already, and nobody is told of it; absent: false',
  mute:
    '{"pattern": "table:public.tmp_*", "reason": why, "until": "2027-01-31" or "for": "24h", "environments": names or ' +
    'absent}, alone: nobody is told of these drifts for a while',
};

/**
 * Reads what the function was invoked with. `{}`, and nothing at all, check everything and change nothing.
 *
 * @throws DriftlineError `invalid-event`, with a list of what is allowed
 */
export function readEvent(raw: unknown): CheckEvent {
  const read = shape.safeParse(withoutContext(raw ?? {}));
  if (!read.success) throw invalidEvent(read.error.issues.map(explain).join('; '));
  const { environments, repair = 'plan', notify = true, baseline = false, scheduledTime, executionId } = read.data;
  const { list, mute } = read.data;
  if (list !== undefined) {
    if (Object.keys(read.data).length > 1) throw invalidEvent('list takes no other key beside it');
    return { kind: 'list' };
  }
  if (mute !== undefined) {
    if (Object.keys(read.data).length > 1) throw invalidEvent('mute takes no other key beside it');
    return { kind: 'mute', mute: readMute(mute) };
  }
  if ((scheduledTime === undefined) !== (executionId === undefined)) {
    throw invalidEvent('scheduledTime and executionId come together or not at all');
  }
  return {
    kind: 'check',
    ...(environments === undefined ? {} : { environments: [...new Set(environments)] }),
    repair,
    notify,
    ...(baseline ? { isBaseline: true as const } : {}),
    ...(scheduledTime === undefined || executionId === undefined
      ? {}
      : { scheduled: { time: new Date(scheduledTime).toISOString(), executionId } }),
  };
}

function readMute({ pattern, environments, reason, until, for: span }: z.infer<typeof muteShape>): MuteRequest {
  if ((until === undefined) === (span === undefined)) throw invalidEvent('a mute takes either "until" or "for"');
  const end = until === undefined ? { forMs: parseSpan(span ?? '') } : { at: endOfMute(until) };
  return { pattern, ...(environments === undefined ? {} : { environments }), reason, until: end };
}

/** A button of the console's dashboard sends along where it stands. */
function withoutContext(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('widgetContext' in raw)) return raw;
  const { widgetContext: _, ...asked } = raw;
  return asked;
}

/** @throws DriftlineError `unknown-environment`, with those that there are */
export function requireKnown(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new DriftlineError(
    'unknown-environment',
    `no environment is called ${unknown.map((name) => `"${name}" (${didYouMean(name, known)})`).join(', ')}`,
    { remedy: `Known environments: ${known.join(', ') || 'none'}.` },
  );
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `unknown key "${key}", ${didYouMean(key, Object.keys(allowed))}`).join('; ');
  }
  const [key] = issue.path;
  return key === undefined ? 'the event must be a JSON object' : `"${String(key)}" is not as it must be`;
}

function invalidEvent(what: string): DriftlineError {
  const list = Object.entries(allowed).map(([key, takes]) => `${key}: ${takes}`);
  return new DriftlineError('invalid-event', `${what}. Allowed: ${list.join(' | ')}`);
}
