import { describe, expect, test } from 'vitest';
import { extras } from '../../../../lib/catalog/extras.ts';
import type { ObjectId } from '../../../../lib/catalog/object-id.ts';
import { createDatabase, createRole, majors, type TestDatabase } from '../../../support/databases.ts';
import { check, expectationOf } from '../../run/scene.ts';
import { promise, read, run, tell } from './scene.ts';

/** `{type}` is what differs, and what everything else stands on. */
const scene = (type: string) => `
  create schema app;
  create type app.mood as enum (${type === 'int' ? `'a', 'b'` : `'b', 'a'`});
  create table app.t (id int not null, c ${type}, m app.mood, constraint t_key unique (id) ${type === 'int' ? '' : 'include (c)'});
  create index t_index on app.t (${type === 'int' ? 'id' : 'c'});
  create table app.u (t_id int constraint u_t references app.t (id));
  create function app.f() returns ${type} language sql as $$ select 1 $$;
  create view app.v as select id, c from app.t;
  create view app.w as select c, app.f() as f from app.v;
  create materialized view app.m as select c from app.t;
  create index m_index on app.m (c);
`;

/** What people gave those, of which the migrations know nothing. */
const given = (reader: string, keeper: string) => `
  comment on view app.v is 'it''s theirs';
  comment on index app.t_index is 'an index';
  comment on index app.m_index is 'another';
  comment on constraint t_key on app.t is 'a key';
  comment on constraint u_t on app.u is 'a foreign key';
  comment on function app.f() is 'a function';
  comment on type app.mood is 'a type';
  grant select, update on app.v to ${reader} with grant option;
  grant select on app.w to public;
  grant all on app.m to ${reader};
  revoke execute on function app.f() from public;
  grant execute on function app.f() to ${reader};
  revoke usage on type app.mood from public;
  grant usage, create on schema app to ${keeper};
  alter view app.w owner to ${keeper};
  alter function app.f() owner to ${keeper};
  alter materialized view app.m owner to ${keeper};
`;

async function described(database: TestDatabase): Promise<{ readonly [id: ObjectId]: unknown }> {
  const { objects } = await read(database, extras);
  return Object.fromEntries(
    Object.entries(objects).map(([id, { comment, owner, grants }]) => [id, { comment, owner, grants }]),
  );
}

describe.for(majors)('PostgreSQL %i', (major) => {
  test('what a plan makes anew keeps its owner, its grants and its comment, though nobody compares them', async () => {
    const [reader, keeper] = [(await createRole(major)).name, (await createRole(major)).name];
    const database = await createDatabase(major, scene('int') + given(reader, keeper));
    try {
      const expected = await expectationOf('select', { snapshot: await promise([scene('bigint')]) });
      const before = await described(database);
      const { report } = await check({ database, expected });
      expect(report.plan?.unplanned).toEqual([]);
      const statements = report.plan?.statements ?? [];
      const remade = [
        'VIEW app.v',
        'VIEW app.w',
        'MATERIALIZED VIEW app.m',
        'FUNCTION app.f()',
        'INDEX CONCURRENTLY app',
      ];
      for (const name of remade) expect(statements.some(({ sql }) => sql.startsWith(`DROP ${name}`))).toBe(true);
      await run(database, statements);
      expect(tell((await check({ database, expected })).report.drifts)).toEqual([]);
      expect(await described(database)).toEqual(before);
    } finally {
      await database.drop();
    }
  });

  test('what stands on something that goes, and is not compared, holds it for a person by its name', async () => {
    const strangers = `
      create schema bi;
      create view bi.seen as select c from app.t;
      create view app.ours as select id from app.t;
      create table app.spare (n int, o int);
      create view bi.spared as select n from app.spare;`;
    const database = await createDatabase(major, scene('int') + strangers);
    try {
      const expected = await expectationOf('select', {
        snapshot: await promise([`${scene('bigint')} create table app.spare (o int);`]),
        rules: { ignore: [{ pattern: 'view:app.ours', reason: 'theirs' }], unexpected: 'report' },
      });
      const { report } = await check({ database, expected });
      const statements = report.plan?.statements ?? [];
      const told = (start: string) =>
        statements
          .filter(({ sql }) => sql.startsWith(start))
          .flatMap(({ hazards }) => hazards)
          .filter(({ code }) => code === 'BREAKS_CLIENTS')
          .map(({ message }) => message.split(' and ')[0]);
      expect(told('ALTER TABLE app.t ALTER COLUMN c TYPE')).toEqual(['the view bi.seen depends on it']);
      expect(told('ALTER TABLE app.spare DROP COLUMN n')).toEqual(['the view bi.spared depends on it']);
      expect(statements.filter(({ sql }) => /\bCASCADE\b|bi\.|app\.ours/u.test(sql))).toEqual([]);
      await expect(run(database, statements)).rejects.toThrow();
    } finally {
      await database.drop();
    }
  });
});
