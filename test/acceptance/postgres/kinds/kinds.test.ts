import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { allKindsOf, drifted, driftedSince14, driftedSince15, secrets } from './all-kinds.ts';
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

  test('each attribute that differs is one drift, and its plan mends it', async () => {
    for (const sql of [drifted, ...(major >= 14 ? [driftedSince14] : []), ...(major >= 15 ? [driftedSince15] : [])]) {
      await database.sql(sql);
    }
    const before = await check(expected, await read(database));
    expect(tell(before.drifts).toSorted()).toEqual(
      [
        'modified collation:app.blind isDeterministic',
        'modified collation:app.blind locale',
        ...(major >= 14 ? ['modified range-type:app.spans multirange'] : []),
        'missing collation:app.bytes',
        'missing constraint:app.elsewhere.elsewhere_id_check',
        'modified foreign-table:app.elsewhere options',
        'modified publication:everything isForAllTables',
        'modified statistics-object:app.by_place definition',
        'unexpected user-mapping:warehouse.postgres',
        'missing publication-table:app.people.changes',
        'missing range-type:app.words',
        'missing user-mapping:warehouse.public',
        'modified column:app.elsewhere.id foreignOptions',
        'modified column:app.t.body storage',
        'modified column:app.t.code options',
        'modified column:app.t.code statisticsTarget',
        'modified composite-type:app.place attributes',
        'modified constraint:app.people.people_pkey options',
        'modified constraint:app.t.t_code_key options',
        'modified foreign-server:warehouse options',
        'modified publication:changes isViaRoot',
        'modified publication:changes publishes',
        'modified statistics-object:app.by_place target',
        'modified table:app.people ofType',
        'modified table:app.t clusteredOn',
        'modified table:app.t options',
        'modified table:app.t replicaIdentity',
        'modified table:app.whole replicaIdentity',
        ...(major >= 14 ? ['modified column:app.t.body compression'] : []),
        ...(major >= 15
          ? [
              'modified publication-table:app.whole.few columns',
              'modified publication-table:app.whole.few filter',
              'modified publication:spread schemas',
              'modified sequence:app.fleeting persistence',
            ]
          : []),
      ].toSorted(),
    );
    const unattended = before.plan.statements
      .filter(({ hazards }) => hazards.length === 0)
      .flatMap((it) => it.provides);
    expect(unattended).toEqual(['collation:app.bytes', 'range-type:app.words', 'range-type:app.words_multirange']);
    await run(database, before.plan.statements);
    const after = await check(expected, await read(database));
    expect(tell(after.drifts)).toEqual([]);
    expect(before.plan.unplanned).toEqual([]);
    for (const secret of secrets) expect(JSON.stringify([before, after])).not.toContain(secret);
  });
});
