import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createDatabase, createRole, majors } from '../../support/databases.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('every test database is empty, apart from the others, and of the major asked for', async () => {
    const one = await createDatabase(major, 'create table t (a int); insert into t values (1), (2)');
    const other = await createDatabase(major);
    const tables = "select relname from pg_class where relnamespace = 'public'::regnamespace";
    expect(await one.sql(tables)).toEqual([{ relname: 't' }]);
    expect(await other.sql(tables)).toEqual([]);
    expect(await one.sql('select a from t where a > $1', [1])).toEqual([{ a: 2 }]);
    expect(await one.sql("select current_setting('server_version_num')::int / 10000 as major")).toEqual([{ major }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  test('a dropped database is gone, whoever was still connected', async () => {
    const database = await createDatabase(major);
    await database.sql('select 1');
    await database.drop();
    const { url: _url, ...survivor } = await createDatabase(major);
    expect(await survivor.sql('select 1 from pg_database where datname = $1', [database.name])).toEqual([]);
    await survivor.drop();
  });

  test('roles are trusted without a password and must give one that they have', async () => {
    const database = await createDatabase(major);
    const trusted = await createRole(major);
    const secretive = await createRole(major, { password: 'p@ss word' });
    expect(await whoIsAt(database.urlOf(trusted))).toBe(trusted.name);
    expect(await whoIsAt(database.urlOf(secretive))).toBe(secretive.name);
    await expect(whoIsAt(database.urlOf({ ...secretive, password: 'wrong' }))).rejects.toMatchObject({ code: '28P01' });
    await database.drop();
  });
});

async function whoIsAt(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select current_user as name');
  await client.end();
  return rows[0].name;
}
