import { createHmac } from 'node:crypto';
import type { Alert } from './alert.ts';
import { alertFormatVersion, type ChangeDetail, changeDetail } from './change-detail.ts';

/** What a webhook is told; published as `schema/alert.schema.json`. */
export interface WebhookBody {
  readonly formatVersion: typeof alertFormatVersion;
  /** The same for the same message, however often it arrives. */
  readonly id: string;
  readonly test: boolean;
  readonly environment: string;
  readonly runId: string;
  readonly at: string;
  readonly outcome: Alert['outcome'];
  readonly changes: readonly ChangeDetail[];
  readonly notSeen: readonly string[];
  readonly notRepaired: readonly string[];
  readonly repair: readonly string[];
  readonly openIncidents: number;
  readonly owners: readonly string[];
  readonly report?: string;
  readonly runbook?: string;
}

/** Says an alert to a program. */
export function webhookBody(alert: Alert, isRedacted: boolean): WebhookBody {
  const { id, environment, runId, at, outcome, unseen, repairTrouble, stillOpen, owners, report, runbook } = alert;
  const { repairRecord = [] } = alert;
  return {
    formatVersion: alertFormatVersion,
    id,
    test: alert.isTest === true,
    environment,
    runId,
    at,
    outcome,
    changes: alert.changes.map((change) => changeDetail(change, alert, isRedacted)),
    notSeen: isRedacted ? [] : unseen,
    notRepaired: isRedacted ? [] : repairTrouble,
    repair: isRedacted ? repairRecord.slice(0, 1) : repairRecord,
    openIncidents: stillOpen,
    owners: owners.map(({ name }) => name),
    ...(report === undefined ? {} : { report }),
    ...(runbook === undefined ? {} : { runbook }),
  };
}

/**
 * The headers of a signed request: `driftline-timestamp` in seconds since 1970, and `driftline-signature`, `v1=` and
 * the hexadecimal HMAC-SHA256 over `<timestamp>.<body>`. `docs/alerts.md` shows how it is verified.
 */
export function signWebhook(body: string, key: string, now: Date): { readonly [header: string]: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return { 'driftline-timestamp': timestamp, 'driftline-signature': `v1=${signature}` };
}
