import { describe, expect, test } from 'vitest';
import { createDatabase, majors } from '../../../support/databases.ts';
import { check, promise, read, tell } from './scene.ts';

/** Keys and indexes that are used by others, with `{key}` for what differs. */
const used = (key: string) => `
  create schema app;
  create table app.plans (id int not null, n int not null, constraint plans_key primary key (id) ${key});
  create table app.items (plan_id int constraint items_plan references app.plans);
  create view app.counted as select p.id, p.n, count(*) from app.plans p join app.items on plan_id = p.id group by p.id;
  create table app.users (id int not null, n int, constraint users_key unique (id) ${key});
  create table app.logins (user_id int constraint logins_user references app.users (id));
  alter table app.users replica identity using index users_key;
  alter table app.users cluster on users_key;
  create table app.codes (id int not null, n int);
  create unique index codes_key on app.codes (id) ${key};
  create table app.uses (code int constraint uses_code references app.codes (id));
  create table app.notes (id int, n int);
  create index notes_index on app.notes (id) ${key};
  create table app.events (id int, n int) partition by range (id);
  create table app.events_low partition of app.events for values from (0) to (10) partition by list (id);
  create table app.events_low_rest partition of app.events_low default;
  create table app.events_high partition of app.events for values from (10) to (20);
  create index events_index on app.events (id) ${key};
  insert into app.plans values (1, 1);
  insert into app.items values (1);
  insert into app.events values (1, 1), (11, 1);
`;

/** What has to be there whenever somebody may look: keys and foreign keys by name, an index that serves the column. */
const standing = `
  select array(
    select c.conname
    from pg_constraint c
    where c.connamespace = 'app'::regnamespace
      and c.contype in ('p', 'u', 'f')
    order by 1
  )::text[] as constraints, array(
    select i.indrelid::regclass::text
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'app'::regnamespace
      and i.indisvalid
    group by 1
    order by 1
  ) as indexed`;

describe.for(majors)('PostgreSQL %i', (major) => {
  test('a key or an index goes only when its successor stands, with all that depends on it', async () => {
    const database = await createDatabase(major, used(''));
    try {
      const expected = await promise([used('include (n)')]);
      const before = await check(expected, await read(database));
      expect(before.plan.unplanned).toEqual([]);
      const [whole] = await database.sql(standing);
      expect(whole).toEqual({
        constraints: ['items_plan', 'logins_user', 'plans_key', 'users_key', 'uses_code'],
        indexed: ['codes', 'events', 'events_high', 'events_low', 'events_low_rest', 'notes', 'plans', 'users'].map(
          (name) => `app.${name}`,
        ),
      });
      let isInside = false;
      for (const { sql, transaction } of before.plan.statements) {
        if (isInside !== (transaction === 'inside')) await database.sql(isInside ? 'commit' : 'begin');
        isInside = transaction === 'inside';
        if (!isInside) expect([sql, (await database.sql(standing))[0]]).toEqual([sql, whole]);
        await database.sql(sql);
      }
      if (isInside) await database.sql('commit');
      expect((await database.sql(standing))[0]).toEqual(whole);
      expect(tell((await check(expected, await read(database))).drifts)).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});
