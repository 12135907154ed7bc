import type { Json } from '../../../lib/catalog/snapshot.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { check, drift, run, statement } from './reports.ts';

const projects = 'table:public.UserProject';

function missingColumn(name: string, attributes: { readonly [name: string]: Json }): Drift {
  return drift('missing', `column:public.UserProject.${name}`, 'critical', {
    belongsTo: [projects],
    expected: { belongsTo: [projects], ...attributes },
  });
}

const addStatus = statement(
  [
    'alter table public."UserProject"',
    '  add column "creditsUsed" integer default 0,',
    `  add column status character varying(20) default 'pending'::character varying not null`,
  ].join('\n'),
  {
    causedBy: ['column:public.UserProject.creditsUsed', 'column:public.UserProject.status'],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [projects],
  },
);

const buildIndex = statement(
  'create index concurrently "UserProject_status_idx" on public."UserProject" using btree (status)',
  {
    causedBy: ['index:public.UserProject_status_idx'],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [projects],
    transaction: 'outside',
    statementTimeoutMs: 3_600_000,
    sizedBy: [projects],
  },
);

const narrowType = statement('alter table public.content_items\n  alter column topic type character varying(500)', {
  causedBy: ['column:public.content_items.topic'],
  lockMode: 'ACCESS EXCLUSIVE',
  locks: ['table:public.content_items'],
  hazards: [
    {
      code: 'TABLE_REWRITE',
      message: 'Every row is written anew while nobody can read or write the table.',
      saferWay:
        'Add a second column of the new type, copy the rows in small batches, then swap the names in one short transaction.',
    },
    { code: 'MAY_FAIL_ON_DATA', message: 'A topic longer than 500 characters makes the statement fail.' },
  ],
});

const creditsUsed = missingColumn('creditsUsed', { type: 'integer', isNullable: true, default: '0' });

const status = missingColumn('status', {
  type: 'character varying(20)',
  isNullable: false,
  default: "'pending'::character varying",
});

const statusIndex = drift('missing', 'index:public.UserProject_status_idx', 'medium', {
  belongsTo: [projects],
  expected: { belongsTo: [projects], isUnique: false, isValid: true, definition: 'USING btree (status)' },
});

const topic = drift('modified', 'column:public.content_items.topic', 'high', {
  belongsTo: ['table:public.content_items'],
  attribute: 'type',
  expected: 'character varying(500)',
  actual: 'character varying(250)',
});

/** Catalog drifts of every kind. */
export const driftingRun = run('super-chatbot-prod', {
  expectation: 'super-chatbot',
  outcome: 'drift',
  tookMs: 41,
  server: { version: '17.10', database: 'chatbot', address: 'db.example.com:5432' },
  drifts: [
    creditsUsed,
    status,
    topic,
    drift('modified', 'column:public.content_items.goal', 'medium', {
      belongsTo: ['table:public.content_items'],
      attribute: 'isNullable',
      expected: false,
      actual: true,
    }),
    drift('unexpected', 'column:public.content_items.legacy_flag', 'high', {
      belongsTo: ['table:public.content_items'],
      actual: { belongsTo: ['table:public.content_items'], type: 'boolean', isNullable: false },
    }),
    drift('modified', 'enum:public.mood', 'high', {
      attribute: 'labels',
      expected: ['happy', 'calm', 'sad'],
      actual: ['happy', 'sad'],
    }),
    drift('invalid', 'index:public.ix_content_items_status', 'medium', {
      belongsTo: ['table:public.content_items'],
      attribute: 'isValid',
      expected: true,
      actual: false,
      hint: 'PostgreSQL maintains this index on every write but no query uses it: a concurrent build failed or still runs',
    }),
    drift('renamed', 'index:public.ix_content_items_plan_id', 'low', {
      belongsTo: ['table:public.content_items'],
      expected: 'index:public.ix_content_items_plan_id',
      actual: 'index:public.content_items_plan_id_idx',
    }),
    statusIndex,
    drift('missing', 'table:public.content_plans', 'critical', {
      expected: { persistence: 'permanent' },
      includes: ['column:public.content_plans.id', 'index:public.ix_content_plans_status'],
      includeCounts: { column: 9, index: 3, 'primary key': 1 },
      hint: 'app.content_plans exists in another schema: is search_path or the connection’s database the one you mean?',
    }),
    drift('unexpected', 'table:public.tmp_backup', 'low', {
      actual: { persistence: 'unlogged' },
      includes: ['column:public.tmp_backup.id'],
      includeCounts: { column: 1 },
    }),
    drift('modified', 'migration-head:drizzle', 'high', {
      attribute: 'revision',
      expected: '0001_add_project_status',
      actual: '0000_create_users_and_projects',
      hint: 'Drizzle stands at 0000_create_users_and_projects; not applied: 0001_add_project_status. `npx drizzle-kit migrate` applies what is pending',
    }),
  ],
  plan: {
    catalogFingerprint: '0123456789abcdef',
    statements: [addStatus, buildIndex, narrowType],
    unplanned: [
      { id: 'enum:public.mood', reason: 'labels between others need BEFORE or AFTER and a person who knows which' },
    ],
  },
});

/** Stray values, a redacted column, and one that could not be judged. */
const strayRun = run('crm-prod', {
  expectation: 'crm-translations',
  outcome: 'drift',
  repair: 'off',
  drifts: [
    drift('modified', 'column:public.communications_conversations.platform', 'high', {
      attribute: 'values',
      expected: ['telegram', 'whatsapp', 'email', 'instagram', 'facebook'],
      actual: [{ value: 'Telegramm', rows: 1204, rowsAreAtLeast: false, nearest: 'telegram' }],
      hint: "'Telegramm' was probably meant as 'telegram'. Correct the rows by hand, or accept the value if the code knows it.",
    }),
  ],
  values: [
    {
      column: 'column:public.communications_conversations.platform',
      accept: ['telegram', 'whatsapp', 'email', 'instagram', 'facebook'],
      outcome: 'stray',
      method: 'index',
      via: 'index:public.ix_communications_conversations_platform',
      strays: [
        { value: 'Telegramm', rows: 1204, rowsAreAtLeast: false, nearest: 'telegram' },
        { value: 'viber', rows: 13, rowsAreAtLeast: false },
        { value: '', rows: 2, rowsAreAtLeast: false },
        { value: null, rows: 1, rowsAreAtLeast: false },
      ],
      straysAreAtLeast: false,
      strayRows: 1220,
      strayRowsAreAtLeast: false,
      coverage: 1,
      suggestion:
        "-- Only people know what these values meant. Look at the rows first, then adapt:\n-- update public.communications_conversations set platform = 'telegram' where platform = 'Telegramm';",
      tookMs: 2,
    },
    {
      column: 'column:public.crm_clients.note',
      accept: ['a', 'b'],
      outcome: 'unknown',
      strays: [],
      straysAreAtLeast: false,
      strayRows: 0,
      strayRowsAreAtLeast: false,
      coverage: 0,
      reason: 'the column holds more than 10,000 distinct values, which looks like free text',
      tookMs: 33,
    },
  ],
});

const { server: _, ...unconnected } = run('bisnesmedia-dev');

/** A database that could not be reached. */
const unknownRun: RunReport = {
  ...unconnected,
  expectation: 'bisnesmedia',
  outcome: 'unknown',
  repair: 'off',
  coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
  diagnostics: [
    {
      level: 'error',
      code: 'connection-refused',
      message: 'nothing listens at db:5432',
      remedy: 'Check the host and port of the environment’s url, and that the server runs.',
    },
  ],
  tookMs: 3021,
};

/** A safe repair that mended everything but what needs a person. */
export const repairedRun = run('content-staging', {
  outcome: 'drift',
  repair: 'safe',
  drifts: [topic],
  driftsBefore: [creditsUsed, status, topic],
  plan: { catalogFingerprint: '0123456789abcdef', statements: [addStatus, narrowType], unplanned: [] },
  applied: {
    results: [
      { statement: addStatus, outcome: 'applied', tookMs: 12 },
      { statement: narrowType, outcome: 'refused', reason: 'it has hazards, so it waits for a person', tookMs: 0 },
    ],
    tookMs: 84,
  },
  diagnostics: [
    {
      level: 'warning',
      code: 'migration-head-behind',
      message:
        'Alembic stands at 003_add_analytics_events, not at 004_add_content_tables, though everything that the migrations promise is there; the next upgrade will try to apply them again',
      remedy: 'Run `alembic stamp 004_add_content_tables`.',
    },
    { level: 'info', code: 'objects-not-modelled', message: '3 views and 1 function were not compared' },
  ],
});

/** Everything that a report can say, in one document. */
export const everything = check(run('content-prod'), driftingRun, strayRun, unknownRun, repairedRun);

/** A safe repair after which nothing is left to mend. */
export const mendedRun = run('content-staging', {
  outcome: 'inSync',
  repair: 'safe',
  driftsBefore: [creditsUsed, status],
  plan: { catalogFingerprint: '0123456789abcdef', statements: [addStatus], unplanned: [] },
  applied: { results: [{ statement: addStatus, outcome: 'applied', tookMs: 12 }], tookMs: 31 },
});

const plan = { catalogFingerprint: '0123456789abcdef', statements: [addStatus, buildIndex], unplanned: [] };

/** A repair that a lock stopped: what had run was undone. */
export const failedRun = run('content-staging', {
  outcome: 'drift',
  repair: 'safe',
  drifts: [creditsUsed, status, statusIndex],
  driftsBefore: [creditsUsed, status, statusIndex],
  plan,
  applied: {
    results: [
      { statement: addStatus, outcome: 'rolledBack', reason: 'a later step failed', tookMs: 12 },
      {
        statement: buildIndex,
        outcome: 'failed',
        reason: 'the lock was not to be had within 2 s, four times',
        tookMs: 9_204,
      },
      { statement: narrowType, outcome: 'refused', reason: 'TABLE_REWRITE: every row is written anew', tookMs: 0 },
      { statement: addStatus, outcome: 'inDoubt', reason: 'the connection died while committing', tookMs: 61_000 },
    ],
    tookMs: 71_350,
  },
});

/** A repair that was not even tried. */
export const refusedRun = run('content-staging', {
  outcome: 'drift',
  repair: 'safe',
  drifts: [creditsUsed],
  driftsBefore: [creditsUsed],
  plan,
  applied: {
    results: [],
    refused: {
      code: 'read-only',
      reason: 'the server is a standby, which takes no changes',
      remedy: 'Point the environment at the primary.',
    },
    tookMs: 3,
  },
});
