import { describe, expect, test } from 'vitest';
import { selectSafe } from '../../../../../lib/plan/select-safe.ts';
import { column, index, inShort, planFor, table, together } from './plan-for.ts';

const plans = together(table('plans'), column('plans', 'status'));

describe('a missing index on a table in use', () => {
  test('is built online, alone, with a time of its own', () => {
    const { statements } = planFor(together(plans, index('plans', 'ix')), plans);
    expect(statements).toMatchObject([
      {
        sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON public.plans USING btree (status)',
        hazards: [],
        transaction: 'outside',
        lockMode: 'SHARE UPDATE EXCLUSIVE',
        locks: ['table:public.plans'],
        sizedBy: ['table:public.plans'],
        lockTimeoutMs: 600_000,
        statementTimeoutMs: 600_000,
      },
    ]);
  });

  test('that is unique waits for a person, because duplicates may exist', () => {
    expect(inShort(planFor(together(plans, index('plans', 'ix', { isUnique: true })), plans))).toEqual([
      '* CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON public.plans USING btree (status) -- MAY_FAIL_ON_DATA',
    ]);
  });

  test('on a missing column comes after the column', () => {
    const expected = {
      ...together(plans, index('plans', 'ix')),
      dependencies: { 'index:public.ix': ['column:public.plans.status'] },
    };
    expect(inShort(planFor(expected, table('plans')))).toEqual([
      'ALTER TABLE public.plans ADD COLUMN IF NOT EXISTS status text',
      '* CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON public.plans USING btree (status)',
    ]);
  });
});

describe('an INVALID index', () => {
  test('is rebuilt in place, never dropped', () => {
    const plan = planFor(
      together(plans, index('plans', 'ix')),
      together(plans, index('plans', 'ix', { isValid: false })),
    );
    expect(inShort(plan)).toEqual(['* REINDEX INDEX CONCURRENTLY public.ix']);
  });

  test('that is unique waits for a person', () => {
    const unique = (isValid: boolean) => together(plans, index('plans', 'ix', { isUnique: true, isValid }));
    expect(inShort(planFor(unique(true), unique(false)))).toEqual([
      '* REINDEX INDEX CONCURRENTLY public.ix -- MAY_FAIL_ON_DATA',
    ]);
  });

  test('that is also another one is replaced', () => {
    const other = index('plans', 'ix', { isValid: false, definition: 'USING hash (status)' });
    expect(planFor(together(plans, index('plans', 'ix')), together(plans, other)).statements).toHaveLength(3);
  });
});

describe('an index on a partitioned table in use', () => {
  const partition = (name: string, of: string, attributes = {}) =>
    table(name, { partitionOf: `table:public.${of}`, partitionBound: 'x', ...attributes });
  const tables = together(
    table('p', { partitionKey: 'LIST (status)' }),
    partition('p1', 'p'),
    partition('p2', 'p', { partitionKey: 'LIST (status)' }),
    partition('p2a', 'p2'),
  );
  const attached = (on: string, name: string, to: string, attributes = {}) =>
    index(on, name, { belongsTo: [`table:public.${on}`, `index:public.${to}`], ...attributes });
  const expected = together(
    tables,
    index('p', 'ix'),
    attached('p1', 'p1_status_idx', 'ix'),
    attached('p2', 'p2_status_idx', 'ix'),
    attached('p2a', 'p2a_status_idx', 'p2_status_idx'),
  );

  test('is made on the parents alone, built online on each partition, and attached', () => {
    const plan = planFor(expected, tables);
    expect(inShort(plan)).toEqual([
      'CREATE INDEX IF NOT EXISTS ix ON ONLY public.p USING btree (status)',
      'CREATE INDEX IF NOT EXISTS p2_status_idx ON ONLY public.p2 USING btree (status)',
      '* CREATE INDEX CONCURRENTLY IF NOT EXISTS p1_status_idx ON public.p1 USING btree (status)',
      '* CREATE INDEX CONCURRENTLY IF NOT EXISTS p2a_status_idx ON public.p2a USING btree (status)',
      'ALTER INDEX public.ix ATTACH PARTITION public.p1_status_idx',
      'ALTER INDEX public.p2_status_idx ATTACH PARTITION public.p2a_status_idx',
      'ALTER INDEX public.ix ATTACH PARTITION public.p2_status_idx',
    ]);
    expect(selectSafe(plan).held).toEqual([]);
  });

  test('takes up what an earlier attempt left', () => {
    const begun = together(
      tables,
      index('p', 'ix', { isValid: false }),
      attached('p1', 'p1_status_idx', 'ix'),
      index('p2', 'p2_status_idx', { isValid: false }),
      index('p2a', 'p2a_status_idx', { isValid: false }),
    );
    expect(inShort(planFor(expected, begun))).toEqual([
      '* REINDEX INDEX CONCURRENTLY public.p2a_status_idx',
      'ALTER INDEX public.p2_status_idx ATTACH PARTITION public.p2a_status_idx',
      'ALTER INDEX public.ix ATTACH PARTITION public.p2_status_idx',
    ]);
  });

  test('is built on partitions that the migrations do not know as well', () => {
    const more = together(tables, partition('p3', 'p'));
    expect(inShort(planFor(expected, more)).join('\n')).toMatch(
      /CREATE INDEX CONCURRENTLY IF NOT EXISTS driftline_[0-9a-f]{16} ON public\.p3 /u,
    );
  });

  test('whose part for one partition is missing gets it attached', () => {
    const { 'index:public.p1_status_idx': _, ...rest } = expected.objects;
    expect(inShort(planFor(expected, { objects: rest }))).toEqual([
      '* CREATE INDEX CONCURRENTLY IF NOT EXISTS p1_status_idx ON public.p1 USING btree (status)',
      'ALTER INDEX public.ix ATTACH PARTITION public.p1_status_idx',
    ]);
  });

  test('whose part has another name gets it renamed by way of a name of our own', () => {
    const { 'index:public.p1_status_idx': _, ...rest } = expected.objects;
    const renamed = together(
      { objects: rest },
      attached('p1', 'p1_idx', 'ix', { definition: 'USING btree (status) ' }),
    );
    expect(inShort(planFor(expected, renamed)).join('\n')).toMatch(
      /^ALTER INDEX public\.p1_idx RENAME TO (driftline_named_[0-9a-f]{16}) -- BREAKS_CLIENTS\nALTER INDEX public\.\1 RENAME TO p1_status_idx -- BREAKS_CLIENTS$/u,
    );
  });

  test('is there before an index that took the name of its part makes room', () => {
    const taken = together(tables, index('p1', 'p1_status_idx', { definition: 'USING hash (status)' }));
    expect(inShort(planFor(expected, taken)).join('\n')).toMatch(
      /CONCURRENTLY IF NOT EXISTS driftline_([0-9a-f]{16}) ON public\.p1 [\s\S]*ATTACH PARTITION public\.driftline_\1/u,
    );
  });

  test('that is unique waits for a person in every part', () => {
    const unique = together(tables, index('p', 'ix', { isUnique: true }));
    expect(selectSafe(planFor(unique, tables)).run).toEqual([]);
  });
});

test('an index that differs only in its name is renamed by a person', () => {
  expect(
    inShort(planFor(together(plans, index('plans', 'ix_new')), together(plans, index('plans', 'ix_old')))),
  ).toEqual(['ALTER INDEX public.ix_old RENAME TO ix_new -- BREAKS_CLIENTS']);
});

test('an index that is defined otherwise is built beside the old one, which then goes', () => {
  const other = together(plans, index('plans', 'ix', { definition: 'USING hash (status)' }));
  expect(inShort(planFor(together(plans, index('plans', 'ix')), other))).toMatchInlineSnapshot(`
    [
      "* CREATE INDEX CONCURRENTLY IF NOT EXISTS driftline_new_dd3f67339661068e ON public.plans USING btree (status) -- INDEX_DROPPED",
      "* DROP INDEX CONCURRENTLY public.ix -- INDEX_DROPPED",
      "ALTER INDEX public.driftline_new_dd3f67339661068e RENAME TO ix -- INDEX_DROPPED",
    ]
  `);
});
