import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extras } from '../../../../lib/catalog/extras.ts';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { createDatabase, createRole, majors, type TestDatabase } from '../../../support/databases.ts';
import { introspectUrl } from '../../../support/introspect-sql.ts';
import { allKindsOf, extrasFor } from './all-kinds.ts';
import { check, promise, read, run, tell } from './scene.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let target: TestDatabase;
  let expected: CatalogSnapshot;
  let reader: string;
  let keeper: string;

  beforeAll(async () => {
    reader = (await createRole(major)).name;
    keeper = (await createRole(major)).name;
    const texts = [...allKindsOf(major), extrasFor(reader, keeper)];
    database = await createDatabase(major);
    target = await createDatabase(major);
    for (const sql of texts) await database.sql(sql);
    expected = await promise(texts, extras);
  });

  afterAll(() => Promise.all([database.drop(), target.drop()]));

  test('comments, owners and grants are what the migrations say', async () => {
    expect(tell((await check(expected, await read(database, extras), extras)).drifts)).toEqual([]);
  });

  test('nothing of them is read or compared unless it is asked for', async () => {
    const plain = await read(database);
    const attributes = Object.values(plain.objects).flatMap(Object.keys);
    for (const name of ['comment', 'owner', 'grants']) expect(attributes).not.toContain(name);
    expect(tell((await check(expected, plain)).drifts)).toEqual([]);
    expect(tell((await check(plain, await read(database, extras))).drifts)).toEqual([]);
  });

  test('a role without any rights reads the same', async () => {
    const { snapshot } = await introspectUrl(database.urlOf({ name: reader }), { withDependencies: true, extras });
    expect(snapshot).toEqual(await read(database, extras));
  });

  test('a base brings its own into what is compiled on top of it', async () => {
    const onTop = await promise(['create table app.later (id int)'], extras, await read(database, extras));
    expect(tell((await check(onTop, await read(database, extras), extras)).drifts)).toEqual([
      'missing table:app.later',
    ]);
  });

  test('the plan for an empty database gives them too, of which only comments need no person', async () => {
    const { plan } = await check(expected, await read(target, extras), extras);
    expect(plan.unplanned).toEqual([]);
    const waits = plan.statements.filter(({ hazards }) => hazards.length > 0).map(({ sql }) => sql);
    expect(waits.filter((sql) => sql.startsWith('COMMENT'))).toEqual([]);
    const gives = plan.statements
      .map(({ sql }) => sql)
      .filter((sql) => /^(GRANT|REVOKE|ALTER DEFAULT)|OWNER TO/.test(sql));
    expect(gives.filter((sql) => !waits.includes(sql))).toEqual([]);
    await run(target, plan.statements);
    expect(tell((await check(expected, await read(target, extras), extras)).drifts)).toEqual([]);
  });

  test('each that differs is one drift, and its plan mends it', async () => {
    await database.sql(`
      comment on table app.t is 'another';
      comment on column app.t.code is null;
      comment on type app.place is 'by hand';
      alter table app.whole owner to postgres;
      revoke insert on app.t from ${reader};
      revoke grant option for select on app.t from ${reader};
      grant update (id) on app.t to ${reader};
      grant usage on type app.address to public;
      revoke all on app.whole from ${reader};
      alter default privileges for role ${keeper} in schema app grant insert on tables to ${reader};
      alter default privileges for role ${reader} grant select on tables to ${keeper};
      alter default privileges for role ${reader} revoke usage on types from public;
      -- Writes down what held anyway.
      revoke all on app.parts from public;
    `);
    const { drifts, plan } = await check(expected, await read(database, extras), extras);
    expect(tell(drifts).toSorted()).toEqual(
      [
        'modified column:app.t.code comment',
        'modified column:app.t.id grants',
        'modified composite-type:app.address grants',
        'modified composite-type:app.place comment',
        `modified default-privilege:${keeper}.app.tables grants`,
        'modified table:app.t comment',
        'modified table:app.t grants',
        'modified table:app.whole grants',
        'modified table:app.whole owner',
        `unexpected default-privilege:${reader}.tables`,
        `unexpected default-privilege:${reader}.types`,
      ].toSorted(),
    );
    expect(drifts.filter(({ attribute }) => attribute === 'comment').map(({ severity }) => severity)).toEqual(
      Array(3).fill('low'),
    );
    expect(plan.unplanned).toEqual([]);
    await run(database, plan.statements);
    expect(tell((await check(expected, await read(database, extras), extras)).drifts)).toEqual([]);
  });

  test('what an owner was granted it has anyway, and an owner whom no migration names is any', async () => {
    await database.sql(`alter table app.t owner to ${reader}; alter table app.parts owner to ${keeper}`);
    expect(tell((await check(expected, await read(database, extras), extras)).drifts)).toEqual([]);
  });
});
