import { nameOf, type ObjectId } from '../catalog/object-id.ts';
import { isWithin, msLeftWithin, type TimeWindow } from '../time-window.ts';
import type { HazardCode } from './hazard.ts';
import { type Gate, hazardGate, selectSafe } from './select-safe.ts';
import type { Plan, Statement } from './statement.ts';

/** What a repair without a person may do in one environment. */
export interface RepairLimits {
  /** Hazards that hold no statement back. What loses data, rewrites a table or breaks clients always does. */
  readonly allow: readonly HazardCode[];
  /** When more statements than this would run, none does: so much drift looks like the wrong database. */
  readonly maxStatements: number;
  /** Statements whose time grows with a table run on tables up to this size, in bytes. */
  readonly maxTableBytes: number;
  /** The times at which statements run, and within which what grows with a table is to end; absent: always. */
  readonly window?: RepairWindow;
  /** Runs nothing, and says what would have run. */
  readonly isDryRun: boolean;
}

export interface RepairWindow {
  readonly times: readonly TimeWindow[];
  /** An IANA name. */
  readonly timeZone: string;
  /** As the configuration writes it, for people. */
  readonly text: string;
}

/** What a decision about a plan depends on besides the plan. */
export interface RepairMoment {
  readonly now: Date;
  /** What tables occupy now, in bytes. A table that is not listed holds back nothing. */
  readonly tableBytes: { readonly [table: ObjectId]: number };
  /** How long a repair may take; absent: as long as it needs. */
  readonly timeLeftMs?: number;
}

/**
 * How much of a table an index build or a validation is taken to get through in a second: what a small cloud database
 * with cold storage does. Too low only means that a person builds the index.
 */
const bytesPerSecond = 20 * 2 ** 20;

/** Marks the statements that wait for a person, each with the reason; the others may run by themselves. */
export function holdStatements(plan: Plan, limits: RepairLimits, moment: RepairMoment): Plan {
  const { run, held } = selectSafe(plan, [
    hazardGate(limits.allow),
    sizeGate(limits, moment),
    ...timeGates(limits, moment),
  ]);
  const reasons = new Map<Statement, string>(held.map(({ statement, reason }) => [statement, reason]));
  const whole = reasonForAll(run.length, limits, moment.now);
  return {
    ...plan,
    statements: plan.statements.map((statement) => {
      const reason = reasons.get(statement) ?? whole;
      return reason === undefined ? statement : { ...statement, held: reason };
    }),
  };
}

function sizeGate({ maxTableBytes }: RepairLimits, { tableBytes }: RepairMoment): Gate {
  return ({ sizedBy }) => {
    const big = sizedBy.find((table) => (tableBytes[table] ?? 0) > maxTableBytes);
    if (big === undefined) return undefined;
    return `${nameOf(big)} takes ${sizeInWords(tableBytes[big] ?? 0)}, and maxTableSize is ${sizeInWords(maxTableBytes)}`;
  };
}

/** Nothing is begun that would outlast the run or the window: what was chosen before takes its share of the time. */
function timeGates({ window }: RepairLimits, { now, timeLeftMs, tableBytes }: RepairMoment): readonly Gate[] {
  const secondsOf = ({ sizedBy }: Statement) =>
    sizedBy.reduce((sum, table) => sum + (tableBytes[table] ?? 0), 0) / bytesPerSecond;
  const gate =
    (leftMs: number, of: string): Gate =>
    (statement, chosen) => {
      const seconds = secondsOf(statement);
      if (seconds === 0) return undefined;
      const left = leftMs / 1000 - chosen.reduce((sum, each) => sum + secondsOf(each), 0);
      if (seconds <= left) return undefined;
      return `it may take ${Math.ceil(seconds)} s, and ${Math.max(0, Math.floor(left))} s are left to this ${of}`;
    };
  const inWindowMs = window === undefined ? 0 : msLeftWithin(window.times, window.timeZone, now);
  return [
    ...(timeLeftMs === undefined ? [] : [gate(timeLeftMs, 'run')]),
    ...(inWindowMs === 0 ? [] : [gate(inWindowMs, 'window')]),
  ];
}

function reasonForAll(count: number, limits: RepairLimits, now: Date): string | undefined {
  const { maxStatements, window, isDryRun } = limits;
  if (count > maxStatements) return `${count} statements would run, and maxStatements is ${maxStatements}`;
  if (window !== undefined && !isWithin(window.times, window.timeZone, now)) {
    return `repairs wait for their window: ${window.text}`;
  }
  return isDryRun ? 'it would have run, if dryRun were off' : undefined;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `3.4 GB`, in powers of 1024 as PostgreSQL counts. */
export function sizeInWords(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const amount = bytes / 1024 ** power;
  return `${amount < 10 && power > 0 ? Math.round(amount * 10) / 10 : Math.round(amount)} ${units[power]}`;
}
