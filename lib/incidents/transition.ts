import { compareNames } from '../catalog/normalize.ts';
import { severities } from '../diff/severity.ts';
import type { ChangeKind, Incident, IncidentChange, Incidents, Subject } from './incident.ts';
import { type Mute, muterOf } from './mute.ts';
import type { Sight } from './sight.ts';

/** When people are told. */
export interface TellingRules {
  /** How long after the last word of an open incident they are reminded. */
  readonly remindAfterMs: number;
  /** A drift that came or went as often as this within the time is flapping. */
  readonly flapping: { readonly changes: number; readonly withinMs: number };
  readonly mutes: readonly Mute[];
}

export interface TransitionInput {
  readonly environment: string;
  readonly before: Incidents;
  readonly sight: Sight;
  /** Runs in a row, this one included, in which not everything could be seen. */
  readonly unseenRuns: number;
  /** Whether what is there for the first time is known already, so that nobody is told. */
  readonly isBaseline: boolean;
  readonly rules: TellingRules;
}

export interface Transition {
  /** The incidents that became others, by fingerprint. */
  readonly changed: Incidents;
  /** What to tell, worst first. */
  readonly changes: readonly IncidentChange[];
}

/** After so many runs in a row an environment that cannot be seen is an incident: one may be an accident. */
const unseenRunsToOpen = 2;

/** Most incidents that one run changes: a record of it must fit into one transaction. The next run goes on. */
const mostChanged = 500;

/**
 * Moves an environment's incidents on by one run, and says what people are to be told.
 *
 * An incident keeps what is so apart from what people were told. A change is told when the two differ: so what a mute
 * held back is told when it ends, and what nobody was told of is never called resolved.
 */
export function transition(input: TransitionInput): Transition {
  const { before, sight, rules, environment } = input;
  const isMuted = muterOf(rules.mutes, environment, sight.at);
  const seen = new Map(subjectsOf(input).map((subject) => [subject.fingerprint, subject]));
  const repaired = new Map(sight.repaired.map((subject) => [subject.fingerprint, subject]));
  const isReminderDue = Object.values(before).some((it) => isDue(it, sight.at, rules) && !isMuted(it.subject.id));

  const steps = [...new Set([...Object.keys(before), ...seen.keys(), ...repaired.keys()])].flatMap((fingerprint) => {
    const was = before[fingerprint];
    const subject = seen.get(fingerprint) ?? repaired.get(fingerprint) ?? was?.subject;
    if (subject === undefined) return [];
    const step = moveOn(was, subject, {
      ...input,
      isThere: seen.has(fingerprint),
      isRepaired: repaired.has(fingerprint),
      isMuted: isMuted(subject.id),
      isReminderDue,
    });
    return step === undefined || isSame(was, step.incident) ? [] : [step];
  });
  const kept = steps.sort((a, b) => compareSteps(a.incident, b.incident)).slice(0, mostChanged);
  return {
    changed: Object.fromEntries(kept.map(({ incident }) => [incident.subject.fingerprint, incident])),
    changes: kept.flatMap(({ change }) => (change === undefined ? [] : [change])),
  };
}

function subjectsOf({ sight, unseenRuns, before }: TransitionInput): readonly Subject[] {
  const { present, unseen } = sight;
  if (unseen === undefined) return present;
  const isKnown = before[unseen.fingerprint]?.isPresent === true;
  return unseenRuns >= unseenRunsToOpen || isKnown ? [...present, unseen] : present;
}

interface Step {
  readonly incident: Incident;
  readonly change?: IncidentChange;
}

interface StepInput extends TransitionInput {
  readonly isThere: boolean;
  readonly isRepaired: boolean;
  readonly isMuted: boolean;
  readonly isReminderDue: boolean;
}

function moveOn(was: Incident | undefined, subject: Subject, input: StepInput): Step | undefined {
  const { sight, isThere, isRepaired, rules } = input;
  const isLookedAt = isThere || isRepaired || was === undefined || input.sight.wasLookedAt(was);
  const now = seenNow(was, subject, input, isLookedAt);
  if (now === undefined) return undefined;
  const flips = now.flips.filter((at) => Date.parse(sight.at) - Date.parse(at) < rules.flapping.withinMs);
  const isHeld = input.isMuted || now.isBaseline === true;
  const change = whatToTell({ ...now, flips }, input, isLookedAt, isHeld);
  return tell({ ...now, flips }, change, input, isHeld);
}

/** What is so, whatever people were told. Undefined for what is gone and was gone before. */
function seenNow(
  was: Incident | undefined,
  subject: Subject,
  { sight, isThere, isRepaired, isBaseline }: StepInput,
  isLookedAt: boolean,
): Incident | undefined {
  const before: Incident = was ?? {
    subject,
    state: 'resolved',
    isPresent: false,
    told: 'nothing',
    openedAt: sight.at,
    opened: 0,
    flips: [],
  };
  const comes = (isThere || isRepaired) && !before.isPresent;
  const goes = isRepaired || (!isThere && isLookedAt && before.isPresent);
  if (was === undefined && !comes) return undefined;
  const { isBaseline: wasBaseline, ...rest } = before;
  const { resolvedAt, ...open } = rest;
  return {
    ...(comes ? open : rest),
    subject: isThere ? subject : before.subject,
    isPresent: isThere || (before.isPresent && !goes),
    ...(comes ? { openedAt: sight.at, opened: before.opened + 1 } : {}),
    ...(goes ? { resolvedAt: sight.at } : {}),
    flips: [...before.flips, ...(comes ? [sight.at] : []), ...(goes ? [sight.at] : [])],
    // What is there before anybody watches stays untold until it is gone; what comes back is news.
    ...(!goes && (wasBaseline === true || (comes && isBaseline)) ? { isBaseline: true as const } : {}),
  };
}

function whatToTell(
  now: Incident,
  { rules, isRepaired, isReminderDue }: StepInput,
  isLookedAt: boolean,
  isHeld: boolean,
): ChangeKind | undefined {
  const isUnsteady = now.flips.length >= rules.flapping.changes;
  // Calm is a whole window without a single change, or a drift at the edge would begin to flap again and again.
  const isCalm = now.flips.length === 0;
  if (isHeld && now.isPresent) return undefined;
  switch (now.told) {
    case 'nothing':
      if (isHeld) return undefined;
      if (isUnsteady) return 'flapping';
      if (isRepaired) return 'repaired';
      if (!now.isPresent) return undefined;
      return now.opened > 1 ? 'reopened' : 'opened';
    case 'open':
      if (isUnsteady && !isHeld) return 'flapping';
      if (!now.isPresent) return 'resolved';
      return isReminderDue ? 'reminded' : undefined;
    case 'flapping':
      if (isCalm && isLookedAt) return now.isPresent ? 'reopened' : 'resolved';
      return isReminderDue && !isHeld ? 'reminded' : undefined;
  }
}

function tell(now: Incident, change: ChangeKind | undefined, input: StepInput, isHeld: boolean): Step {
  const { sight, environment, isRepaired } = input;
  const told = change === undefined ? now.told : toldBy(change, now.told);
  const isOver = !now.isPresent && told === 'nothing';
  const state = isOver ? 'resolved' : isHeld && now.isPresent ? 'muted' : 'open';
  const { toldAt, ...rest } = now;
  const lastTold = change !== undefined && told !== 'nothing' ? sight.at : toldAt;
  const incident = { ...rest, state, told, ...(lastTold === undefined ? {} : { toldAt: lastTold }) } satisfies Incident;
  if (change === undefined) return { incident };
  const isAccepted = sight.accepted.has(now.subject.fingerprint);
  return {
    incident,
    change: {
      change,
      subject: now.subject,
      at: sight.at,
      openedAt: now.openedAt,
      ...(isRepaired && change !== 'flapping' ? { isRepaired: true } : {}),
      ...(isAccepted && change === 'resolved' ? { isAccepted: true } : {}),
      id: `${environment}/${now.subject.fingerprint}/${sight.at}/${change}`,
    },
  };
}

function toldBy(change: ChangeKind, before: Incident['told']): Incident['told'] {
  switch (change) {
    case 'opened':
    case 'reopened':
      return 'open';
    case 'reminded':
      return before;
    case 'flapping':
      return 'flapping';
    case 'repaired':
    case 'resolved':
      return 'nothing';
  }
}

/** Whether people should hear again of what they know is there. */
function isDue({ told, toldAt, state }: Incident, at: string, { remindAfterMs }: TellingRules): boolean {
  if (told === 'nothing' || state === 'muted' || toldAt === undefined) return false;
  return Date.parse(at) - Date.parse(toldAt) >= remindAfterMs;
}

/** An incident of the same JSON: most are, hour after hour, and are not written again. */
function isSame(was: Incident | undefined, is: Incident): boolean {
  const sorted = (incident: Incident) =>
    JSON.stringify(Object.entries(incident).sort(([a], [b]) => compareNames(a, b)));
  return was !== undefined && sorted(was) === sorted(is);
}

function compareSteps(a: Incident, b: Incident): number {
  const bySeverity = severities.indexOf(a.subject.severity) - severities.indexOf(b.subject.severity);
  return (
    bySeverity || compareNames(a.subject.id, b.subject.id) || compareNames(a.subject.fingerprint, b.subject.fingerprint)
  );
}
