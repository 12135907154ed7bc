import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { drifted, programsOf } from './programs.ts';
import { check, promise, read, run, tell } from './scene.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let expected: CatalogSnapshot;
  const made: TestDatabase[] = [];

  beforeAll(async () => {
    database = await createDatabase(major);
    for (const sql of programsOf(major)) await database.sql(sql);
    expected = await promise(programsOf(major));
  });

  afterAll(() => Promise.all([database, ...made].map((each) => each.drop())));

  test('what the migrations promise and what a server makes of them are one', async () => {
    expect(tell((await check(expected, await read(database))).drifts)).toEqual([]);
  });

  test('the plan for an empty database makes all of it', async () => {
    const target = await createDatabase(major);
    made.push(target);
    const { plan } = await check(expected, await read(target));
    expect(plan.unplanned).toEqual([]);
    await run(target, [{ sql: 'set check_function_bodies = off', transaction: 'outside' }, ...plan.statements]);
    expect(tell((await check(expected, await read(target))).drifts)).toEqual([]);
  });

  test('each attribute that differs is one drift, and its plan mends it', async () => {
    await database.sql(drifted);
    const before = await check(expected, await read(database));
    expect(tell(before.drifts).toSorted()).toEqual([
      'missing aggregate:app.product(numeric)',
      'missing event-trigger:watch',
      'missing materialized-view:app.totals',
      'missing policy:app.plans.recent',
      'missing procedure:app.clean(timestamp with time zone,bigint)',
      'missing rule:app.log.silent',
      'modified function:app.slug(text,integer) body',
      'modified function:app.slug(text,integer) parallel',
      'modified function:app.upto(integer) cost',
      'modified function:app.upto(integer) isSecurityDefiner',
      'modified policy:app.plans.own_rows using',
      'modified table:app.plans isRowSecurityForced',
      'modified trigger:app.plans.note firing',
      'modified trigger:app.plans.touch definition',
      'modified view:app.drafts definition',
      'modified view:app.owners options',
      'unexpected function:app.unwanted()',
      'unexpected policy:app.plans.unwanted',
      'unexpected trigger:app.plans.unwanted',
      'unexpected view:app.extra',
    ]);
    expect(before.plan.unplanned).toEqual([]);
    await run(database, before.plan.statements);
    expect(tell((await check(expected, await read(database))).drifts)).toEqual([]);
  });
});
