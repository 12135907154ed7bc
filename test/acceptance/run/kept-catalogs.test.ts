import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedServer, startServer } from '../../../demo/embedded-postgres.ts';
import type { PostgresConnection } from '../../../lib/engines/postgres/connect.ts';
import type { CompiledExpectation } from '../../../lib/run/expectation.ts';
import { type KeptCatalogs, openKeptCatalogs } from '../../../lib/run/kept-catalogs.ts';
import { majors } from '../../support/databases.ts';
import { connectTo } from '../../support/introspect-sql.ts';
import { check, expectationOf, type Scene } from './scene.ts';

const newest = Math.max(...majors);
const wanted = 'create table plans (id bigint primary key, status text not null, note text)';

describe(`PostgreSQL ${newest}`, () => {
  // What others do on a server may leave no moment of which anything can be promised.
  let server: EmbeddedServer;
  let people: PostgresConnection;
  let expected: CompiledExpectation;
  let cache: string;
  let kept: KeptCatalogs;

  const files = async () => (await readdir(join(cache, 'catalogs'))).map((name) => join(cache, 'catalogs', name));
  const checkKeeping = async (scene: Partial<Scene> = {}) =>
    (await check({ database: { url: server.url('app') }, expected, ...scene, options: { kept, ...scene.options } }))
      .report;

  beforeAll(async () => {
    server = await startServer({ major: newest, settings: { autovacuum: 'off' } });
    const admin = await connectTo(server.url());
    await admin.query('create database app');
    await admin.close();
    people = await connectTo(server.url('app'));
    expected = await expectationOf(wanted);
  });

  beforeEach(async () => {
    await people.query(`drop table if exists plans; ${wanted}`);
    cache = await mkdtemp(join(tmpdir(), 'driftline-kept-'));
    kept = await openKeptCatalogs({ DRIFTLINE_CACHE: cache });
    return () => rm(cache, { recursive: true });
  });

  afterAll(async () => {
    await people?.close();
    await server?.stop();
  });

  test('a catalog that was read before is known until it changes, and the report says since when', async () => {
    const first = await checkKeeping();
    const second = await checkKeeping();
    expect(first).toMatchObject({ outcome: 'inSync', diagnostics: [] });
    expect(first.catalogReadAt).toBeUndefined();
    expect(second).toEqual({
      ...first,
      catalogReadAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      startedAt: second.startedAt,
      tookMs: second.tookMs,
    });
    expect(second.catalogReadAt && second.catalogReadAt >= first.startedAt).toBe(true);

    await people.query('alter table plans drop column status');
    const third = await checkKeeping();
    expect(third).toMatchObject({ outcome: 'drift', drifts: [{ kind: 'missing', id: 'column:public.plans.status' }] });
    expect(third.catalogReadAt).toBeUndefined();
    const fourth = await checkKeeping();
    expect(fourth.drifts).toEqual(third.drifts);
    expect(fourth.catalogReadAt).toBeDefined();
  });

  test('the second look at a drift takes the catalog of the first unless it has changed meanwhile', async () => {
    await people.query('alter table plans drop column status');
    const settled = await checkKeeping({ options: { settleMs: 1 } });
    expect(settled.drifts).toHaveLength(1);
    const meanwhile = () => people.query(`alter table plans add column status text not null default ''`);
    const passed = await checkKeeping({ options: { settleMs: 1 }, meanwhile });
    expect(passed).toMatchObject({ drifts: [], diagnostics: [{ code: 'drift-passed' }] });
    expect(passed.catalogReadAt).toBeUndefined();
  });

  test('what a repair begins with may be known, what it leaves is read', async () => {
    await people.query('alter table plans drop column note');
    const safe = { options: { repair: 'safe' }, environment: { repair: 'safe' } } as const;
    const planned = await checkKeeping();
    const repaired = await checkKeeping(safe);
    expect(planned).toMatchObject({ outcome: 'drift', plan: repaired.plan });
    expect(repaired).toMatchObject({ outcome: 'inSync', applied: { results: [{ outcome: 'applied' }] } });
    expect(repaired.catalogReadAt).toBeUndefined();
    expect(await checkKeeping()).toMatchObject({ outcome: 'inSync' });
  });

  test('only its owner can read what is kept, and a damaged file is read past', async () => {
    await checkKeeping();
    const [file = ''] = await files();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, 'no catalog');
    const report = await checkKeeping();
    expect(report).toMatchObject({ outcome: 'inSync' });
    expect(report.catalogReadAt).toBeUndefined();
    expect((await checkKeeping()).catalogReadAt).toBeDefined();
  });

  test('where there is no place to keep anything, every check reads the catalog', async () => {
    const nowhere = await openKeptCatalogs({ DRIFTLINE_CACHE: join(await writeAndName(cache), 'below-a-file') });
    await checkKeeping({ options: { kept: nowhere } });
    const report = await checkKeeping({ options: { kept: nowhere } });
    expect(report.outcome).toBe('inSync');
  });
});

async function writeAndName(folder: string): Promise<string> {
  const file = join(folder, 'file');
  await writeFile(file, '');
  return file;
}
