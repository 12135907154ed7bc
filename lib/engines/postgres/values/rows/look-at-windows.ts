import type { ScanMemory } from '../../../../values/scan-memory.ts';
import { sqlState, sqlStateOf } from '../../sqlstate.ts';
import type { Look } from '../look.ts';
import type { TablePart } from '../table-part.ts';
import { inReadOnlyTransaction } from '../value-client.ts';
import { aggregateSome, type FoundOnPages } from './aggregate-values.ts';
import { hideValues } from './hide-values.ts';
import { type MemoryLimits, type PageMemory, rememberFound } from './page-memory.ts';
import type { Pages } from './stray-rows.ts';
import { takeTurn } from './take-turn.ts';

export interface RollOptions {
  readonly look: Look;
  readonly lockTimeoutMs: number;
  /** What is left of the budget at this moment. */
  readonly leftMs: () => number;
  readonly memory: ScanMemory | undefined;
}

/** One part of the table on its way through a run. */
export interface Slot {
  readonly part: TablePart;
  memory: PageMemory;
  /** Dirty pages that this run has looked at again. */
  readonly fresh: Pages[];
  readonly passesBefore: number;
}

/** What a run learns as it goes. */
export interface Run {
  readonly options: RollOptions;
  readonly startedWithMs: number;
  pagesPerMs: number;
  /** Whether the pace was measured, in this run or an earlier one. */
  isPaceKnown: boolean;
  readonly memoryLimits: MemoryLimits;
  /** Pages looked at for the pass, those at the end included. */
  advanced: number;
  /** Why it ended early. */
  ended?: 'free text' | 'hindered';
}

/** How long one window may take: whoever wants to alter the table waits no longer for it. */
const longestWindowMs = 250;

/** Pages of the first window of all: a condition or an expression may be slow beyond all expectation. */
const firstPages = 4;

/** Windows to a run, where the longest would make them fewer. */
const windowsPerRun = 10;

/** How far beyond the budget a window that was begun in time may run. */
const graceShare = 0.1;

/** Looks at a run of pages in windows of bounded time, as far as the budget goes, and tells after each how far. */
export async function lookAtWindows(
  slot: Slot,
  run: Run,
  from: number,
  to: number,
  reached: (page: number) => void,
): Promise<void> {
  const windowMs = Math.min(longestWindowMs, run.startedWithMs / windowsPerRun);
  for (let page = from; page < to && run.ended === undefined; ) {
    const most = run.isPaceKnown ? run.pagesPerMs * windowMs : firstPages;
    const size = Math.max(1, Math.floor(Math.min(most, to - page)));
    if (run.options.leftMs() < size / run.pagesPerMs) return;
    const pages = { from: page, to: page + size };
    const started = performance.now();
    const found = await lookAtWindow(slot.part, run, pages);
    if (found === undefined) {
      // It was cut off, so it would have taken longer yet: the next run begins with less.
      keepPace(run, size, (performance.now() - started) * 4);
      return;
    }
    keepPace(run, size, performance.now() - started);
    const remembered = {
      strays: run.options.look.check.redact ? hideValues(found.strays) : found.strays,
      ...(found.extent === undefined ? {} : { extent: found.extent }),
      isPartial: found.rowsAreAtLeast || found.distinct > found.strays.length,
    };
    slot.memory = rememberFound(slot.memory, pages.from, pages.to, remembered, run.memoryLimits);
    page = pages.to;
    reached(page);
  }
}

/**
 * Windows that are served from memory and windows from the disk alternate: the pace follows halfway. It rises step by
 * step, and falls at once where it falls deep, since time that is spent cannot be had back.
 */
function keepPace(run: Run, pages: number, ms: number): void {
  const pace = pages / Math.max(0.1, ms);
  const isFollowed = run.isPaceKnown && pace > run.pagesPerMs / 4;
  run.pagesPerMs = isFollowed ? Math.min(run.pagesPerMs * 4, (run.pagesPerMs + pace) / 2) : pace;
  run.isPaceKnown = true;
}

/** Undefined when the run must end here: the time is over, or somebody else wants the table. */
async function lookAtWindow(part: TablePart, run: Run, pages: Pages): Promise<FoundOnPages | undefined> {
  const { look, lockTimeoutMs, leftMs } = run.options;
  const limits = { statementTimeoutMs: leftMs() + run.startedWithMs * graceShare, lockTimeoutMs };
  try {
    const found = await inReadOnlyTransaction(look.client, limits, async () =>
      (await takeTurn(look.client, lockTimeoutMs)) ? aggregateSome(look, part, pages) : undefined,
    );
    if (found === undefined || found === 'too many values') {
      run.ended = found === undefined ? 'hindered' : 'free text';
      return undefined;
    }
    return found;
  } catch (error) {
    const state = sqlStateOf(error);
    if (state !== sqlState.queryCanceled && state !== sqlState.lockNotAvailable) throw error;
    run.ended = 'hindered';
    return undefined;
  }
}
