import { addStatus, buildIndex, creditsUsed, narrowType, status, statusIndex, topic } from './example-parts.ts';
import { run } from './reports.ts';

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
        tookMs: 2_004,
        lockWaits: { times: 4, waitedMs: 8_012 },
      },
      {
        statement: addStatus,
        outcome: 'alreadyThere',
        reason: 'it came after the plan was made, just as planned',
        tookMs: 3,
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
