import type { StrayValue } from '../../../../values/value-check.ts';

/** Pages of a heap, the last one included, and the stray values that their rows held when last looked at. */
export type DirtyPages = {
  readonly first: number;
  readonly last: number;
  readonly strays: readonly RememberedStray[];
  /** More rows or values than are remembered. */
  readonly isPartial: boolean;
};

export type RememberedStray = { readonly value: string | null; readonly length?: number; readonly rows: number };

/**
 * What a rolling scan remembers of one part of a table. Pages from 0 up to `next` have been looked at in this pass;
 * those up to `seenEnd` in this or an earlier one.
 */
export type PageMemory = {
  /** The file that the pages belong to: after a rewrite they are other pages. */
  readonly fileNode: number;
  readonly next: number;
  readonly seenEnd: number;
  /** Passes through the whole part that have been finished. */
  readonly passes: number;
  /** In page order, not overlapping. */
  readonly dirty: readonly DirtyPages[];
};

/** What one look at a run of pages found. */
export interface PagesFound {
  readonly strays: readonly StrayValue[];
  /** The pages between which all stray rows lie; absent when there are none. */
  readonly extent?: { readonly first: number; readonly last: number };
  readonly isPartial: boolean;
}

/** How much is remembered of each part of a table. */
export interface MemoryLimits {
  /** Runs of dirty pages; beyond, the nearest neighbours are remembered as one. */
  readonly runs: number;
  /** Values of each run. */
  readonly values: number;
}

const rememberedRuns = 24;
const rememberedValues = 20;

/** A table in many parts remembers less of each, so that what is kept of the whole stays small. */
export function limitsFor(parts: number): MemoryLimits {
  const runs = Math.max(1, Math.floor(rememberedRuns / Math.max(1, parts)));
  const values = Math.max(1, Math.floor((rememberedRuns * rememberedValues) / Math.max(rememberedRuns, parts * runs)));
  return { runs, values };
}

/** Most characters of a value that are remembered, so that what is kept stays small whatever the table holds. */
const rememberedCharacters = 100;

export function freshMemory(fileNode: number): PageMemory {
  return { fileNode, next: 0, seenEnd: 0, passes: 0, dirty: [] };
}

/** Forgets what lies beyond the end of a heap that has shrunk. */
export function cutTo(memory: PageMemory, pages: number): PageMemory {
  if (memory.seenEnd <= pages && memory.next <= pages) return memory;
  return {
    ...memory,
    next: Math.min(memory.next, pages),
    seenEnd: Math.min(memory.seenEnd, pages),
    dirty: memory.dirty
      .filter((run) => run.first < pages)
      .map((run) => ({ ...run, last: Math.min(run.last, pages - 1) })),
  };
}

/**
 * Replaces what is remembered of the pages from `from` to before `to` by what was found there now. A run that reaches
 * beyond them keeps its other pages, with the values that it had there as far as that can be told.
 */
export function rememberFound(
  memory: PageMemory,
  from: number,
  to: number,
  found: PagesFound,
  limits: MemoryLimits,
): PageMemory {
  const kept = memory.dirty.flatMap((run) => outside(run, from, to, found));
  const { extent } = found;
  const news: readonly DirtyPages[] =
    extent === undefined
      ? []
      : [
          {
            ...extent,
            strays: found.strays.slice(0, limits.values).map(remember),
            isPartial: found.isPartial || found.strays.length > limits.values,
          },
        ];
  return {
    ...memory,
    dirty: limitRuns(
      [...kept, ...news].sort((a, b) => a.first - b.first),
      limits,
    ),
  };
}

/** Moves the pass on to a page. At the end of the heap the next pass begins. */
export function advanceTo(memory: PageMemory, next: number, pages: number): PageMemory {
  const seenEnd = Math.max(memory.seenEnd, next);
  return next < pages ? { ...memory, next, seenEnd } : { ...memory, next: 0, seenEnd, passes: memory.passes + 1 };
}

/** Pages looked at in this pass or an earlier one. */
export function seenPages(memory: PageMemory, pages: number): number {
  return Math.min(memory.seenEnd, pages);
}

function remember({ value, length, rows }: StrayValue): RememberedStray {
  const characters = value === null ? [] : [...value];
  if (characters.length <= rememberedCharacters) return { value, ...(length === undefined ? {} : { length }), rows };
  return { value: characters.slice(0, rememberedCharacters).join(''), length: length ?? characters.length, rows };
}

function outside(run: DirtyPages, from: number, to: number, found: PagesFound): readonly DirtyPages[] {
  if (run.last < from || run.first >= to) return [run];
  const before = run.first < from ? [{ first: run.first, last: from - 1 }] : [];
  const after = run.last >= to ? [{ first: to, last: run.last }] : [];
  const rest = [...before, ...after];
  if (rest.length === 0) return [];
  const strays = run.strays.flatMap((stray) => {
    const now = found.strays
      .map(remember)
      .find(({ value, length }) => value === stray.value && length === stray.length);
    const rows = stray.rows - (now?.rows ?? 0);
    return rows > 0 ? [{ ...stray, rows }] : [];
  });
  if (strays.length === 0 && !run.isPartial) return [];
  // Which of the remaining pages hold them is not known: each may, and the rows are counted once.
  return rest.map((piece, i) => ({
    ...piece,
    strays: i === 0 ? strays : strays.map((stray) => ({ ...stray, rows: 0 })),
    isPartial: true,
  }));
}

function limitRuns(runs: readonly DirtyPages[], limits: MemoryLimits): readonly DirtyPages[] {
  let limited = runs;
  while (limited.length > limits.runs) {
    const gaps = limited.slice(1).map((run, i) => run.first - (limited[i]?.last ?? 0));
    const at = gaps.indexOf(Math.min(...gaps));
    const [left, right] = [limited[at], limited[at + 1]];
    if (left === undefined || right === undefined) return limited;
    limited = [...limited.slice(0, at), joinRuns(left, right, limits), ...limited.slice(at + 2)];
  }
  return limited;
}

function joinRuns(a: DirtyPages, b: DirtyPages, limits: MemoryLimits): DirtyPages {
  const strays = addStrays([a, b]);
  return {
    first: a.first,
    last: b.last,
    strays: strays.slice(0, limits.values),
    isPartial: a.isPartial || b.isPartial || strays.length > limits.values,
  };
}

/** The values of several runs, each once with all its rows, most rows first. */
export function addStrays(runs: readonly DirtyPages[]): readonly RememberedStray[] {
  const sums = new Map<string, RememberedStray>();
  for (const stray of runs.flatMap((run) => run.strays)) {
    const key = JSON.stringify([stray.value, stray.length ?? null]);
    sums.set(key, { ...stray, rows: stray.rows + (sums.get(key)?.rows ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.rows - a.rows);
}
