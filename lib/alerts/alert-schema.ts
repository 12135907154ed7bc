import { z } from 'zod';
import { driftKinds } from '../diff/drift.ts';
import { severities } from '../diff/severity.ts';
import { changeKinds } from '../incidents/incident.ts';
import { alertFormatVersion, type ChangeDetail } from './change-detail.ts';
import type { EventDetail } from './event-bridge.ts';
import type { WebhookBody } from './webhook.ts';

const moment = z.string().describe('ISO 8601, UTC.');

const change = {
  change: z
    .enum(changeKinds)
    .describe(
      'opened, reopened: it is there. reminded: it still is. flapping: it comes and goes. repaired: it came and was ' +
        'mended in one run. resolved: it is gone.',
    ),
  id: z.string().describe('The same for the same change, however often it arrives: what to tell repetitions by.'),
  fingerprint: z.string().describe('Names the drift across runs: what opens and what resolves bear the same.'),
  object: z
    .string()
    .describe('kind:name, for example table:public.content_plans; unknown:ENVIRONMENT for what was not seen.'),
  kind: z.enum([...driftKinds, 'unknown']),
  attribute: z.string().describe('What of the object differs, for modified and invalid.').exactOptional(),
  severity: z.enum(severities),
  summary: z.string().describe('One line for people. Quotes the database: hostile text.'),
  openedAt: moment,
  at: moment.describe('When the run began that saw it.'),
  repaired: z.boolean().describe('Driftline itself mended it.'),
  hint: z.string().exactOptional(),
  sql: z.string().describe('The statements that would mend it; cut when they are long.').exactOptional(),
};

const changeDetail = z.object(change).meta({ id: 'Change' }) satisfies z.ZodType<ChangeDetail>;

const webhookBody = z
  .object({
    formatVersion: z.literal(alertFormatVersion),
    id: z
      .string()
      .describe('The same for the same message, however often it arrives. Also the header driftline-delivery.'),
    test: z.boolean().describe('Made up, to try the channel.'),
    environment: z.string(),
    runId: z.string(),
    at: moment,
    outcome: z.enum(['inSync', 'drift', 'unknown']),
    changes: z.array(changeDetail),
    notSeen: z.array(z.string()).describe('What could not be looked at, and why.'),
    notRepaired: z.array(z.string()).describe('What a repair could not do.'),
    repair: z.array(z.string()).describe('How a repair went as a whole, then what it did, a statement each.'),
    openIncidents: z.int().nonnegative(),
    owners: z.array(z.string()),
    report: z.string().describe('The page that shows the whole report.').exactOptional(),
    runbook: z.string().exactOptional(),
  })
  .meta({ id: 'WebhookBody', description: 'The body of a request to a webhook.' }) satisfies z.ZodType<WebhookBody>;

const eventDetail = z
  .object({
    formatVersion: z.literal(alertFormatVersion),
    environment: z.string(),
    runId: z.string(),
    test: z.boolean().describe('Made up, to try the channel.'),
    report: z.string().describe('The page that shows the whole report.').exactOptional(),
    ...change,
  })
  .meta({
    id: 'EventDetail',
    description: 'The detail of an EventBridge event whose source is driftline.',
  }) satisfies z.ZodType<EventDetail>;

/**
 * The JSON Schema (draft 7) of what programs are told, as published in `schema/alert.schema.json`. It lets properties
 * through that it does not name, so that what later versions with the same `formatVersion` say passes.
 */
export function alertJsonSchema(): object {
  return {
    title: 'Driftline alerts',
    ...z.toJSONSchema(z.union([webhookBody, eventDetail]), { target: 'draft-07', io: 'input' }),
  };
}
