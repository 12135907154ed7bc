import type { RunReport } from '../../../lib/report/run-report.ts';
import { addStatus, buildIndex, creditsUsed, narrowType, status, statusIndex, topic } from './example-parts.ts';
import { repairedRun } from './repairs.ts';
import { check, drift, run } from './reports.ts';

/** A migration tool that has not applied its last migration. */
export const laggingHead = drift('modified', 'migration-head:drizzle', 'high', {
  attribute: 'revision',
  expected: '0001_add_project_status',
  actual: '0000_create_users_and_projects',
  hint: 'Drizzle stands at 0000_create_users_and_projects; not applied: 0001_add_project_status. `npx drizzle-kit migrate` applies what is pending',
});

/** Catalog drifts of every kind. */
export const driftingRun = run('super-chatbot-prod', {
  expectation: 'super-chatbot',
  outcome: 'drift',
  tookMs: 41,
  server: { version: '17.10', database: 'chatbot', address: 'db.example.com:5432' },
  sketch: [
    {
      id: 'table:public.UserProject',
      columns: ['id', 'userId', 'title', 'status', 'creditsUsed'].map((name) => ({ name, type: 'text' })),
      refersTo: ['table:public.User'],
    },
    {
      id: 'table:public.content_items',
      columns: ['id', 'topic', 'goal', 'plan_id', 'status'].map((name) => ({ name, type: 'text' })),
      refersTo: ['table:public.content_plans'],
    },
    {
      id: 'table:public.content_plans',
      columns: ['id', 'status'].map((name) => ({ name, type: 'text' })),
      refersTo: [],
    },
    { id: 'table:public.User', columns: [{ name: 'id', type: 'text' }], refersTo: [] },
  ],
  promisedBy: {
    'column:public.UserProject.status': { file: 'migrations/super-chatbot/0001_add_project_status.sql', line: 3 },
    'table:public.UserProject': { file: 'migrations/super-chatbot/0000_create_users_and_projects.sql', line: 12 },
    'table:public.content_items': { file: 'migrations/super-chatbot/0002_content items.sql', line: 7 },
  },
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
    laggingHead,
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
export const strayRun = run('crm-prod', {
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

/** Everything that a report can say, in one document. */
export const everything = check(run('content-prod'), driftingRun, strayRun, unknownRun, repairedRun);
