import { describe, expect, test } from 'vitest';
import { expectedHead } from '../../../lib/heads/expected-head.ts';
import { judgeHead } from '../../../lib/heads/judge-head.ts';
import type { AppliedRevision, ExpectedHead } from '../../../lib/heads/migration-tool.ts';
import { migrationTools } from '../../../lib/heads/migration-tools.ts';
import { alembic } from '../../../lib/heads/tools/alembic.ts';
import { drizzle } from '../../../lib/heads/tools/drizzle.ts';
import { flyway } from '../../../lib/heads/tools/flyway.ts';
import { goose } from '../../../lib/heads/tools/goose.ts';
import type { Revision } from '../../../lib/migrations/migration.ts';

const head = '004_add_content_tables';
const byName: ExpectedHead = { tool: 'alembic', revisions: [{ id: head, name: head }], isPartial: true };
const rows = (...ids: readonly string[]): readonly AppliedRevision[] => alembic.readRows(ids.map((id) => ({ id })));
const sql = (...ids: readonly string[]) => ({
  migrations: ids.map((id) => ({ file: { path: `${id}.sql`, text: '' }, revision: { id, name: id } })),
});

describe('a head that is known by its name alone', () => {
  test('and reached says nothing', () => {
    expect(judgeHead(alembic, byName, rows(head), false)).toEqual({ drifts: [], diagnostics: [], pending: [] });
  });

  test.for([
    ['another revision', rows('003_users'), '003_users', 'stands at 003_users'],
    ['an empty table', [], null, 'has applied nothing here;'],
    ['no table', null, null, 'its table does not exist'],
  ] as const)('is a drift beside missing objects where there is %s', ([, applied, actual, hint]) => {
    const { drifts, diagnostics } = judgeHead(alembic, byName, applied, false);
    expect(drifts).toMatchObject([{ id: 'migration-head:alembic', attribute: 'revision', expected: head, actual }]);
    expect(drifts[0]?.hint).toContain(hint);
    expect(diagnostics).toEqual([]);
  });

  test('is a warning once everything is there, with the command that mends it', () => {
    const { drifts, diagnostics } = judgeHead(alembic, byName, rows('003_users'), true);
    expect(drifts).toEqual([]);
    expect(diagnostics).toMatchObject([
      { level: 'warning', code: 'migration-head-behind', remedy: `Run \`alembic stamp ${head}\`.` },
    ]);
  });
});

test('where the tool has written nothing at all, the warning says how to leave it out', () => {
  const { diagnostics } = judgeHead(alembic, byName, null, true);
  expect(diagnostics[0]?.remedy).toMatch(/alembic stamp .* say `head: off`\.$/);
});

test("Django's heads are one for each app", () => {
  const { django } = migrationTools;
  const expected = expectedHead(
    { tool: 'django', heads: ['shop.0002_orders', 'users.0001_initial'] },
    { migrations: [] },
  );
  if (django === undefined || expected === undefined) throw new RangeError('no head');
  const applied = django.readRows([
    { app: 'users', name: '0001_initial' },
    { app: 'shop', name: '0001_initial' },
  ]);
  expect(judgeHead(django, expected, applied, false)).toMatchObject({
    pending: ['shop.0002_orders'],
    drifts: [{ expected: 'shop.0002_orders, users.0001_initial', actual: 'shop.0001_initial' }],
  });
});

describe('branches of Alembic', () => {
  const graph: readonly Revision[] = [
    { id: 'base', name: 'base', after: [] },
    { id: 'left', name: 'left', after: ['base'] },
    { id: 'right', name: 'right', after: ['base'] },
  ];
  const merged = [...graph, { id: 'merge', name: 'merge', after: ['left', 'right'] }];
  const headOf = (revisions: readonly Revision[]) => {
    const found = expectedHead({}, { tool: 'alembic', migrations: revisions.map((revision) => ({ revision })) });
    if (found === undefined) throw new RangeError('no head');
    return found;
  };

  test('end in several heads, all of which must be applied', () => {
    expect(headOf(graph).heads).toEqual(['left', 'right']);
    expect(judgeHead(alembic, headOf(graph), rows('left'), false).pending).toEqual(['right']);
    expect(judgeHead(alembic, headOf(graph), rows('left', 'right'), false).drifts).toEqual([]);
  });

  test('that come together leave one head, which stands for all that it comes after', () => {
    expect(headOf(merged).heads).toBeUndefined();
    expect(judgeHead(alembic, headOf(merged), rows('merge'), false).pending).toEqual([]);
    expect(judgeHead(alembic, headOf(merged), rows('left'), false).pending).toEqual(['right', 'merge']);
  });
});

test("Drizzle's pending migrations are named by the journal's tags", () => {
  const entries = [
    { idx: 0, when: 1000, tag: '0000_init' },
    { idx: 1, when: 2000, tag: '0001_status' },
  ];
  const journal = expectedHead({ tool: 'drizzle', heads: [JSON.stringify({ entries })] }, { migrations: [] });
  const { drifts } = judgeHead(drizzle, journal ?? byName, drizzle.readRows([{ id: '1000', hash: 'x' }]), false);
  expect(drifts).toMatchObject([{ expected: '0001_status', actual: '0000_init' }]);
  expect(drifts[0]?.hint).toContain('not applied: 0001_status.');
});

test.for(['', '{}', '{"entries":[]}', 'nonsense'])('%j is no Drizzle journal', (text) => {
  expect(() => drizzle.readHead?.(text)).toThrow(expect.objectContaining({ code: 'invalid-migration-head' }));
});

describe('Flyway', () => {
  const row = (version: string | null, type: string, checksum = '1', success = 'true') => ({
    version,
    description: 'views',
    type,
    checksum,
    success,
  });
  const expected: ExpectedHead = {
    tool: 'flyway',
    revisions: [
      { id: '1', name: '1 a', checksums: ['1'] },
      { id: '2', name: '2 b', checksums: ['1'] },
      { id: 'R__views', name: 'R__views', checksums: ['1'], isRepeatable: true },
    ],
  };
  const pending = (...applied: readonly ReturnType<typeof row>[]) =>
    judgeHead(flyway, expected, flyway.readRows(applied), false).pending;

  test('counts what was undone as pending, and what comes before a baseline as applied', () => {
    expect(pending(row('1.0', 'SQL'), row('2', 'SQL'), row('2', 'UNDO_SQL'), row(null, 'SQL'))).toEqual(['2']);
    expect(pending(row('1.5', 'BASELINE'), row('2', 'SQL'), row(null, 'SQL'))).toEqual([]);
  });

  test('runs a repeatable migration again that has changed', () => {
    expect(pending(row('1', 'SQL'), row('2', 'SQL'), row(null, 'SQL', '2'))).toEqual(['R__views']);
  });
});

test('of a version that goose took back the last row counts', () => {
  const up = { id: '1', is_applied: 'true' };
  expect(goose.readRows([{ id: '0', is_applied: 'true' }, up, { id: '1', is_applied: 'false' }])).toEqual([]);
  expect(goose.readRows([up, { id: '1', is_applied: 'false' }, up])).toEqual([{ id: '1' }]);
});

test('migrations that the folder no longer holds because they are old are no news', () => {
  const { rails } = migrationTools;
  const expected = expectedHead({ tool: 'rails' }, sql('3', '4'));
  if (rails === undefined || expected === undefined) throw new RangeError('no head');
  const applied = rails.readRows([{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }]);
  expect(judgeHead(rails, expected, applied, false)).toEqual({ drifts: [], diagnostics: [], pending: [] });
});

describe('the head that is expected', () => {
  test('is the way to the one that is named, where the migrations know it', () => {
    const found = expectedHead({ tool: 'alembic', heads: ['2'] }, sql('1', '2', '3'));
    expect(found).toEqual({ tool: 'alembic', revisions: sql('1', '2').migrations.map(({ revision }) => revision) });
  });

  test('is none where no tool is known', () => {
    expect(expectedHead({}, sql('1'))).toBeUndefined();
  });

  test.for([
    ['a head without a tool', { heads: ['1'] }],
    ['a tool that is not known', { tool: 'nobody' }],
    ['an empty name', { tool: 'alembic', heads: [' '] }],
  ] as const)('is refused for %s', ([, settings]) => {
    expect(() => expectedHead(settings, sql('1'))).toThrow(expect.objectContaining({ code: 'invalid-migration-head' }));
  });
});
