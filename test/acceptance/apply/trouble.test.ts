import { afterEach, describe, expect, test } from 'vitest';
import { createRole, majors } from '../../support/databases.ts';
import { everything } from './everything.ts';
import { anotherSession, endOthers } from './other-sessions.ts';
import { outcomes, type RepairScene, setScene } from './repair-scene.ts';

let scene: RepairScene | undefined;

afterEach(async () => {
  await endOthers();
  await scene?.close();
  scene = undefined;
});

/** What a repair must never leave: open transactions, locks of its own, INVALID indexes. */
async function leftBehind(of: RepairScene): Promise<unknown> {
  const [row] = await of.actual.sql(`
    select
      (select count(*)::int from pg_stat_activity
       where datname = current_database() and application_name = 'driftline test' and state <> 'idle') as busy,
      (select count(*)::int from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks,
      (select count(*)::int from pg_index where not indisvalid) as invalid`);
  return row;
}

const nothing = { busy: 0, locks: 0, invalid: 0 };

/** Waits until a query gives rows. */
async function until(of: RepairScene, query: string): Promise<void> {
  while ((await of.actual.sql(query)).length === 0);
}

/** Waits until a session of ours does what the condition on pg_stat_activity says. */
async function untilOurs(of: RepairScene, condition: string): Promise<void> {
  await until(
    of,
    `select from pg_stat_activity
     where datname = current_database() and application_name = 'driftline test' and ${condition}`,
  );
}

const slowly = `
  create function slowly(n int) returns int immutable language plpgsql
  as $$ begin perform pg_sleep(60); return n; end $$;`;

const shortLocks = { lockTimeoutMs: 100 };

describe.for(majors)('PostgreSQL %i', (major) => {
  const wanted = 'create table t (id int, a int); create table n (id int);';
  const found = 'create table t (id int);';

  test('a table that somebody holds is tried five times, and then nothing has changed', async () => {
    scene = await setScene(major, wanted, found);
    const other = await anotherSession(scene.actual.url);
    await other.query('begin; lock table t in share mode');
    const before = await scene.look();
    let pauses = 0;
    const report = await scene.apply({
      timeouts: shortLocks,
      sleep: async () => {
        pauses++;
      },
    });
    expect(pauses).toBe(4);
    expect(report.results).toMatchObject([
      {
        statement: { sql: 'ALTER TABLE public.t ADD COLUMN IF NOT EXISTS a integer' },
        outcome: 'failed',
        reason: expect.stringMatching(/^could not lock public\.t within 0\.1 s\. .*\(tried 5 times\)$/u),
        lockWaits: { times: 5, waitedMs: expect.toSatisfy((ms: number) => ms >= 5 * 99) },
      },
      { statement: { sql: expect.stringContaining('public.n') }, outcome: 'refused' },
    ]);
    expect((await scene.look()).snapshot).toEqual(before.snapshot);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('a table that is let go between two attempts is repaired', async () => {
    scene = await setScene(major, wanted, found);
    const other = await anotherSession(scene.actual.url);
    await other.query('begin; lock table t in share mode');
    const report = await scene.apply({
      timeouts: shortLocks,
      sleep: async () => {
        await other.query('commit');
      },
    });
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  test('interrupted while it waits for a lock, it rolls back and gives everything back', async () => {
    scene = await setScene(major, wanted, found);
    const other = await anotherSession(scene.actual.url);
    await other.query('begin; lock table t in share mode');
    const abort = new AbortController();
    const repair = scene.apply({ signal: abort.signal, timeouts: { lockTimeoutMs: 60_000 } });
    await untilOurs(scene, `wait_event_type = 'Lock'`);
    abort.abort();
    expect((await repair).results).toMatchObject([
      { outcome: 'rolledBack', reason: 'the repair was interrupted' },
      { outcome: 'refused' },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
    expect(scene.drifts((await scene.look()).snapshot)).toHaveLength(2);
  });

  test('interrupted while an index is built, it leaves no INVALID index and no lock', async () => {
    const table = `${slowly} create table t (id int);`;
    scene = await setScene(major, `${table} create index ix on t (slowly(id));`, `${table} insert into t values (1);`);
    const abort = new AbortController();
    const repair = scene.apply({ signal: abort.signal });
    await untilOurs(scene, `wait_event = 'PgSleep'`);
    abort.abort();
    expect((await repair).results).toMatchObject([
      { outcome: 'rolledBack', reason: expect.stringContaining('interrupted') },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('interrupted before it begins, it does nothing', async () => {
    scene = await setScene(major, wanted, found);
    const report = await scene.apply({ signal: AbortSignal.abort() });
    expect(report.refused).toMatchObject({ code: 'interrupted' });
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('an index that is not built in its time leaves nothing behind', async () => {
    const table = `${slowly} create table t (id int);`;
    scene = await setScene(major, `${table} create index ix on t (slowly(id));`, `${table} insert into t values (1);`);
    const report = await scene.apply({ timeouts: { buildTimeoutMs: 200 } });
    expect(report.results).toMatchObject([
      { outcome: 'failed', reason: expect.stringMatching(/was not done within 0\.2 s.*was removed/u) },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('a session that is ended while it builds an index: what it leaves is removed through another', async () => {
    const table = `${slowly} create table t (id int);`;
    scene = await setScene(major, `${table} create index ix on t (slowly(id));`, `${table} insert into t values (1);`);
    const repair = scene.apply();
    await untilOurs(scene, `wait_event = 'PgSleep'`);
    await scene.actual.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`,
    );
    expect((await repair).results).toMatchObject([
      { outcome: 'failed', reason: expect.stringMatching(/was lost.*what it left half-made was removed/u) },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
    expect(await scene.actual.sql(`select to_regclass('ix') as ix`)).toEqual([{ ix: null }]);
  });

  test('an INVALID index is rebuilt, and what an earlier rebuild of it left is removed; that of others is not', async () => {
    const table = 'create table t (id int); create index ix on t (id);';
    scene = await setScene(
      major,
      table,
      `${table} create index ix_ccnew on t (id); create index ix_ccnew1 on t (id); create index other_ccnew on t (id);
      update pg_index set indisvalid = false where indrelid = 't'::regclass`,
    );
    const report = await scene.apply();
    expect(report.results.filter(({ outcome }) => outcome !== 'refused')).toMatchObject([
      { outcome: 'applied', statement: { sql: 'REINDEX INDEX CONCURRENTLY public.ix' } },
    ]);
    expect(
      await scene.actual.sql(
        `select indexrelid::regclass::text as name, indisvalid from pg_index where indrelid = 't'::regclass order by 1`,
      ),
    ).toEqual([
      { name: 'ix', indisvalid: true },
      { name: 'other_ccnew', indisvalid: false },
    ]);
  });

  test('a connection that the server ends in a transaction is told, and nothing was kept', async () => {
    scene = await setScene(major, wanted, found);
    const other = await anotherSession(scene.actual.url);
    await other.query('begin; lock table t in share mode');
    const repair = scene.apply({ timeouts: { lockTimeoutMs: 60_000 } });
    await untilOurs(scene, `wait_event_type = 'Lock'`);
    await scene.actual.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'driftline test' and datname = current_database()`,
    );
    expect((await repair).results).toMatchObject([
      { outcome: 'failed', reason: expect.stringContaining('was lost') },
      { outcome: 'refused' },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('a connection that dies at COMMIT leaves the statements in doubt', async () => {
    const dying = `
      create table deaths (at timestamptz);
      create function die() returns trigger language plpgsql
      as $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$;
      create constraint trigger die after insert on deaths initially deferred for each row execute function die();
      create function note() returns event_trigger language plpgsql
      as $$ begin insert into public.deaths values (now()); end $$;`;
    const trigger = 'create event trigger note on ddl_command_end execute function note();';
    scene = await setScene(major, `${wanted} ${dying} ${trigger}`, `${found} ${dying} ${trigger}`);
    const report = await scene.apply();
    expect(report.results).toMatchObject([
      { outcome: 'inDoubt', reason: expect.stringContaining('no answer to COMMIT') },
      { outcome: 'inDoubt' },
    ]);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('a transaction that changes more than the plan says is not kept', async () => {
    const meddling = `
      create table victim (id int);
      create function meddle() returns event_trigger language plpgsql
      as $$ begin
        if not exists (select from pg_attribute where attrelid = 'public.victim'::regclass and attname = 'extra') then
          alter table public.victim add extra int;
        end if;
      end $$;`;
    const trigger = `create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function meddle();`;
    scene = await setScene(major, `${wanted} ${meddling} ${trigger}`, `${found} ${meddling} ${trigger}`);
    const before = await scene.look();
    const report = await scene.apply();
    expect(report.results).toMatchObject(
      Array(2).fill({
        outcome: 'rolledBack',
        reason: 'rolled back before COMMIT: public.victim.extra was added, which no statement was to do',
      }),
    );
    expect((await scene.look()).snapshot).toEqual(before.snapshot);
  });

  test('a catalog that has changed since the plan was made is refused, and says where', async () => {
    scene = await setScene(major, wanted, found);
    const plan = await scene.plan();
    await scene.actual.sql('alter table t add b int');
    const report = await scene.apply({ plan });
    expect(report.refused).toMatchObject({ code: 'catalog-changed' });
    expect(outcomes(report).every((each) => each.startsWith('refused'))).toBe(true);
    expect(await leftBehind(scene)).toEqual(nothing);
  });

  test('two repairs of one database do not run at once', async () => {
    scene = await setScene(major, wanted, found);
    const other = await anotherSession(scene.actual.url);
    await other.query('select pg_advisory_lock(7237963439898650990)');
    expect((await scene.apply()).refused).toMatchObject({ code: 'repair-in-progress' });
    await other.query('select pg_advisory_unlock_all()');
    expect((await scene.apply()).results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  test('a database that is read only by default is refused', async () => {
    scene = await setScene(major, wanted, found, {
      url: async (actual) => {
        const role = await createRole(major);
        await actual.sql(`alter role ${role.name} set default_transaction_read_only = on`);
        return actual.urlOf(role);
      },
    });
    expect((await scene.apply()).refused).toMatchObject({ code: 'read-only' });
  });
});

describe.for(majors)('a role without rights on PostgreSQL %i', (major) => {
  const mayCreate = (role: string) => `grant create on schema public to ${role}`;

  async function refusalOf(expected: string, actual: string, grants: (role: string) => string, mayMakeSchemas = false) {
    let name = '';
    scene = await setScene(major, expected, actual, {
      url: async (database) => {
        const role = await createRole(major);
        name = role.name;
        await database.sql(`revoke create on schema public from public; ${grants(name)}`);
        if (mayMakeSchemas) {
          await database.sql(
            `do $$ begin execute format('grant create on database %I to ${name}', current_database()); end $$`,
          );
        }
        return database.urlOf(role);
      },
    });
    const { refused } = await scene.apply({ allow: 'everything' });
    return { code: refused?.code, remedy: refused?.remedy?.replaceAll(name, 'ROLE') };
  }

  const ofSuperuser =
    'postgres is a superuser, whom nobody should be granted: ALTER ... OWNER TO a role that is none, and GRANT that role TO ROLE;';

  test.for([
    ['to create in the schema', 'create table t (id int)', '', () => '', 'GRANT CREATE ON SCHEMA public TO ROLE;'],
    [
      'to alter the table',
      'create table t (id int, a int)',
      'create table t (id int)',
      (role: string) => `create role owner_${role}; alter table t owner to owner_${role}`,
      'GRANT owner_ROLE TO ROLE;',
    ],
    [
      'to refer to the table',
      'create table a (id int primary key); create table b (id int references a)',
      'create table a (id int primary key)',
      (role: string) => `grant create on schema public to ${role}`,
      'GRANT REFERENCES ON TABLE public.a TO ROLE;',
    ],
    ['to add a label', `create type mood as enum ('a', 'b')`, `create type mood as enum ('a')`, () => '', ofSuperuser],
    [
      'to widen a column that keys of others refer to',
      `create table t (a varchar(9) primary key); create table other (a varchar(5) references t)`,
      `create table t (a varchar(5) primary key); create table other (a varchar(5) references t)`,
      (role: string) => `create role keeper_${role}; alter table t owner to keeper_${role}`,
      'GRANT keeper_ROLE TO ROLE;',
    ],
  ] as const)('%s is refused, with the GRANT that would help', async ([, expected, actual, grants, remedy]) => {
    expect(await refusalOf(expected, actual, grants)).toEqual({ code: 'insufficient-privilege', remedy });
  });

  test('over many kinds of objects is refused for each of them', async () => {
    const common = `
      create table sized (id int);
      create table holder (id int);
      create schema other; create type other.far as enum (); create type near as enum ();
      create table uses (id int);
      create function f() returns int language sql as 'select 1';`;
    await refusalOf(
      `${common}
      create index ix on sized (id);
      create sequence counts increment 5;
      create sequence held owned by holder.id;
      create domain short as int default 1;
      create type pair as (a int, b int);
      create view v as select 1 as a;
      create function f(int) returns int language sql as 'select 1';
      alter table uses add far other.far, add near near;`,
      `${common}
      create sequence counts;
      create domain short as int;
      create type pair as (a int);
      create view v as select 2 as a;
      create function f(int) returns int language sql as 'select 2';
      revoke usage on type near from public;`,
      (role) => `${mayCreate(role)}; alter table uses owner to ${role}; alter function f() owner to ${role}`,
    );
    const { refused } = (await scene?.apply({ allow: 'everything' })) ?? {};
    const notOwned = ['counts', 'f(integer)', 'holder', 'pair', 'short', 'sized', 'v'];
    expect(
      refused?.reason
        .replaceAll(/t_[0-9a-f]+ /gu, '')
        .split('; ')
        .sort(),
    ).toEqual([
      ...notOwned.map((name) => `does not own public.${name}, and only its owner postgres may alter it`).sort(),
      'may not use anything in the schema other',
      'may not use the type public.near',
    ]);
    const remedy = refused?.remedy?.replaceAll(/t_[0-9a-f]+/gu, 'ROLE');
    expect(remedy).toBe(`${ofSuperuser} GRANT USAGE ON SCHEMA other TO ROLE; GRANT USAGE ON TYPE public.near TO ROLE;`);
  });

  test('but with the right to create can make an object of every kind', async () => {
    await refusalOf(everything, '', (role) => `grant create on schema public to ${role}`, true);
    expect(scene?.drifts((await scene.look()).snapshot)).toEqual([]);
  });

  test('to create a schema is refused, with the GRANT that would help', async () => {
    const refusal = await refusalOf('create schema app; create table app.t (id int)', '', () => '');
    expect(refusal.remedy).toMatch(/^GRANT CREATE ON DATABASE t_[0-9a-f]+ TO ROLE;/u);
  });

  test('but with those that it needs is let do its work', async () => {
    const grants = (role: string) => `grant create on schema public to ${role}; alter table t owner to ${role}`;
    await refusalOf('create table t (id int, a int); create table u (id int)', 'create table t (id int)', grants);
    expect(scene?.drifts((await scene.look()).snapshot)).toEqual([]);
  });
});
