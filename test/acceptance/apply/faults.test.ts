import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyReport } from '../../../lib/apply/apply-report.ts';
import { majors } from '../../support/databases.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
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

  test('a connection that is cut leaves the database as before or as planned, and the next repair completes it', async () => {
    const whole = await repairThrough(() => proxy.arm('hang', Number.POSITIVE_INFINITY));
    expect(whole.results.map(({ outcome }) => outcome)).toEqual(Array(whole.results.length).fill('applied'));
    expect(await kept(scene)).toEqual({ ...allOfIt, rows: 100, build: true });
    const steps = proxy.queries();
    expect(steps).toBeGreaterThan(15);

    const seen = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      for (const fault of ['cutBefore', 'cutAfter'] as const) {
        await scene.actual.sql(back);
        const report = await repairThrough(() => proxy.arm(fault, step));
        await untilGone(scene);
        const name = `${fault} at ${step} of ${steps}`;
        const now = await kept(scene);
        expect([nothingOfIt, allOfIt], name).toContainEqual({
          columns: now?.columns,
          table: now?.table,
          index: now?.index,
          type: now?.type,
        });
        expect(now?.rows, name).toBe(100);
        const inside = report.results.filter(({ statement }) => statement.transaction === 'inside');
        const outcomes = [...new Set(inside.map(({ outcome }) => outcome))];
        seen.add(outcomes.join());
        if (outcomes.includes('applied')) expect(now, name).toMatchObject(allOfIt);
        if (!outcomes.includes('applied') && !outcomes.includes('inDoubt'))
          expect(now, name).toMatchObject(nothingOfIt);
        expect(
          await scene.actual.sql(
            `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
          ),
          name,
        ).toEqual([]);

        const next = await scene.apply();
        expect(next.refused, name).toBeUndefined();
        expect(await kept(scene), name).toEqual({ ...allOfIt, rows: 100, build: true });
        expect(await scene.actual.sql('select from pg_index where not indisvalid'), name).toEqual([]);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['applied', 'inDoubt']));
  });
});
