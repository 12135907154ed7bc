import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedServer, startServer } from '../../../../demo/embedded-postgres.ts';
import type { PostgresConnection } from '../../../../lib/engines/postgres/connect.ts';
import { introspect, readMark } from '../../../../lib/engines/postgres/introspect/introspect.ts';
import {
  catalogsByValue,
  markedCatalogs,
  unmarkedCatalogs,
} from '../../../../lib/engines/postgres/introspect/marked-catalogs.ts';
import { majors } from '../../../support/databases.ts';
import { connectTo } from '../../../support/introspect-sql.ts';
import { startStandby } from '../../../support/standby.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  // Roles belong to a whole server, and so do transactions and crashes: nobody else may be at work here.
  let server: EmbeddedServer;
  let people: PostgresConnection;

  const markOf = async (database: string, role = 'postgres') => {
    const reader = await connectTo(server.url(database).replace('//postgres@', `//${role}@`));
    try {
      return await readMark(reader, major);
    } finally {
      await reader.close();
    }
  };
  const mark = () => markOf('app');
  const one = async (sql: string) => Object.values((await people.query(sql))[0]?.rows[0] ?? {})[0];

  beforeAll(async () => {
    server = await startServer({ major, settings: { autovacuum: 'off', wal_level: 'logical' } });
    const admin = await connectTo(server.url());
    await admin.query('create database app');
    await admin.query('create role reader login');
    await admin.close();
    people = await connectTo(server.url('app'));
    await people.query('create table plans (id integer primary key, n integer)');
  });

  afterAll(async () => {
    await people?.close();
    await server?.stop();
  });

  test('every catalog of the server is marked, taken by its value, or left out for a reason', async () => {
    const [found] = await people.query(
      `select relname from pg_class where relkind = 'r' and relnamespace = 'pg_catalog'::regnamespace`,
    );
    const known = [...markedCatalogs(major), ...Object.keys(catalogsByValue), ...Object.keys(unmarkedCatalogs)];
    const there = found?.rows.map(({ relname }) => String(relname)) ?? [];
    expect(there.filter((catalog) => !known.includes(catalog))).toEqual([]);
    expect(markedCatalogs(major).filter((catalog) => !there.includes(catalog))).toEqual([]);
  });

  test('a role without any rights has a mark, and not the one of another role', async () => {
    const marks = [await mark(), await markOf('app', 'reader'), await markOf('app', 'reader')];
    expect(marks).not.toContain(undefined);
    expect(marks[1]).toBe(marks[2]);
    expect(marks[0]).not.toBe(marks[1]);
  });

  test('whoever may not read one of the catalogs has no mark, and reads what there is to read', async () => {
    await people.query('revoke select on pg_catalog.pg_ts_config_map from public');
    const reader = await connectTo(server.url('app').replace('//postgres@', '//reader@'));
    try {
      const { snapshot, mark: none } = await introspect(reader, { markedFor: major });
      expect([none, await readMark(reader, major)]).toEqual([undefined, undefined]);
      expect(Object.keys(snapshot.objects)).toContain('table:public.plans');
    } finally {
      await reader.close();
      await people.query('grant select on pg_catalog.pg_ts_config_map to public');
    }
  });

  test('an index under construction that becomes valid is a change', async () => {
    const isValid = `select indisvalid from pg_index where indexrelid = 'plans_n'::regclass`;
    const writer = await connectTo(server.url('app'));
    const builder = await connectTo(server.url('app'));
    try {
      await writer.query('begin; lock table plans in row exclusive mode');
      const built = builder.query('create index concurrently plans_n on plans (n)');
      await expect.poll(() => one(`select to_regclass('plans_n') is not null`)).toBe(true);
      const before = await mark();
      expect(await one(isValid)).toBe(false);
      await writer.query('commit');
      await built;
      expect(await one(isValid)).toBe(true);
      expect(await mark()).not.toBe(before);
    } finally {
      await writer.close();
      await builder.close();
    }
  });

  test('nothing is promised while a transaction runs that is older than the last change', async () => {
    const writer = await connectTo(server.url());
    try {
      await writer.query('create table if not exists elsewhere (n integer); begin; insert into elsewhere values (1)');
      expect(await mark()).toBeDefined();
      await people.query('create table later (n integer)');
      expect(await mark()).toBeUndefined();
      await writer.query('commit');
      expect(await mark()).toBeDefined();
    } finally {
      await writer.close();
    }
  });

  test.for([
    ['a role called otherwise', 'alter role reader rename to watcher', 'alter role watcher rename to reader'],
    [
      'a mapping of a user',
      'create foreign data wrapper w; create server s foreign data wrapper w; create user mapping for reader server s',
      'drop foreign data wrapper w cascade',
    ],
    [
      'a subscription',
      `create subscription news connection 'dbname=none' publication p with (connect = false)`,
      'alter subscription news set (slot_name = none); drop subscription news',
    ],
    ['a function that the server prints', 'alter function pg_catalog.lower(text) rename to lowered', ''],
  ] as const)('%s is a change, though it is written elsewhere', async ([, sql, undo]) => {
    const before = await mark();
    for (const statement of sql.split('; ')) await people.query(statement);
    expect(await mark()).not.toBe(before);
    for (const statement of undo.split('; ')) if (statement !== '') await people.query(statement);
  });

  test('a copy of a database has a mark of its own, and so has what takes its place', async () => {
    const admin = await connectTo(server.url());
    const copy = async () => {
      await admin.query('create database copy template template1');
      return markOf('copy');
    };
    try {
      const [original, first] = [await markOf('template1'), await copy()];
      await admin.query('drop database copy');
      const second = await copy();
      expect(new Set([original, first, second]).size).toBe(3);
    } finally {
      await admin.query('drop database copy');
      await admin.close();
    }
  });

  test('a standby has marks of its own, which change when the change arrives', async () => {
    const standby = await startStandby(server);
    const reader = await connectTo(standby.url('app'));
    try {
      const before = await readMark(reader, major);
      expect(before).toBeDefined();
      expect(before).not.toBe(await mark());
      expect(await readMark(reader, major)).toBe(before);
      await people.query('create table replicated (n integer)');
      const hasArrived = `select to_regclass('replicated') is not null as arrived`;
      await expect.poll(async () => (await reader.query(hasArrived))[0]?.rows[0]?.arrived).toBe(true);
      await expect.poll(() => readMark(reader, major)).toBeDefined();
      expect(await readMark(reader, major)).not.toBe(before);
    } finally {
      await reader.close();
      await standby.stop();
    }
  });

  test('a crash is a change: what others had seen may be lost by it, and its number be given again', async () => {
    const before = await mark();
    const started = await one('select pg_postmaster_start_time()::text');
    process.kill(Number(await one('select pg_backend_pid()')), 'SIGKILL');
    await people.close();
    await expect.poll(() => mark().catch(() => 'recovering'), { timeout: 20_000 }).not.toBe('recovering');
    people = await connectTo(server.url('app'));
    expect(await one('select pg_postmaster_start_time()::text')).toBe(started);
    expect(await mark()).not.toBe(before);
  });
});
