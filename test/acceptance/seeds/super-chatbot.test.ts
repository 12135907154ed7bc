import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidents } from '../../../demo/incidents/incidents.ts';
import { majors } from '../../support/databases.ts';
import { createIncidentDatabase, type IncidentDatabase, idsOf, planOf } from './incident-database.ts';

const columns = ['creditsUsed', 'errorMessage', 'status', 'updatedAt'];
const indexes = ['UserProject_status_idx', 'UserProject_userId_status_idx'];

describe.for(majors)('"UserProject" lacks its status, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.projectStatusMissing);
  });
  afterEach(() => database.drop());

  test('four columns and two indexes are missing, by their mixed-case names', async () => {
    const report = await database.check('off');

    expect(report.outcome).toBe('drift');
    expect(idsOf(report, 'missing')).toEqual([
      ...columns.map((name) => `column:public.UserProject.${name}`),
      ...indexes.map((name) => `index:public.${name}`),
    ]);
    expect(report.drifts.map(({ belongsTo }) => belongsTo?.[0])).toEqual([
      ...Array<string>(6).fill('table:public.UserProject'),
      undefined,
    ]);
  });

  test("Drizzle's journal is ahead of what it applied here", async () => {
    const report = await database.check('off');

    expect(report.drifts.at(-1)).toMatchObject({
      id: 'migration-head:drizzle',
      expected: '0001_add_project_status',
      actual: '0000_create_users_and_projects',
      hint: expect.stringContaining('0001_add_project_status was not applied; that accounts for all 6 other drifts'),
    });
  });

  test('a safe repair adds the columns, builds the indexes concurrently and keeps every row', async () => {
    const before = await database.sql('select id, "userId", "projectId", "createdAt" from "UserProject" order by id');
    const report = await database.check('safe');

    expect(report.applied?.results.every(({ outcome }) => outcome === 'applied')).toBe(true);
    const builds = report.plan?.statements.filter(({ sql }) => /create index/i.test(sql)) ?? [];
    expect(builds).toHaveLength(2);
    for (const build of builds) {
      expect(build.sql).toMatch(/create index concurrently/i);
      expect(build).toMatchObject({ transaction: 'outside', hazards: [] });
    }
    expect(report.outcome).toBe('inSync');
    expect(await database.distanceFromMigrations()).toEqual([]);
    expect(await database.sql('select id, "userId", "projectId", "createdAt" from "UserProject" order by id')).toEqual(
      before,
    );
  });

  test('the one-time backfill is never applied: every row stays pending, however often it runs', async () => {
    for (let run = 0; run < 3; run += 1) {
      const report = await database.check('safe');
      expect(planOf(report).filter((sql) => /^\s*update\b/i.test(sql))).toEqual([]);
    }
    expect(await database.sql('select status, count(*)::int as rows from "UserProject" group by status')).toEqual([
      { status: 'pending', rows: 250 },
    ]);
  });

  test('a status outside the accepted ones is a drift that no repair touches', async () => {
    await database.check('safe');
    await database.sql(`update "UserProject" set status = 'complete' where "projectId" in ('project-1', 'project-2')`);
    const report = await database.check('safe');

    expect(report.outcome).toBe('drift');
    expect(report.values).toMatchObject([
      {
        column: 'column:public.UserProject.status',
        accept: ['pending', 'processing', 'completed', 'failed'],
        outcome: 'stray',
        strays: [{ value: 'complete', rows: 2, nearest: 'completed' }],
      },
    ]);
    const [row] = await database.sql(`select count(*)::int as rows from "UserProject" where status = 'complete'`);
    expect(row).toEqual({ rows: 2 });
  });
});
