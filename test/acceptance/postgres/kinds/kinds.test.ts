import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { allKindsOf, secrets } from './all-kinds.ts';
import { check, promise, read, run, tell } from './scene.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let expected: CatalogSnapshot;
  const made: TestDatabase[] = [];

  async function makeEmpty(): Promise<TestDatabase> {
    const target = await createDatabase(major);
    made.push(target);
    return target;
  }

  beforeAll(async () => {
    database = await createDatabase(major);
    for (const sql of allKindsOf(major)) await database.sql(sql);
    expected = await promise(allKindsOf(major));
  });

  afterAll(() => Promise.all([database, ...made].map((each) => each.drop())));

  test('what the migrations promise and what a server makes of them are one', async () => {
    expect(tell((await check(expected, await read(database))).drifts)).toEqual([]);
  });

  test('no secret of an option leaves the server', async () => {
    const texts = [JSON.stringify(await read(database)), JSON.stringify(expected)];
    const { plan } = await check(expected, await read(await makeEmpty()));
    for (const secret of secrets)
      for (const text of [...texts, JSON.stringify(plan)]) expect(text).not.toContain(secret);
  });

  test('the plan for an empty database makes all of it', async () => {
    const target = await makeEmpty();
    const { plan } = await check(expected, await read(target));
    expect(plan.unplanned).toEqual([]);
    await run(target, plan.statements);
    expect(tell((await check(expected, await read(target))).drifts)).toEqual([]);
  });
});
