import assert from 'node:assert/strict';
import type { Drift } from '../lib/diff/drift.ts';
import type { RunReport } from '../lib/report/run-report.ts';
import { type Incident, incidents } from './incidents/incidents.ts';
import { readFromFile } from './make-file.ts';
import type { Play } from './play-incident.ts';
import { runSql } from './run-sql.ts';

/** One incident with what the demonstration does about it and what it promises to see on the way. */
export interface Scene {
  readonly incident: Incident;
  /** @throws AssertionError when something that was promised was not seen */
  readonly play: (play: Play) => Promise<void>;
}

/** The demonstration, in order. */
export const scenes: readonly Scene[] = [
  { incident: incidents.contentTablesMissing, play: mendMissingTables },
  { incident: incidents.projectStatusMissing, play: mendMissingColumns },
  { incident: incidents.strayPlatforms, play: leaveStrayValues },
  { incident: incidents.platformRenamed, play: leaveRenamedColumn },
  { incident: incidents.integrationLogsMissing, play: gateTheStart },
  { incident: incidents.planningTablesMissing, play: mendFile },
];

async function mendMissingTables({ check, narrator, url }: Play): Promise<void> {
  const found = await check();
  assert.deepEqual(
    drifted(found, 'missing'),
    ['content_items', 'content_plans', 'content_publications'].map((name) => `table:public.${name}`),
  );
  assert(found.drifts.some(({ id }) => id === 'migration-head:alembic'));
  await mend(check);
  narrator.remark('The tables are there. Only Alembic does not know yet; what `alembic stamp` would write is one row:');
  const stamp = `update alembic_version set version_num = '004_add_content_tables'`;
  narrator.command(`psql -c "${stamp}"`);
  await runSql(url, stamp);
  const again = await check();
  assert.deepEqual(again.diagnostics, []);
}

async function mendMissingColumns({ check, narrator, url }: Play): Promise<void> {
  const found = await check();
  assert.equal(drifted(found, 'missing').filter((id) => id.startsWith('column:')).length, 4);
  assert.equal(drifted(found, 'missing').filter((id) => id.startsWith('index:')).length, 2);
  await mend(check);
  const [row] = await runSql(url, `select count(*)::int as rows from "UserProject" where status = 'pending'`);
  assert.equal(row?.rows, 250);
  narrator.remark(
    'All 250 rows are kept and say pending: the UPDATE in the migration is part of what the expectation is compiled ' +
      'from, and is never run here.',
  );
}

async function leaveStrayValues({ check, narrator, url }: Play): Promise<void> {
  const before = await rowsOf(url);
  const found = await check();
  const strays = found.values.flatMap((finding) => finding.strays);
  assert.deepEqual(
    strays.map(({ value, rows }) => [value, rows]),
    [
      ['Telegramm', 12],
      ['tg', 5],
      ['e-mail', 3],
    ],
  );
  const repaired = await check('safe', 'outcome');
  assert.equal(repaired.outcome, 'drift');
  assert.deepEqual(await rowsOf(url), before);
  narrator.remark('No row was changed, not even under repair: safe. Only people know what the values meant.');
}

async function leaveRenamedColumn({ check, narrator, url }: Play): Promise<void> {
  const before = await rowsOf(url);
  const found = await check();
  const [drift] = found.drifts;
  assert.equal(drift?.id, 'column:public.communications_conversations.platform');
  assert.match(drift?.hint ?? '', /platform_type/);
  const repaired = await check('safe', 'outcome');
  assert.equal(repaired.outcome, 'drift');
  assert.deepEqual(await rowsOf(url), before);
  narrator.remark('Nothing was changed: whether to rename the column or to add one is for people to decide.');
}

async function gateTheStart({ check, narrator }: Play): Promise<void> {
  const found = await check();
  assert.deepEqual(drifted(found, 'missing'), ['table:public.integration_logs']);
  await mend(check);
  narrator.remark(
    'As the gate before a start, the exit code lets the service run only against a database that is true:',
  );
  narrator.command('driftline check --env bisnesmedia-dev --repair safe && exec uvicorn app.main:app');
}

async function mendFile({ check, narrator, url }: Play): Promise<void> {
  const path = url.replace(/^.*:\/\/\//, '');
  const found = await check();
  assert.deepEqual(
    drifted(found, 'missing'),
    ['poc_execution_plans', 'poc_subtask_executions'].map((name) => `table:main.${name}`),
  );
  const repaired = await check('safe');
  assert.equal(repaired.outcome, 'inSync');
  const backup = repaired.applied?.backup?.path;
  assert(backup !== undefined);
  const rows = 'select count(*) as rows from poc_task_executions';
  assert.deepEqual([readFromFile(path, rows)[0]?.rows, readFromFile(backup, rows)[0]?.rows], [40, 40]);
  narrator.remark('All 40 rows are kept, and beside the file lies a copy of it as it was before.');
}

/** A safe repair, and the second check that finds nothing left but what the repair's report has just warned of. */
async function mend(check: Play['check']): Promise<void> {
  const repaired = await check('safe');
  assert(repaired.applied?.results.every(({ outcome }) => outcome === 'applied'));
  assert.equal(repaired.outcome, 'inSync');
  const again = await check('plan', 'outcome');
  assert.equal(again.outcome, 'inSync');
  assert.deepEqual(again.drifts, []);
}

function drifted(report: RunReport, kind: Drift['kind']): readonly string[] {
  return report.drifts.filter((drift) => drift.kind === kind).map(({ id }) => id);
}

/** Every row as it is, with where it is stored: a row that was only rewritten would move. */
async function rowsOf(url: string): Promise<readonly unknown[]> {
  return runSql(
    url,
    'select md5(string_agg(ctid::text || c::text, chr(10) order by ctid)) as content from communications_conversations c',
  );
}
