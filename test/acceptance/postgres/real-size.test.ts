import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extras } from '../../../lib/catalog/extras.ts';
import { kindOf } from '../../../lib/catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { dumpSchema, findPgDump } from '../../support/dump-schema.ts';
import { realSize } from '../../support/real-size/real-size.ts';
import { check, promise, read, tell } from './kinds/scene.ts';

/** Thousands of objects are made and dropped: on a busy machine that takes its time. */
const timeout = 240_000;

describe.for(majors)('PostgreSQL %i', { timeout }, (major) => {
  const texts = realSize(major);
  let database: TestDatabase;
  let expected: CatalogSnapshot;
  let actual: CatalogSnapshot;

  beforeAll(async () => {
    database = await createDatabase(major);
    for (const text of texts) await database.sql(text);
    [expected, actual] = await Promise.all([promise(texts, extras), read(database, extras)]);
  }, timeout);

  afterAll(async () => {
    await database.drop();
  });

  test('finds several hundred tables as the files promise them, and nothing else', async () => {
    const { drifts, plan } = await check(expected, actual, extras);
    expect(tell(drifts)).toEqual([]);
    expect(plan.statements).toEqual([]);
    const tables = Object.keys(actual.objects).filter((id) => kindOf(id) === 'table');
    expect(tables.length).toBeGreaterThan(400);
  });

  test('reads the same twice, and as a promise of its own', async () => {
    expect(tell((await check(actual, await read(database, extras), extras)).drifts)).toEqual([]);
  });

  test('is made whole in an empty database by the plan', async () => {
    const empty = await createDatabase(major);
    try {
      const { plan } = await check(expected, await read(empty, extras), extras);
      expect(plan.unplanned).toEqual([]);
      // One statement at a time would take longer than all the rest.
      await empty.sql(plan.statements.map(({ sql }) => sql).join(';\n'));
      expect(tell((await check(expected, await read(empty, extras), extras)).drifts)).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  const pgDump = findPgDump(major);
  if (pgDump !== undefined) {
    test('is the same when restored from a dump', async () => {
      const restored = await createDatabase(major);
      try {
        await restored.sql(await dumpSchema(pgDump, database.url));
        expect(tell((await check(expected, await read(restored, extras), extras)).drifts)).toEqual([]);
      } finally {
        await restored.drop();
      }
    });
  }
});
