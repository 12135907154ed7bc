import type { ChangeKind } from '../incidents/incident.ts';
import type { Alert } from './alert.ts';
import { alertFormatVersion, type ChangeDetail, changeDetail } from './change-detail.ts';

export const eventSource = 'driftline';

/** What the detail of an event holds; published as `schema/alert.schema.json`. */
export interface EventDetail extends ChangeDetail {
  readonly formatVersion: typeof alertFormatVersion;
  readonly environment: string;
  readonly runId: string;
  readonly test: boolean;
  readonly report?: string;
}

export interface DriftEvent {
  readonly detailType: string;
  readonly detail: EventDetail;
}

const detailTypes: { readonly [change in ChangeKind]: string } = {
  opened: 'Drift Opened',
  reopened: 'Drift Opened',
  reminded: 'Drift Reminded',
  flapping: 'Drift Flapping',
  repaired: 'Drift Resolved',
  resolved: 'Drift Resolved',
};

/** Says an alert as events: one a change. */
export function driftEvents(alert: Alert, isRedacted: boolean): readonly DriftEvent[] {
  const { environment, runId, report } = alert;
  return alert.changes.map((change) => ({
    detailType: detailTypes[change.change],
    detail: {
      formatVersion: alertFormatVersion,
      environment,
      runId,
      test: alert.isTest === true,
      ...changeDetail(change, alert, isRedacted),
      ...(report === undefined ? {} : { report }),
    },
  }));
}
