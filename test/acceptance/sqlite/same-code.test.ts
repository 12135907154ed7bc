import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { runInFile } from '../../../demo/make-file.ts';
import type { Incidents } from '../../../lib/incidents/incident.ts';
import { sightOf } from '../../../lib/incidents/sight.ts';
import { transition } from '../../../lib/incidents/transition.ts';
import { renderAnnotations } from '../../../lib/report/annotations.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { renderJson } from '../../../lib/report/json.ts';
import { renderJunit } from '../../../lib/report/junit.ts';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { renderSarif } from '../../../lib/report/sarif.ts';
import { renderText } from '../../../lib/report/text.ts';
import { memoriesOf } from '../../../lib/run/look.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { listDrifts, makeSqliteProject } from './project.ts';

const migrations = `
create table plans (
  id integer primary key, status text not null default 'open' check (status in ('open', 'done')), kind text, note text);
create index plans_kind on plans (kind);
create table steps (id integer primary key, plan_id int references plans (id));
`;

test('severities, ignored and unexpected objects, hints and heads are told as everywhere', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database: `
      create table plans (id integer primary key, status text not null default 'done', kind text, nota text);
      create table audit_log (a); create table plan_copies (a);
      create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric);
      insert into __drizzle_migrations (hash, created_at) values ('0ff', 1704067200000);`,
    expectation: {
      unexpected: 'report',
      severity: [{ match: 'index:main.*', kind: 'missing', severity: 'low' }],
      ignore: [{ match: 'table:main.audit_*', reason: 'another team makes them' }, 'table:main.old_*'],
      head: { tool: 'drizzle', head: 'meta/_journal.json' },
    },
  });
  await mkdir(project.path('meta'));
  const entries = [
    { when: 1_704_067_200_000, tag: '0000_first' },
    { when: 1_704_153_600_000, tag: '0001_steps' },
  ];
  await writeFile(project.path('meta/_journal.json'), JSON.stringify({ entries }));
  const report = await project.check();
  expect(listDrifts(report)).toEqual([
    'unexpected column:main.plans.nota',
    'missing column:main.plans.note',
    'modified column:main.plans.status default',
    "missing constraint:main.plans.\"check (status in ('open', 'done'))\"",
    'missing index:main.plans_kind',
    'unexpected table:main.plan_copies',
    'missing table:main.steps',
    'modified migration-head:drizzle revision',
  ]);
  expect(report.drifts.find(({ id }) => id === 'column:main.plans.note')?.hint).toContain('nota');
  const bySeverity = Object.fromEntries(report.drifts.map(({ id, severity }) => [id, severity]));
  expect(bySeverity['index:main.plans_kind']).toBe('low');
});

test('accepted values: NULL, the nearest value, samples, redaction, CHECKs as promises and as limits', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database: `
      create table plans (
        id integer primary key, status text not null default 'open', kind text check (kind in ('alpha', 'beta')), note text);
      create index plans_kind on plans (kind);
      create table steps (id integer primary key, plan_id int references plans (id));
      insert into plans (status, kind, note) values ('open', 'alpha', 'x'), ('opem', null, 'secret'), ('done', 'beta', null);
      pragma ignore_check_constraints = on; insert into plans (kind) values ('alpa');`,
    expectation: {
      values: {
        'plans.kind': { accept: ['alpha', 'beta', 'gamma'], nulls: 'deny', samples: 2 },
        'plans.note': { accept: ['x'], redact: true },
      },
      ignore: ['constraint:main.*'],
    },
  });
  const report = await project.check();
  expect(report.diagnostics).toEqual([]);
  const [kind, note, status] = report.values;
  expect(kind).toMatchObject({ method: 'index', via: 'index:main.plans_kind', outcome: 'stray', strayRows: 2 });
  expect(kind?.strays).toEqual([
    expect.objectContaining({ value: 'alpa', rows: 1, samples: ['id=4'], nearest: 'alpha' }),
    expect.objectContaining({ value: null, rows: 1, samples: ['id=2'] }),
  ]);
  expect(kind?.constraint).toMatchObject({ allows: ['alpha', 'beta'], rejects: ['gamma'] });
  expect(note).toMatchObject({ outcome: 'stray', strays: [], strayRows: 1, method: 'aggregate' });
  // The migrations promise a CHECK that the database has lost.
  expect(status).toMatchObject({
    derivedFrom: "constraint:main.plans.\"check (status in ('open', 'done'))\"",
    strays: [{ value: 'opem', nearest: 'open' }],
  });
  expect(listDrifts(report)).toEqual([
    'modified column:main.plans.kind values',
    'modified column:main.plans.kind allowedValues',
    'modified column:main.plans.note values',
    'modified column:main.plans.status values',
  ]);
  expect(renderJson(asCheck(report))).not.toContain('secret');
});

test('a CHECK that is there as promised is proof enough where nobody asked for the values', async () => {
  await using project = await makeSqliteProject({ migrations, database: migrations });
  const report = await project.check();
  expect(report).toMatchObject({ outcome: 'inSync', values: [], coverage: { valueChecks: 0 } });
});

test('a big table without an index is read on from run to run', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database: `${migrations}
      insert into plans (note) with recursive n(i) as (select 1 union all select i + 1 from n where i < 120000)
      select case when i in (7, 110000) then 'odd' else 'x' end from n;`,
    expectation: { values: { 'plans.note': { accept: ['x'], budget: '1ms' } } },
  });
  let last: RunReport | undefined;
  const seen: unknown[] = [];
  for (let run = 0; run < 3; run++) {
    const memories = last === undefined ? {} : memoriesOf(last.values);
    last = await project.check({ recall: async () => memories });
    const [finding] = last.values;
    seen.push([finding?.method, Math.round((finding?.coverage ?? 0) * 100), finding?.strayRows]);
  }
  expect(seen).toEqual([
    ['rolling', 42, 1],
    ['rolling', 83, 1],
    ['rolling', 100, 2],
  ]);
});

const asCheck = (report: RunReport) => ({
  formatVersion: 1 as const,
  outcome: report.outcome,
  environments: [report],
  startedAt: report.startedAt,
  tookMs: report.tookMs,
});

test('a drift is accepted by a baseline, an incident lives and ends, and every format tells it', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database: migrations.replace(/create table steps.*\n/u, ''),
    environment: { baseline: 'baseline.json' },
  });
  let incidents: Incidents = {};
  const told: string[] = [];
  const live = (report: RunReport) => {
    const { changed, changes } = transition({
      environment: 'local',
      before: incidents,
      sight: sightOf(report),
      unseenRuns: 0,
      isBaseline: false,
      rules: { remindAfterMs: 86_400_000, flapping: { changes: 6, withinMs: 3_600_000 }, mutes: [] },
    });
    incidents = { ...incidents, ...changed };
    told.push(
      ...changes.map(({ change, subject, isRepaired }) => `${change} ${subject.id}${isRepaired ? ', mended' : ''}`),
    );
  };
  const report = await project.check({ repair: 'plan' });
  live(report);
  const published = JSON.parse(
    await readFile(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const fits = new Ajv({ strict: false }).compile(published);
  const check = asCheck(report);
  fits(JSON.parse(renderJson(check)));
  expect(fits.errors).toBeNull();
  for (const text of [
    renderText(check, { color: false, width: 100 }),
    renderMarkdown(check),
    renderHtml(check),
    renderJunit(check),
    renderAnnotations(check),
    renderSarif(check, { version: '1', configFile: 'driftline.yaml' }),
  ]) {
    expect(text).toContain('steps');
    expect(text).not.toMatch(/PostgreSQL|lock_timeout/u);
  }

  await runDriftline(['baseline', '--env', 'local', '-o', 'baseline.json'], { cwd: project.folder });
  expect(await project.check()).toMatchObject({
    outcome: 'inSync',
    accepted: { drifts: [{ id: 'table:main.steps' }] },
  });
  await writeFile(project.path('baseline.json'), JSON.stringify({ formatVersion: 1, environments: {} }));
  live(await project.check({ repair: 'safe' }));
  runInFile(project.path(), 'drop table steps');
  live(await project.check());
  expect(told).toEqual(['opened table:main.steps', 'resolved table:main.steps, mended', 'reopened table:main.steps']);
});
