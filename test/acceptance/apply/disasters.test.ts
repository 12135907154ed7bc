import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { giveToServer, startServer } from '../../../demo/embedded-postgres.ts';
import { majors, type Row } from '../../support/databases.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { type RepairScene, setScene } from './repair-scene.ts';

const newest = Math.max(...majors);
const found = 'create table t (id int);';
const wanted = 'create table t (id int, a int); create table n (id int primary key); create index ix on t (id);';

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Some of these servers end while it is connected; what it then does says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Waits, for a while, until the query gives rows. */
async function until({ actual }: RepairScene, query: string): Promise<void> {
  for (const end = Date.now() + 20_000; (await actual.sql(query)).length === 0; await wait(5)) {
    if (Date.now() > end) throw new Error(`it never came to pass: ${query}`);
  }
}

const waitsForLock = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Only the session of the scene itself is left. */
const isAlone = `select from (select count(*) as sessions from pg_stat_activity
  where application_name like 'driftline%' and datname = current_database()) s where sessions <= 1`;

/** What a repair must never leave. */
async function leftOpen({ actual }: RepairScene) {
  const [row] = await actual.sql(`
    select
      (select count(*)::int from pg_index where not indisvalid) as invalid,
      (select count(*)::int from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())) as locks,
      (select count(*)::int from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%') as open`);
  return row;
}

/** What is there of the repair, and what a repair must never leave. */
async function stateOf(scene: RepairScene) {
  const [row] = await scene.actual.sql(`
    select
      exists (select from pg_attribute where attrelid = 't'::regclass and attname = 'a') as a,
      to_regclass('n') is not null as n`);
  return { ...row, ...(await leftOpen(scene)) };
}

/** Both of the transaction's changes, or neither. */
const isWhole = ({ a, n }: Row) => a === n;

const clean = { invalid: 0, locks: 0, open: 0 };

describe(`PostgreSQL ${newest}`, () => {
  test('a connection that falls silent at any step is given up, and nothing is left', {
    timeout: 120_000,
  }, async () => {
    const timeouts = { lockTimeoutMs: 100, statementTimeoutMs: 100, buildTimeoutMs: 100 };
    const silence = async (step: number) => {
      const scene = await setScene(newest, wanted, found);
      const url = new URL(scene.actual.url);
      const proxy = await startFaultProxy(Number(url.port));
      url.port = String(proxy.port);
      try {
        const through = await scene.at(url.href);
        const report = await through.apply({ timeouts, whenPlanned: () => proxy.arm('hang', step) });
        const queries = proxy.queries();
        await through.session.close();
        while (
          (
            await scene.actual.sql(
              `select from pg_stat_activity where application_name = 'driftline test' and datname = current_database()`,
            )
          ).length > 1
        );
        const state = await stateOf(scene);
        expect(state, `step ${step}`).toMatchObject(clean);
        expect(state, `step ${step}`).toSatisfy(isWhole);
        return { outcomes: report.results.map(({ outcome }) => outcome), queries };
      } finally {
        await proxy.stop();
        await scene.close();
      }
    };
    const { queries } = await silence(Number.POSITIVE_INFINITY);
    const ends = await Promise.all(Array.from({ length: queries }, (_, i) => silence(i + 1)));
    expect(new Set(ends.flatMap(({ outcomes }) => outcomes))).toEqual(
      new Set(['applied', 'failed', 'refused', 'rolledBack', 'inDoubt']),
    );
  });

  test('our process is killed in the middle: what was not committed is gone, and the next repair does it all', async () => {
    const scene = await setScene(newest, wanted, found);
    const url = new URL(scene.actual.url);
    const proxy = await startFaultProxy(Number(url.port));
    url.port = String(proxy.port);
    await using folder = await createProjectFolder({
      'driftline.yaml': `expectations: { all: { migrations: all.sql } }
environments: { prod: { expectation: all, url: "${url.href}", repair: safe } }`,
      'all.sql': wanted,
    });
    const repair = (onStart: (kill: (signal: NodeJS.Signals) => void) => void) =>
      runDriftline(['apply', '--env', 'prod', '--yes'], { cwd: folder.path, onStart });
    try {
      await inDatabase(scene.actual.url, async (application) => {
        await application.query('begin; lock table t in share mode');
        let kill: (signal: NodeJS.Signals) => void = () => {};
        const ended = repair((send) => {
          kill = send;
        });
        await until(scene, waitsForLock);
        kill('SIGKILL');
        expect((await ended).exitCode).toBeNull();
        await application.query('commit');
      });
      await until(scene, isAlone);
      expect(await stateOf(scene)).toEqual({ a: false, n: false, ...clean });
      expect(await repair(() => {})).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await stateOf(scene)).toEqual({ a: true, n: true, ...clean });
    } finally {
      await proxy.stop();
      await scene.close();
    }
  });

  test('two repairs at once: one does the work, the other does nothing or finds it done', async () => {
    const scene = await setScene(newest, wanted, found);
    const other = await scene.at(scene.actual.url);
    try {
      const reports = await Promise.all([scene.apply(), other.apply()]);
      const ends = reports.map(({ refused, results }) => refused?.code ?? results.map(({ outcome }) => outcome).join());
      const whole = 'applied,applied,applied';
      expect(ends.filter((end) => end === whole)).toHaveLength(1);
      // It came too late, or found a part or all of it done.
      for (const end of ends) if (end !== whole) expect(end).not.toMatch(/applied|failed|rolledBack|inDoubt/u);
      expect(await stateOf(scene)).toEqual({ a: true, n: true, ...clean });
    } finally {
      await other.session.close();
      await scene.close();
    }
  });

  test('a deadlock is lived through: whoever loses it tries again', async () => {
    const scene = await setScene(
      newest,
      'create table t (id int, a int); create table u (id int, a int);',
      'create table t (id int); create table u (id int);',
    );
    try {
      await inDatabase(scene.actual.url, async (application) => {
        await application.query('begin; lock table u in access share mode');
        const repair = scene.apply({ timeouts: { lockTimeoutMs: 20_000 } });
        await until(scene, waitsForLock);
        // Ours holds t and waits for u; now the application waits for t.
        const last = await application.query('select from t').then(
          () => application.query('commit'),
          () => application.query('rollback'),
        );
        expect(last).toBeDefined();
        expect((await repair).results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
      });
      expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
      expect(await leftOpen(scene)).toEqual(clean);
    } finally {
      await scene.close();
    }
  });

  test('statements that take too long are undone with their transaction', async () => {
    const slowly = `create function slowly(n int) returns int language plpgsql as $$ begin perform pg_sleep(60); return n; end $$;`;
    const scene = await setScene(
      newest,
      `${slowly} create table n (id int); create table t (id int, a int default public.slowly(1));`,
      `${slowly} create table t (id int); insert into t values (1);`,
    );
    try {
      const before = await scene.look();
      const report = await scene.apply({
        allow: 'everything',
        timeouts: { statementTimeoutMs: 200, buildTimeoutMs: 200 },
      });
      const ends = report.results.map(({ outcome, statement, reason }) => [statement.provides[0], outcome, reason]);
      expect(ends).toContainEqual(['column:public.t.a', 'failed', expect.stringContaining('not done within 0.2 s')]);
      expect(ends.map(([, outcome]) => outcome)).not.toContain('applied');
      expect((await scene.look()).snapshot).toEqual(before.snapshot);
      expect(await scene.actual.sql('select id from t')).toEqual([{ id: 1 }]);
      expect(await leftOpen(scene)).toEqual(clean);
    } finally {
      await scene.close();
    }
  });

  test('a table that is dropped under our feet fails its statement, and undoes the others', async () => {
    const scene = await setScene(
      newest,
      'create table t (id int, a int); create table n (id int);',
      'create table t (id int);',
    );
    try {
      const report = await inDatabase(scene.actual.url, async (application) => {
        await application.query('begin; lock table t in share mode');
        const repair = scene.apply({ timeouts: { lockTimeoutMs: 20_000 } });
        await until(scene, waitsForLock);
        await application.query('drop table t; commit');
        return repair;
      });
      expect(report.results.map(({ outcome }) => outcome)).toEqual(['failed', 'refused']);
      const state = await scene.actual.sql(`select to_regclass('t') as t, to_regclass('n') as n`);
      expect(state).toEqual([{ t: null, n: null }]);
      expect(await leftOpen(scene)).toEqual(clean);
    } finally {
      await scene.close();
    }
  });

  test('a server that restarts in the middle: what it lost is told, and an index half built is built anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'driftline-restart-'));
    await giveToServer(folder);
    // What is committed must outlive a crash here.
    const settings = { synchronous_commit: 'on' };
    const start = () => startServer({ major: newest, dataDir: join(folder, 'data'), settings });
    const scene = await setScene(newest, wanted, found);
    let server = await start();
    try {
      await inDatabase(server.url(), (client) => client.query(found));
      const before = await scene.at(server.url());
      const application = new pg.Client({ connectionString: server.url() });
      application.on('error', () => undefined);
      await application.connect();
      // An old snapshot lets the transaction of a repair pass, and keeps an index from being completed.
      await application.query('begin isolation level repeatable read; select count(*) from pg_class');
      const repair = before.apply();
      await inDatabase(server.url(), async (observer) => {
        for (const end = Date.now() + 20_000; Date.now() < end; await wait(5)) {
          const { rowCount } = await observer.query('select from pg_index where not indisvalid');
          if (rowCount === 1) return;
        }
        throw new Error('no index was begun');
      });
      // At once, as in a crash: asked politely, it would let the index be completed first.
      process.kill(server.pid, 'SIGQUIT');
      await server.stop();
      expect((await repair).results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'inDoubt']);
      await before.session.close();

      server = await start();
      const after = await scene.at(server.url());
      expect((await after.apply()).results).toMatchObject([
        { outcome: 'applied', statement: { sql: 'REINDEX INDEX CONCURRENTLY public.ix' } },
      ]);
      expect(after.drifts((await after.look()).snapshot)).toEqual([]);
      await after.session.close();
    } finally {
      await server.stop();
      await scene.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  const disk = mountSmallDisk();
  if (disk !== undefined) {
    test('a disk that is full: the index is not built, and nothing half made is left', async () => {
      const scene = await setScene(newest, wanted, found);
      const server = await startServer({ major: newest });
      try {
        await giveToServer(disk.path);
        await inDatabase(server.url(), async (client) => {
          await client.query(`create tablespace small location '${disk.path}'`);
          await client.query('alter database postgres set default_tablespace = small');
        });
        await inDatabase(server.url(), (client) =>
          client.query(`set default_tablespace = pg_default; ${found} insert into t select generate_series(1, 300000)`),
        );
        const repair = await scene.at(server.url());
        const report = await repair.apply();
        expect(report.results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'failed']);
        expect(report.results[2]?.reason).toContain('what it left half-made was removed');
        const left = await inDatabase(server.url(), (client) =>
          client.query('select from pg_index where not indisvalid'),
        );
        expect(left.rowCount).toBe(0);
        expect(repair.drifts((await repair.look()).snapshot).map(({ id }) => id)).toEqual(['index:public.ix']);
        await repair.session.close();
      } finally {
        await server.stop();
        disk.unmount();
        await scene.close();
      }
    });
  }
});

/** A disk of 4 MB, where this user may mount one; elsewhere says what goes unproved. */
function mountSmallDisk() {
  const path = mkdtempSync(join(tmpdir(), 'driftline-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path]).status !== 0) {
    process.stderr.write('\nNOT RUN: a repair on a full disk: only root may mount a small one.\n\n');
    rmdirSync(path);
    return undefined;
  }
  const unmount = () => {
    spawnSync('umount', [path]);
    rmdirSync(path);
  };
  return { path, unmount };
}
