import { PGlite } from '@electric-sql/pglite';
import { describe, expect, test } from 'vitest';
import { makeQueryable } from '../../../../lib/engines/postgres/embedded/pglite-queryable.ts';
import { introspect } from '../../../../lib/engines/postgres/introspect/introspect.ts';
import { DriftlineError } from '../../../../lib/errors.ts';
import { createDatabase, createRole, majors } from '../../../support/databases.ts';
import { connectTo, introspectSql, introspectUrl } from '../../../support/introspect-sql.ts';

/** Something of every kind, spelt alike on all majors. */
const example = `
  create schema app;
  create type app.mood as enum ('sad', 'happy');
  create domain app.email as text default 'a@b' check (value like '%@%');
  create table app.plans (
    id serial primary key,
    title varchar(200) not null,
    mood app.mood not null default 'sad',
    email app.email,
    moods app.mood[],
    budget numeric(10, 2) default 0 check (budget >= 0),
    made_at timestamptz default now(),
    upper_title text generated always as (upper(title)) stored,
    unique (title, mood)
  );
  create table app.items (
    id bigint generated always as identity primary key,
    plan_id int references app.plans on delete cascade,
    at date not null
  );
  create index items_at on app.items (at desc) include (plan_id) where plan_id is not null;
  create table app.events (at date not null, note text) partition by range (at);
  create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01');
  create index on app.events (note);
  create table app.child () inherits (app.items);
  create unlogged table app.scratch (id int);
  create sequence app.free increment 2;
  create view app.shown as select 1 as one;
  create function app.one() returns int language sql as 'select 1';`;

test('all majors and the embedded PostgreSQL give one snapshot for one schema', async () => {
  const embedded = await PGlite.create();
  await embedded.exec(example);
  const expected = await introspect(makeQueryable(embedded), { withDependencies: true });
  await embedded.close();
  for (const major of majors) {
    const { snapshot, diagnostics } = await introspectSql(major, example, { withDependencies: true });
    expect(snapshot.serverVersion).toMatch(new RegExp(`^${major}\\.`));
    expect({ ...snapshot, serverVersion: '' }).toEqual({ ...expected.snapshot, serverVersion: '' });
    expect(diagnostics).toEqual(expected.diagnostics);
  }
});

describe.for(majors)('PostgreSQL %i', (major) => {
  test('what an extension brought is left out, and the extension is named', async () => {
    const { snapshot, diagnostics } = await introspectSql(
      major,
      `create schema ext;
      create extension citext schema ext;
      create extension pg_stat_statements schema ext;
      create schema brought;
      create table brought.mine (id serial, word ext.citext primary key);
      create table brought.members (id serial primary key, word text);
      create index on brought.members (word);
      create type brought.kind as enum ('x');
      alter extension citext add schema brought;
      alter extension citext add table brought.members;
      alter extension citext add sequence brought.members_id_seq;
      alter extension citext add type brought.kind;
      create type brought.pair as (a integer);
      alter extension citext add type brought.pair`,
      { withDependencies: true },
    );
    expect(Object.keys(snapshot.objects)).toEqual([
      'column:brought.mine.id',
      'column:brought.mine.word',
      'constraint:brought.mine.mine_pkey',
      'extension:citext',
      'extension:pg_stat_statements',
      'extension:plpgsql',
      'schema:ext',
      'schema:public',
      'sequence:brought.mine_id_seq',
      'table:brought.mine',
    ]);
    expect(snapshot.notes?.['extension:citext']).toEqual({ schema: 'ext' });
    expect(snapshot.dependencies['column:brought.mine.word']).toEqual(['extension:citext']);
    expect(diagnostics).toEqual([]);
  });

  test('temporary objects and those of PostgreSQL itself are left out', async () => {
    const database = await createDatabase(major);
    const connection = await connectTo(database.url);
    await connection.query(`
      create temp table t (id serial primary key, name text unique);
      create type pg_temp.mood as enum ('x');
      create temp view v as select 1`);
    const { snapshot, diagnostics } = await introspect(connection);
    expect(Object.keys(snapshot.objects)).toEqual(['extension:plpgsql', 'schema:public']);
    expect(diagnostics).toEqual([]);
    await connection.close();
    await database.drop();
  });

  test('objects of kinds that are not compared are counted and the first are named', async () => {
    const { diagnostics } = await introspectSql(
      major,
      `create schema "My Schema";
      create type pair as (a int, b int);
      create text search configuration tsc1 (copy = simple); create text search configuration tsc2 (copy = simple);
      create text search configuration tsc3 (copy = simple); create text search configuration "My Schema".tsc4 (copy = simple);
      create operator === (leftarg = int, rightarg = int, function = int4eq);
      create cast (pair as text) with inout;
      create extension citext; create extension btree_gist; create extension intarray;
      create function of_citext() returns int language sql as 'select 1';
      alter function of_citext() depends on extension citext;
      set allow_system_table_mods = on;
      insert into pg_seclabel values ('pair'::regclass, 'pg_class'::regclass, 0, 'anon', 'MASKED');
      reset allow_system_table_mods`,
    );
    expect(diagnostics).toEqual([
      {
        level: 'warning',
        code: 'unmodelled-objects',
        message: `The database holds objects of kinds that are not compared: ${[
          '1 cast (public.pair as text)',
          '1 extension dependency (public.of_citext())',
          '1 operator (public."===")',
          '1 security label (public.pair)',
          '4 text search configurations ("My Schema".tsc4, public.tsc1, public.tsc2, 1 more)',
        ].join('; ')}.`,
        remedy: expect.stringContaining('docs/coverage.md'),
      },
    ]);
  });

  test('a role without any rights sees the same catalog', async () => {
    const database = await createDatabase(major, example);
    const role = await createRole(major);
    await database.sql('revoke all on schema public from public');
    const limited = await introspectUrl(database.urlOf(role), { withDependencies: true });
    expect(limited).toEqual(await introspectUrl(database.url, { withDependencies: true }));
    await database.drop();
  });

  test('settings of the server, the database and the role change no word of a definition', async () => {
    const database = await createDatabase(
      major,
      `create schema app; set search_path = app;
      create table t (
        id serial, at timestamptz default '2026-01-02 03:04:05+02', day date default '2026-02-03', span interval default '1 day 2 hours',
        n float8 default 0.1, bytes bytea default '\\x00', slash text default E'a\\\\b', price money default 1234.5
      )`,
    );
    const plain = await introspectUrl(database.url);
    await database.sql(`
      alter database ${database.name} set search_path = app;
      alter database ${database.name} set quote_all_identifiers = on;
      alter database ${database.name} set datestyle = 'German, DMY';
      alter database ${database.name} set intervalstyle = 'iso_8601';
      alter database ${database.name} set timezone = 'Asia/Tokyo';
      alter database ${database.name} set extra_float_digits = -5;
      alter database ${database.name} set bytea_output = 'escape';
      alter database ${database.name} set standard_conforming_strings = off`);
    expect(await introspectUrl(database.url)).toEqual(plain);
    expect(plain.snapshot.objects).toMatchObject({
      'column:app.t.id': { default: "nextval('app.t_id_seq'::regclass)" },
      'column:app.t.slash': { default: "'a\\b'::text" },
    });
    await database.drop();
  });

  test('nothing is left of introspecting, neither a transaction nor a setting', async () => {
    const database = await createDatabase(major);
    const connection = await connectTo(database.url);
    const settings = 'select name, setting from pg_settings order by name';
    const before = await connection.query(settings);
    await introspect(connection);
    expect(await connection.query(settings)).toEqual(before);
    await connection.query('create table t ()');
    await connection.close();
    await database.drop();
  });

  test('inside a transaction its own work is seen, and it goes on as it was', async () => {
    const database = await createDatabase(major, 'create schema app');
    const connection = await connectTo(database.url);
    await connection.query(
      `begin; set local search_path = app; set local lock_timeout = 1234; create table t (id int)`,
    );
    const inside = await introspect(connection, { isInTransaction: true });
    expect(inside.snapshot.objects).toHaveProperty(['table:app.t']);
    const [result] = await connection.query(
      `select current_setting('search_path') as path, current_setting('lock_timeout') as lock, current_setting('jit') as jit`,
    );
    expect(result?.rows).toEqual([{ path: 'app', lock: '1234ms', jit: expect.any(String) }]);
    await connection.query('insert into t values (1); rollback');
    const outside = await introspect(connection);
    expect(outside.snapshot.objects).not.toHaveProperty(['table:app.t']);
    await connection.close();
    await database.drop();
  });

  test('a table that somebody has locked makes the catalog unknown within seconds, and names who', async () => {
    const database = await createDatabase(major, 'create table "Orders" (id int); create index on "Orders" ((id + 1))');
    const holder = await connectTo(database.url);
    await holder.query(`set application_name = 'nightly job'; begin; lock table "Orders" in access exclusive mode`);
    const connection = await connectTo(database.url);
    const error: unknown = await introspect(connection, { lockTimeoutMs: 50 }).catch((reason) => reason);
    expect(error).toBeInstanceOf(DriftlineError);
    expect(error).toMatchObject({
      code: 'catalog-locked',
      message: expect.stringContaining('within 50 ms'),
      remedy: expect.stringMatching(
        new RegExp(
          `^public\\."Orders" is locked by process ${holder.server.backendPid} \\(role postgres, nightly job, for \\d+ s\\)`,
        ),
      ),
    });
    await holder.query('rollback');
    expect((await introspect(connection)).snapshot.objects).toHaveProperty(['table:public.Orders']);
    await Promise.all([connection.close(), holder.close()]);
    await database.drop();
  });

  test('a lock that is let go in time is waited for', async () => {
    const database = await createDatabase(major, 'create table t (id int); create index on t ((id + 1))');
    const holder = await connectTo(database.url);
    await holder.query('begin; lock table t in access exclusive mode');
    const connection = await connectTo(database.url);
    const reading = introspect(connection, { lockTimeoutMs: 20_000 });
    await holder.query('select pg_sleep(0.2)');
    await holder.query('rollback');
    expect((await reading).snapshot.objects).toHaveProperty(['table:public.t']);
    await Promise.all([connection.close(), holder.close()]);
    await database.drop();
  });

  test('a transaction whose introspection was locked out can go on', async () => {
    const database = await createDatabase(major, 'create table t (id int); create index on t ((id + 1))');
    const holder = await connectTo(database.url);
    await holder.query('begin; lock table t in access exclusive mode');
    const connection = await connectTo(database.url);
    await connection.query('begin; create table mine (id int)');
    const locked = introspect(connection, { lockTimeoutMs: 20, isInTransaction: true });
    await expect(locked).rejects.toMatchObject({ code: 'catalog-locked' });
    await connection.query('insert into mine values (1); commit');
    await Promise.all([connection.close(), holder.close()]);
    expect(await database.sql('select id from mine')).toEqual([{ id: 1 }]);
    await database.drop();
  });

  test('a query that outlasts its time says so', async () => {
    const database = await createDatabase(major, example);
    const connection = await connectTo(database.url);
    await expect(introspect(connection, { statementTimeoutMs: 1 })).rejects.toMatchObject({ code: 'catalog-timeout' });
    await expect(introspect(connection)).resolves.toBeDefined();
    await connection.close();
    await database.drop();
  });
});
