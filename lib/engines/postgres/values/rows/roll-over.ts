import { formatObjectId } from '../../../../catalog/object-id.ts';
import type { ScanMemory } from '../../../../values/scan-memory.ts';
import type { StrayValue } from '../../../../values/value-check.ts';
import type { Found } from '../look.ts';
import type { TablePart } from '../table-part.ts';
import { ask, inReadOnlyTransaction } from '../value-client.ts';
import { findCommonStrays } from './common-strays.ts';
import { lookAtWindows, type RollOptions, type Run, type Slot } from './look-at-windows.ts';
import { addStrays, advanceTo, cutTo, freshMemory, limitsFor, type PageMemory, seenPages } from './page-memory.ts';
import { pagesForRun, planRuns, type RunPlan } from './plan-runs.ts';

/** How far a rolling scan has come, and what it knows. */
export interface Rolled {
  readonly found: Found;
  /** Part of the pages that have been looked at in this run or an earlier one, 0 to 1. */
  readonly coverage: number;
  readonly memory: ScanMemory;
  /** Runs after this one until every page has been looked at; absent when all have been. */
  readonly runsToGo?: number;
}

/** The shape of a ScanMemory that this engine writes. */
type RollMemory = {
  readonly pagesPerMs: number;
  /** Absent while no page has been looked at. */
  readonly plan?: RunPlan;
  readonly parts: { readonly [table: string]: PageMemory };
};

/** What another version has left is no more than a reason to begin anew. */
function isRollMemory(memory: ScanMemory | undefined): memory is RollMemory {
  return typeof memory?.pagesPerMs === 'number' && typeof memory.parts === 'object' && memory.parts !== null;
}

/** Pages a millisecond from a disk that nobody has measured yet. */
const coldPagesPerMs = 8;

/** Part of a run that may go into looking again at pages that were dirty. */
const recheckShare = 0.5;

/** Part of a run that may go into looking for values that the statistics name. */
const statisticsShare = 0.05;

/**
 * Looks at as many pages as the time allows, window by window, each in a transaction of its own, and goes on in the
 * next run where this one stopped. In this order: pages on which stray rows were known, pages that were added at the
 * end since, then the pass itself, part by part.
 *
 * A pass is spread evenly over the runs that the first one shows to be needed, so that the load is the same in every
 * run. A pass is no snapshot: a row that moves from a page ahead to one behind while the pass goes on is seen in the
 * next.
 */
export async function rollOver(parts: readonly TablePart[], options: RollOptions): Promise<Rolled | 'too many values'> {
  const earlier = isRollMemory(options.memory) ? options.memory : undefined;
  const slots = parts.map((part): Slot => {
    const memory = earlier?.parts[nameOf(part)];
    const known = memory?.fileNode === part.fileNode ? cutTo(memory, part.pages) : freshMemory(part.fileNode);
    return { part, memory: known, fresh: [], passesBefore: known.passes };
  });
  const run: Run = {
    options,
    startedWithMs: options.leftMs(),
    pagesPerMs: earlier?.pagesPerMs ?? coldPagesPerMs,
    isPaceKnown: earlier !== undefined,
    memoryLimits: limitsFor(parts.length),
    advanced: 0,
  };
  const early = await findEarlyStrays(slots, run);
  await lookAgain(slots, run);
  await lookAtAdded(slots, run);
  await goOn(slots, run, earlier?.plan);
  if (run.ended === 'free text') return 'too many values';
  await dropRewritten(slots, run);
  return describe(slots, run, early, earlier?.plan);
}

/** What a first pass may take many runs to reach, the statistics may show at once. */
async function findEarlyStrays(
  slots: readonly Slot[],
  { options, startedWithMs }: Run,
): Promise<readonly StrayValue[]> {
  const { look, lockTimeoutMs } = options;
  const slot = slots.find(({ memory, part }) => memory.passes === 0 && part.kind === 'r');
  if (look.column === null || slot === undefined) return [];
  const limitMs = startedWithMs * statisticsShare;
  return inReadOnlyTransaction(look.client, { statementTimeoutMs: limitMs * 2, lockTimeoutMs }, () =>
    findCommonStrays(look, slot.part, limitMs / 5),
  );
}

async function lookAgain(slots: readonly Slot[], run: Run): Promise<void> {
  const until = run.options.leftMs() - run.startedWithMs * recheckShare;
  for (const slot of slots) {
    for (const { first, last } of slot.memory.dirty) {
      const pages = last + 1 - first;
      if (run.ended !== undefined || run.options.leftMs() - pages / run.pagesPerMs < until) continue;
      await lookAtWindows(slot, run, first, last + 1, (to) => slot.fresh.push({ from: first, to }));
    }
  }
}

/** Tables grow at their end, and what is wrong is mostly new. */
async function lookAtAdded(slots: readonly Slot[], run: Run): Promise<void> {
  for (const slot of slots) {
    if (slot.memory.passes === 0) continue;
    await lookAtWindows(slot, run, slot.memory.seenEnd, slot.part.pages, (to) => {
      slot.memory = { ...slot.memory, seenEnd: to };
    });
  }
}

/** Goes on with the pass: the parts that were gone through least often first, none of them twice. */
async function goOn(slots: readonly Slot[], run: Run, plan: RunPlan | undefined): Promise<void> {
  const total = pagesOf(slots);
  let left = pagesForRun(plan, total, seenOf(slots));
  const isDue = (slot: Slot) => slot.memory.passes === slot.passesBefore;
  for (const slot of [...slots].sort((a, b) => a.memory.passes - b.memory.passes)) {
    while (run.ended === undefined && isDue(slot) && (left > 0 || slot.memory.next >= slot.part.pages)) {
      const from = slot.memory.next;
      const skipped = slot.fresh.find((pages) => pages.from <= from && from < pages.to);
      const ahead = slot.fresh.filter((pages) => pages.from > from).map((pages) => pages.from);
      const to = skipped?.to ?? Math.min(slot.part.pages, from + left, ...ahead);
      let reached = to;
      if (skipped === undefined) {
        reached = from;
        await lookAtWindows(slot, run, from, to, (page) => {
          reached = page;
        });
        if (reached < to && run.ended === undefined) run.ended = 'hindered';
      }
      run.advanced += reached - from;
      left -= reached - from;
      slot.memory = advanceTo(slot.memory, reached, slot.part.pages);
    }
  }
}

/** A part that was rewritten under our eyes has other pages now than those that we looked at. */
async function dropRewritten(slots: readonly Slot[], { options }: Run): Promise<void> {
  const files = await ask<{ oid: number; file: number }>(
    options.look.client,
    `select c.oid::bigint::float8 as oid, coalesce(pg_relation_filenode(c.oid), 0)::bigint::float8 as file
    from pg_catalog.pg_class c
    where c.oid = any ($1::oid[])`,
    slots.map(({ part }) => part.oid),
  );
  for (const slot of slots) {
    const now = files.find(({ oid }) => oid === slot.part.oid)?.file ?? 0;
    if (now !== slot.memory.fileNode) slot.memory = freshMemory(now);
  }
}

function describe(
  slots: readonly Slot[],
  run: Run,
  early: readonly StrayValue[],
  earlierPlan: RunPlan | undefined,
): Rolled {
  const total = pagesOf(slots);
  const seen = seenOf(slots);
  const isComplete = slots.every(({ memory }) => memory.passes > 0) && seen >= total;
  const plan = planRuns(earlierPlan, { total, seen, advanced: run.advanced, isComplete });
  const dirty = slots.flatMap(({ memory }) => memory.dirty);
  const remembered = addStrays(dirty);
  const isPartial = dirty.some((pages) => pages.isPartial);
  const known: readonly StrayValue[] = remembered.map((stray) => ({
    ...stray,
    rowsAreAtLeast: isPartial || !isComplete,
  }));
  const strays = [...known, ...early.filter((stray) => !known.some(({ value }) => value === stray.value))];
  return {
    found: {
      strays,
      distinct: strays.length,
      distinctIsAtLeast: isPartial || (!isComplete && strays.length > 0),
      rows: strays.reduce((sum, stray) => sum + stray.rows, 0),
      rowsAreAtLeast: isPartial || !isComplete,
    },
    coverage: isComplete ? 1 : total === 0 ? 0 : Math.min(seen / total, 0.9999),
    memory: {
      pagesPerMs: run.pagesPerMs,
      ...(plan === undefined ? {} : { plan }),
      parts: Object.fromEntries(slots.map(({ part, memory }) => [nameOf(part), memory])),
    } satisfies RollMemory,
    ...(plan === undefined || plan.runsToGo === 0 ? {} : { runsToGo: plan.runsToGo }),
  };
}

function pagesOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { part }) => sum + part.pages, 0);
}

function seenOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { part, memory }) => sum + seenPages(memory, part.pages), 0);
}

function nameOf(part: TablePart): string {
  return formatObjectId('table', [part.schema, part.name]);
}
