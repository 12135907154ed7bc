import { fingerprintText } from '../catalog/fingerprint.ts';
import { driftKinds } from '../diff/drift.ts';
import type { IncidentChange } from '../incidents/incident.ts';
import type { Alert } from './alert.ts';

/** A made-up alert that shows what a real one looks like, and says of itself that it is none. */
export function sampleAlert(now: Date, runbook: string | undefined): Alert {
  const at = now.toISOString();
  const id = 'table:public.driftline_sample';
  const line = 'table public.driftline_sample is missing (a made-up drift: nothing is wrong)';
  const change: IncidentChange = {
    change: 'opened',
    subject: {
      fingerprint: fingerprintText('sample'),
      id,
      kind: driftKinds[0],
      severity: 'low',
      title: line,
      line,
    },
    at,
    openedAt: at,
    id: `test/${at}/opened`,
  };
  return {
    id: `${at} test`,
    environment: 'test',
    runId: `${at}-test`,
    at,
    outcome: 'drift',
    changes: [change],
    remedies: {
      [change.subject.fingerprint]: {
        hint: 'If you can read this, the channel works.',
        sql: 'create table public.driftline_sample (id bigint);',
      },
    },
    repairTrouble: [],
    unseen: [],
    stillOpen: 0,
    owners: [],
    ...(runbook === undefined ? {} : { runbook }),
    isTest: true,
  };
}
