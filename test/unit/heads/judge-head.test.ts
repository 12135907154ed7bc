import { expect, test } from 'vitest';
import { alembic } from '../../../lib/heads/tools/alembic.ts';
import { drizzle } from '../../../lib/heads/tools/drizzle.ts';
import { judgeHead } from '../../../lib/heads/judge-head.ts';

const head = '004_add_content_tables';
const expected = { tool: 'alembic', revisions: alembic.readHead(head) };
const journal = JSON.stringify({
  entries: [
    { idx: 0, when: 1000, tag: '0000_init' },
    { idx: 1, when: 2000, tag: '0001_status' },
  ],
});

test('a tool that stands at the head says nothing', () => {
  expect(judgeHead(alembic, expected, [head], false)).toEqual({ drifts: [], diagnostics: [] });
});

test.for([
  ['another revision', ['003_users'], '003_users', 'stands at 003_users'],
  ['an empty table', [], null, 'has applied nothing here;'],
  ['no table', null, null, 'its table does not exist'],
] as const)('beside missing objects, %s is a drift', ([, applied, actual, hint]) => {
  const { drifts, diagnostics } = judgeHead(alembic, expected, applied, false);
  expect(drifts).toMatchObject([{ id: 'migration-head:alembic', attribute: 'revision', expected: head, actual }]);
  expect(drifts[0]?.hint).toContain(hint);
  expect(diagnostics).toEqual([]);
});

test('once everything is there, a head that lags is a warning with the command that mends it', () => {
  const { drifts, diagnostics } = judgeHead(alembic, expected, ['003_users'], true);
  expect(drifts).toEqual([]);
  expect(diagnostics).toMatchObject([
    { level: 'warning', code: 'migration-head-behind', remedy: `Run \`alembic stamp ${head}\`.` },
  ]);
});

test("Drizzle's pending migrations are named by the journal's tags", () => {
  const revisions = drizzle.readHead(journal);
  const { drifts } = judgeHead(drizzle, { tool: 'drizzle', revisions }, ['1000'], false);
  expect(drifts).toMatchObject([{ expected: '0001_status', actual: '0000_init' }]);
  expect(drifts[0]?.hint).toContain('not applied: 0001_status.');
});

test.for(['', '{}', '{"entries":[]}', 'nonsense'])('%j is no Drizzle journal', (text) => {
  expect(() => drizzle.readHead(text)).toThrow(expect.objectContaining({ code: 'invalid-migration-head' }));
});
