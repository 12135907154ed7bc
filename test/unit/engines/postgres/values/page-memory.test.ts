import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addStrays,
  advanceTo,
  cutTo,
  freshMemory,
  limitsFor,
  type PageMemory,
  type PagesFound,
  rememberFound,
  seenPages,
} from '../../../../../lib/engines/postgres/values/rows/page-memory.ts';

const found = (value: string, rows: number, first: number, last: number): PagesFound => ({
  strays: [{ value, rows, rowsAreAtLeast: false }],
  extent: { first, last },
  isPartial: false,
});
/** For a table in one part. */
const whole = limitsFor(1);
const nothing: PagesFound = { strays: [], isPartial: false };

describe('what is remembered of pages', () => {
  const known = rememberFound(freshMemory(1), 0, 100, found('x', 5, 10, 20), whole);

  test('is the pages between which the strays lie', () => {
    expect(known.dirty).toEqual([{ first: 10, last: 20, strays: [{ value: 'x', rows: 5 }], isPartial: false }]);
  });

  test('is replaced by a look at all of them', () => {
    expect(rememberFound(known, 10, 21, nothing, whole).dirty).toEqual([]);
    expect(rememberFound(known, 0, 50, found('y', 1, 12, 12), whole).dirty).toMatchObject([{ first: 12, last: 12 }]);
  });

  test('stays for the pages that a look leaves out, less what it found', () => {
    expect(rememberFound(known, 0, 15, found('x', 2, 11, 13), whole).dirty).toEqual([
      { first: 11, last: 13, strays: [{ value: 'x', rows: 2 }], isPartial: false },
      { first: 15, last: 20, strays: [{ value: 'x', rows: 3 }], isPartial: true },
    ]);
  });

  test('stays on both sides of a look into the middle', () => {
    expect(rememberFound(known, 14, 16, nothing, whole).dirty).toEqual([
      { first: 10, last: 13, strays: [{ value: 'x', rows: 5 }], isPartial: true },
      { first: 16, last: 20, strays: [{ value: 'x', rows: 0 }], isPartial: true },
    ]);
  });

  test('ends with the heap', () => {
    expect(cutTo({ ...known, next: 90, seenEnd: 90 }, 15)).toMatchObject({
      next: 15,
      seenEnd: 15,
      dirty: [{ first: 10, last: 14 }],
    });
    expect(cutTo({ ...known, next: 90, seenEnd: 90 }, 5).dirty).toEqual([]);
  });

  test('stays small however many pages are dirty', () => {
    let memory: PageMemory = freshMemory(1);
    for (let page = 0; page < 10_000; page += 100) {
      const strays = Array.from({ length: 30 }, (_, i) => ({
        value: `${i}${'v'.repeat(199)}`,
        rows: 1,
        rowsAreAtLeast: false,
      }));
      const extent = { first: page + 5, last: page + 6 };
      memory = rememberFound(memory, page, page + 100, { strays, extent, isPartial: false }, whole);
    }
    expect(memory.dirty.length).toBeLessThanOrEqual(24);
    expect(JSON.stringify(memory).length).toBeLessThan(100_000);
  });
});

test.for([
  1, 2, 24, 25, 100, 1000,
])('a table in %i parts remembers no more values than one in a single part', (parts) => {
  const { runs, values } = limitsFor(parts);
  expect(parts * runs * values).toBeLessThanOrEqual(Math.max(480, parts));
  expect(runs * values).toBeGreaterThan(0);
});

test('a pass ends at the end of the heap, and all of it has then been seen', () => {
  const half = advanceTo(freshMemory(1), 50, 100);
  expect(half).toMatchObject({ next: 50, passes: 0 });
  expect(seenPages(half, 100)).toBe(50);
  const whole = advanceTo(half, 100, 100);
  expect(whole).toMatchObject({ next: 0, passes: 1 });
  expect(seenPages(whole, 100)).toBe(100);
  expect(seenPages(advanceTo(whole, 10, 100), 100)).toBe(100);
});

test('after a pass in windows of any size, exactly the stray rows are remembered', () => {
  const rows = fc.array(fc.record({ page: fc.nat(199), value: fc.constantFrom('x', 'y', 'z') }), { maxLength: 60 });
  const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, rows, sizes, (before, after, windows) => {
      let memory = pass(freshMemory(1), before, [13]);
      memory = pass(memory, after, windows);
      const counted = new Map<string, number>();
      for (const { value } of after) counted.set(value, (counted.get(value) ?? 0) + 1);
      const remembered = new Map(addStrays(memory.dirty).map(({ value, rows }) => [value, rows]));
      expect(remembered).toEqual(new Map([...counted]));
    }),
  );
});

/** Looks at 200 pages in windows of these sizes, over and over. */
function pass(
  start: PageMemory,
  rows: readonly { readonly page: number; readonly value: string }[],
  windows: readonly number[],
): PageMemory {
  let memory = start;
  for (let from = 0, i = 0; from < 200; i += 1) {
    const to = Math.min(200, from + (windows[i % windows.length] ?? 1));
    const inside = rows.filter(({ page }) => page >= from && page < to);
    const pages = inside.map(({ page }) => page);
    const values = [...new Set(inside.map(({ value }) => value))];
    const strays = values.map((value) => ({
      value,
      rows: inside.filter((row) => row.value === value).length,
      rowsAreAtLeast: false,
    }));
    const extent = { first: Math.min(...pages), last: Math.max(...pages) };
    const now = { strays, isPartial: false, ...(pages.length > 0 ? { extent } : {}) };
    memory = rememberFound(memory, from, to, now, whole);
    from = to;
  }
  return memory;
}
