import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidents } from '../../../demo/incidents/incidents.ts';
import { renderText } from '../../../lib/report/text.ts';
import { majors } from '../../support/databases.ts';
import { check as asCheck } from '../../unit/report/reports.ts';
import { createIncidentDatabase, type IncidentDatabase, idsOf, rowsOf } from './incident-database.ts';

const tables = ['content_items', 'content_plans', 'content_publications'].map((name) => `table:public.${name}`);

const foreignKeys = [
  ['constraint:public.content_items.content_items_plan_id_fkey', 'table:public.content_plans'],
  ['constraint:public.content_publications.content_publications_item_id_fkey', 'table:public.content_items'],
] as const;

describe.for(majors)('relation "content_plans" does not exist, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.contentTablesMissing);
  });
  afterEach(() => database.drop());

  test('three missing tables are three drifts, with their 9 indexes and 2 foreign keys inside', async () => {
    const report = await database.check('off');

    expect(report.outcome).toBe('drift');
    expect(idsOf(report, 'missing')).toEqual(tables);
    const counts = report.drifts.map((drift) => drift.includeCounts ?? {});
    expect(counts).toEqual([
      { column: 20, index: 4, 'primary key': 1, 'foreign key': 1 },
      { column: 9, index: 3, 'primary key': 1 },
      { column: 9, index: 2, 'primary key': 1, 'foreign key': 1 },
      {},
    ]);
  });

  test("Alembic's head is not the one that the migrations promise", async () => {
    const report = await database.check('off');

    expect(report.drifts.at(-1)).toMatchObject({
      id: 'migration-head:alembic',
      expected: '004_add_content_tables',
      actual: '003_add_analytics_events',
      hint: expect.stringContaining('alembic upgrade head'),
    });
    const head = report.drifts.at(-1);
    expect(head?.hint).toMatch(
      /^Migration 004_add_content_tables was not applied; that accounts for all 3 other drifts\./,
    );
    const causes = report.drifts.slice(0, -1).map(({ explainedBy }) => explainedBy);
    expect(causes).toEqual(Array(3).fill(head?.fingerprint));
  });

  test('the report says where the migrations promise the tables, and how they hang together', async () => {
    const { promisedBy, sketch } = await database.check('off');
    for (const table of tables) {
      expect(promisedBy?.[table]).toEqual({
        file: expect.stringMatching(/^migrations\/content\/.+\.sql$/),
        line: expect.any(Number),
      });
    }
    expect(sketch?.find(({ id }) => id === 'table:public.content_items')?.refersTo).toEqual([
      'table:public.content_plans',
    ]);
  });

  test('the report names the tables, as the query on information_schema did', async () => {
    const text = renderText(asCheck(await database.check('off')), { color: false, width: 100 });
    for (const table of tables) expect(text).toContain(`missing table ${table.slice('table:'.length)}`);
    expect(text).toContain('with 9 columns, 3 indexes and 1 primary key');
  });

  test.for([
    'postgres',
    'postgresql',
    'postgresql+asyncpg',
  ])('a %s URL with a port of its own is understood', async (scheme) => {
    const report = await database.check('off', database.url.replace(/^postgresql/, scheme));
    expect(report.server?.address).toBe(new URL(database.url).host);
  });

  test('a safe repair makes the tables in dependency order, and the catalog is then the expected one', async () => {
    const rowsBefore = [await rowsOf(database, 'users'), await rowsOf(database, 'products')];
    const report = await database.check('safe');

    const made = (report.plan?.statements ?? []).flatMap(({ provides }) => provides);
    for (const [key, referenced] of foreignKeys) {
      expect(made).toContain(key);
      expect(made.indexOf(key)).toBeGreaterThan(made.indexOf(referenced));
    }
    expect(report.applied?.results.every(({ outcome }) => outcome === 'applied')).toBe(true);
    expect(report.outcome).toBe('inSync');
    expect(report.drifts).toEqual([]);
    expect(await database.distanceFromMigrations()).toEqual([]);
    expect([await rowsOf(database, 'users'), await rowsOf(database, 'products')]).toEqual(rowsBefore);
  });

  test('what the repair made works: defaults fill in, foreign keys hold', async () => {
    await database.check('safe');

    const [plan] = await database.sql(
      'insert into content_plans (start_date, end_date) values (now(), now()) returning *',
    );
    expect(plan).toMatchObject({ status: 'draft', timezone: 'Europe/Moscow' });
    await expect(
      database.sql(
        `insert into content_items (plan_id, scheduled_at, channel) values (gen_random_uuid(), now(), 'blog')`,
      ),
    ).rejects.toMatchObject({ code: '23503' });
  });

  test('after the repair only bookkeeping is left: a warning that tells how to stamp', async () => {
    await database.check('safe');
    const report = await database.check('off');

    expect(report.outcome).toBe('inSync');
    expect(report.diagnostics).toMatchObject([
      {
        level: 'warning',
        code: 'migration-head-behind',
        remedy: expect.stringContaining('alembic stamp 004_add_content_tables'),
      },
    ]);
    await database.sql(`update alembic_version set version_num = '004_add_content_tables'`);
    expect((await database.check('off')).diagnostics).toEqual([]);
  });

  test('running the SQL of the migration by hand leads to the same catalog', async () => {
    const file = new URL('../../../migrations/content/004_add_content_tables.sql', import.meta.url);
    await database.sql(await readFile(file, 'utf8'));

    expect((await database.check('off')).outcome).toBe('inSync');
    expect(await database.distanceFromMigrations()).toEqual([]);
  });

  test('a second repair has nothing to do', async () => {
    await database.check('safe');
    const report = await database.check('safe');

    expect(report.outcome).toBe('inSync');
    expect(report.plan).toBeUndefined();
    expect(report.applied).toBeUndefined();
  });

  test('with repair: off nothing is planned, with repair: plan nothing is run', async () => {
    expect((await database.check('off')).plan).toBeUndefined();
    const planned = await database.check('plan');
    expect(planned.plan?.statements).not.toEqual([]);
    expect(planned.applied).toBeUndefined();
    expect(idsOf(await database.check('off'), 'missing')).toEqual(tables);
  });
});
