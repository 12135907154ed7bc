import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyReport } from '../../../lib/apply/apply-report.ts';
import { majors } from '../../support/databases.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import type { RepairRequest } from '../../support/repair-process.ts';
import { type RepairScene, setScene } from './repair-scene.ts';

const found = `create table t (id int, old int);
  insert into t select n, n from generate_series(1, 100) n;`;
const wanted = `create type mood as enum ('calm');
  create table t (id int, old int, a int, b text default 'x');
  create index ix_t_old on t (old);
  create table n (id int primary key, t int);
  create index ix_n_t on n (t);`;
const back = `drop table if exists n; alter table t drop column if exists a, drop column if exists b;
  drop index if exists ix_t_old; drop type if exists mood;`;

/** What the database holds of a repair: its transaction's part, and that of the online build. */
async function kept({ actual }: RepairScene) {
  const [row] = await actual.sql(`
    select
      (select count(*)::int from pg_attribute where attrelid = 't'::regclass and attname in ('a', 'b') and not attisdropped) as columns,
      to_regclass('n') is not null as "table",
      to_regclass('ix_n_t') is not null as "index",
      to_regtype('mood') is not null as "type",
      (select count(*)::int from t) as rows,
      (select indisvalid from pg_index where indexrelid = to_regclass('ix_t_old')) as build`);
  return row;
}

const nothingOfIt = { columns: 0, table: false, index: false, type: false };
const allOfIt = { columns: 2, table: true, index: true, type: true };

/** Waits until only the scene's own session is left: the server ends what it runs for a client that is gone. */
async function untilGone({ actual }: RepairScene): Promise<void> {
  const ours = `select from pg_stat_activity where application_name = 'driftline test' and datname = current_database()`;
  while ((await actual.sql(ours)).length > 1);
}

const newest = Math.max(...majors);
/** Before it, nothing is done that could be left behind. */
const firstStep = 'pg_try_advisory_lock';
const program = fileURLToPath(new URL('../../support/repair-process.ts', import.meta.url));

describe.for(majors)('PostgreSQL %i, at every step of the protocol', (major) => {
  let proxy: FaultProxy;
  let scene: RepairScene;

  beforeAll(async () => {
    scene = await setScene(major, wanted, found);
    proxy = await startFaultProxy(Number(new URL(scene.actual.url).port));
  });

  afterAll(async () => {
    await proxy.stop();
    await scene.close();
  });

  /** Repairs through the proxy, over a connection of its own. */
  async function repairThrough(arm: () => void): Promise<ApplyReport> {
    const url = new URL(scene.actual.url);
    url.port = String(proxy.port);
    const through = await scene.at(url.href);
    const report = through.apply({ whenPlanned: arm });
    return report.finally(() => through.session.close());
  }

  /** Repairs until a fault strikes, then whole. Says what became of the statements of the transaction. */
  async function proveFault(name: string, arm: () => void): Promise<string> {
    await scene.actual.sql(back);
    const report = await repairThrough(arm);
    const inside = report.results.filter(({ statement }) => statement.transaction === 'inside');
    const outcomes = [...new Set(inside.map(({ outcome }) => outcome))];
    const now = await proveWhole(name);
    if (outcomes.includes('applied')) expect(now, name).toMatchObject(allOfIt);
    if (!outcomes.includes('applied') && !outcomes.includes('inDoubt')) expect(now, name).toMatchObject(nothingOfIt);
    await proveMended(name);
    return outcomes.join();
  }

  /** After a fault the transaction's part is there as a whole or not at all, no row is lost, and nothing is left open. */
  async function proveWhole(name: string) {
    await untilGone(scene);
    const now = await kept(scene);
    expect([nothingOfIt, allOfIt], name).toContainEqual({
      columns: now?.columns,
      table: now?.table,
      index: now?.index,
      type: now?.type,
    });
    expect(now?.rows, name).toBe(100);
    expect(
      await scene.actual.sql(
        `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      ),
      name,
    ).toEqual([]);
    return now;
  }

  async function proveMended(name: string): Promise<void> {
    const next = await scene.apply();
    expect(next.refused, name).toBeUndefined();
    expect(await kept(scene), name).toEqual({ ...allOfIt, rows: 100, build: true });
    expect(await scene.actual.sql('select from pg_index where not indisvalid'), name).toEqual([]);
  }

  test('a connection that is cut leaves the database as before or as planned, and the next repair completes it', {
    timeout: 180_000,
  }, async () => {
    const whole = await repairThrough(() => proxy.arm('hang', Number.POSITIVE_INFINITY));
    expect(whole.results.map(({ outcome }) => outcome)).toEqual(Array(whole.results.length).fill('applied'));
    expect(await kept(scene)).toEqual({ ...allOfIt, rows: 100, build: true });
    const steps = proxy.queries();
    expect(steps).toBeGreaterThan(15);

    const seen = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      for (const fault of ['cutBefore', 'cutAfter'] as const) {
        seen.add(await proveFault(`${fault} at ${step} of ${steps}`, () => proxy.arm(fault, step)));
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['applied', 'inDoubt']));
  });

  if (major !== newest) return;

  test('a session that the server ends leaves the same', { timeout: 180_000 }, async () => {
    const end: Fault = async (port) => {
      await scene.actual.sql(`select pg_terminate_backend(pid) from pg_stat_activity where client_port = ${port}`);
    };
    await scene.actual.sql(back);
    await repairThrough(() => proxy.arm('hang', Number.POSITIVE_INFINITY, firstStep));
    const steps = proxy.queries();
    for (let step = 1; step <= steps; step++) {
      await proveFault(`ended at ${step} of ${steps}`, () => proxy.arm(end, step, firstStep));
    }
  });

  test('our process killed at any boundary of two statements leaves the same', { timeout: 180_000 }, async () => {
    const url = new URL(scene.actual.url);
    url.port = String(proxy.port);
    const request: RepairRequest = { url: url.href, expected: scene.expected };
    /** @returns what it said, nothing where it was killed */
    const repair = async (killAt: number) => {
      const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.once('close', resolve));
      const kill: Fault = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      proxy.arm(kill, killAt, firstStep);
      let said = '';
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
      });
      child.stdin.end(JSON.stringify(request));
      await ended;
      return said;
    };
    await scene.actual.sql(back);
    expect(new Set((await repair(Number.POSITIVE_INFINITY)).split(' '))).toEqual(new Set(['applied']));
    const steps = proxy.queries();
    const ends = new Set<boolean | undefined>();
    for (let step = 1; step <= steps; step++) {
      await scene.actual.sql(back);
      expect(await repair(step)).toBe('');
      const name = `killed at ${step} of ${steps}`;
      ends.add((await proveWhole(name))?.table === true);
      await proveMended(name);
    }
    expect(ends).toEqual(new Set([false, true]));
  });
});
