import { z } from 'zod';
import { alertDefaults } from '../alerts/settings.ts';
import { severities } from '../diff/severity.ts';
import { timeWindowPattern } from '../time-window.ts';
import { durationPattern, formatDuration } from './duration.ts';

/** The section `alerts` of `driftline.yaml`: whom to tell of what, and when. */

const durationText = (description: string, defaultMs: number) => {
  const error = 'must be a whole number with its unit: 30m, 24h';
  return z
    .string({ error })
    .regex(durationPattern, { error })
    .optional()
    .meta({ description, default: formatDuration(defaultMs), examples: ['24h', '30m'] });
};

const filledText = z.string().min(1, { error: 'must not be empty' });

/** Whoever knows such an address may post in its name, so the file itself never holds one. */
const confidentialUrl = filledText.regex(/\$\{[A-Za-z_][A-Za-z0-9_]*\}/, {
  error: `must be taken from a variable: write \${NAME}, since whoever reads an address may post there`,
});

const environments = z
  .array(filledText)
  .min(1, { error: 'must name at least one environment' })
  .optional()
  .meta({
    description: 'Names of environments, in which * stands for any run of characters. Left out: all.',
    examples: [['prod', 'tenant-*']],
  });

const pattern = z.string().regex(/^([a-z -]+|\*):.+$/u, {
  error: 'must begin with an object kind, or with * for every kind: table:public.tmp_*',
});

const patterns = z
  .array(pattern)
  .min(1, { error: 'must hold at least one pattern' })
  .optional()
  .meta({ description: 'Patterns of objects, as under `ignore`. Left out: all.', examples: [['*:public.crm_*']] });

const quietHours = z
  .array(
    z
      .string()
      .min(1)
      .regex(timeWindowPattern, { error: 'is no window of time: Mon-Fri 20:00-08:00, Sat-Sun, 22:00-06:00' }),
  )
  .meta({
    description: 'When what is less than `high` waits; it is told with the first run afterwards.',
    examples: [['Mon-Fri 20:00-08:00', 'Sat-Sun']],
  });

const address = (service: string, variable: string) => ({
  url: confidentialUrl.optional().meta({
    description:
      `The URL of ${service}, from an environment variable. In AWS it is read from the secret ` +
      'driftline/alerts/<channel> instead. Either this or `secret`.',
    examples: [`\${${variable}}`],
  }),
  secret: filledText.optional().meta({
    description: 'The name or ARN of a secret in AWS Secrets Manager that holds it.',
    examples: ['driftline/slack'],
  }),
  redact: redact.optional(),
});

const redact = z.boolean().meta({
  description: 'Leaves out everything that may hold a value of the database: values, hints, statements.',
  default: false,
});

const channel = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('slack'), ...address('an incoming webhook of Slack', 'SLACK_WEBHOOK_URL') }),
      z.strictObject({ kind: z.literal('teams'), ...address('a workflow of Microsoft Teams', 'TEAMS_WORKFLOW_URL') }),
      z.strictObject({
        kind: z.literal('webhook'),
        ...address('the webhook', 'WEBHOOK_URL'),
        key: confidentialUrl.optional().meta({
          description: 'What requests are signed with (HMAC-SHA256). A secret holds it beside the URL: {"url", "key"}.',
          examples: [`\${WEBHOOK_KEY}`],
        }),
      }),
      z.strictObject({
        kind: z.literal('email'),
        topic: z
          .string()
          .regex(/^arn:[^:]+:sns:[^:]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, { error: 'is no ARN of an SNS topic' })
          .meta({
            description: 'The ARN of the SNS topic that mails are published to.',
            examples: ['arn:aws:sns:eu-central-1:111111111111:drift'],
          }),
        redact: redact.optional(),
      }),
      z.strictObject({
        kind: z.literal('events'),
        bus: z
          .string()
          .regex(/^(arn:[^:]+:events:[^:]+:\d{12}:event-bus\/)?[A-Za-z0-9._/-]{1,256}$/, { error: 'is no event bus' })
          .optional()
          .meta({ description: 'The name or ARN of an EventBridge bus.', default: 'default' }),
        redact: redact.optional(),
      }),
    ],
    { error: 'must have a `kind`: slack, teams, webhook, email or events' },
  )
  .meta({ description: 'A way to tell people or programs.' });

const channelNames = z.array(z.string()).min(1, { error: 'must name at least one channel' });

const route = z.strictObject({
  channels: channelNames.meta({ description: 'Names of channels.' }),
  environments,
  match: patterns,
  severity: z
    .enum(severities)
    .optional()
    .meta({ description: 'The least that is told.', default: alertDefaults.severity }),
  quietHours: quietHours.optional(),
});

const owner = z.strictObject({
  name: filledText.meta({ description: 'Who it is, for people.', examples: ['Data team'] }),
  environments,
  match: patterns,
  slack: z
    .string()
    .regex(/^<(@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+|!here|!channel)>$/, {
      error: 'is no mention as Slack writes it: <@U0123ABCD>, <!subteam^S0123ABCD>',
    })
    .optional()
    .meta({ description: 'How Slack mentions them.', examples: ['<@U0123ABCD>', '<!subteam^S0123ABCD>'] }),
});

const mute = z.strictObject({
  match: pattern.meta({ description: 'A pattern of objects, as under `ignore`; unknown:* for what cannot be seen.' }),
  environments,
  reason: z.string().trim().min(1, { error: 'must say why' }).meta({ description: 'Why nobody is to be told.' }),
  until: z.iso.date({ error: 'must be a day that exists, as 2027-01-31' }).meta({
    description: 'The last day (UTC) on which nobody is told.',
  }),
});

export const alertsSection = z
  .strictObject({
    channels: z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: 'is no name' }), channel)
      .optional()
      .meta({ description: 'The ways to tell people, each under a name of your choice.' }),
    routes: z.array(route).optional().meta({
      description: 'What goes where; every route that fits takes its share. Left out: everything everywhere.',
    }),
    owners: z
      .array(owner)
      .optional()
      .meta({ description: 'Who is mentioned; the first that fits an object is its owner.' }),
    mutes: z.array(mute).optional().meta({ description: 'What nobody is told of, for a while.' }),
    remindAfter: durationText('When people are reminded of what is still open.', alertDefaults.remindAfterMs),
    flapping: z
      .strictObject({
        changes: z
          .int()
          .min(2, { error: 'must be at least 2' })
          .max(100, { error: 'must be at most 100' })
          .optional()
          .meta({
            description: 'So often it has come or gone.',
            default: alertDefaults.flapping.changes,
          }),
        within: durationText('In such a time.', alertDefaults.flapping.withinMs),
      })
      .optional()
      .meta({
        description: 'When a drift that comes and goes is told as such, once, until it is steady for that time.',
      }),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'is no time zone: Europe/Berlin' })
      .optional()
      .meta({
        description: 'The zone that quiet hours are in.',
        default: alertDefaults.timeZone,
        examples: ['Europe/Berlin'],
      }),
    quietHours: quietHours.optional(),
    runbook: z
      .url({ protocol: /^https?$/, error: 'is no http(s) URL' })
      .optional()
      .meta({
        description: 'Where your people read what to do; each message links it.',
      }),
    heartbeat: z
      .union(
        [
          confidentialUrl,
          z.strictObject({ secret: filledText.meta({ description: 'The name or ARN of a secret that holds it.' }) }),
        ],
        {
          error: `must be a \${NAME}, or a mapping with \`secret\``,
        },
      )
      .optional()
      .meta({
        description:
          'A URL that is called after every complete run, so that a dead monitor is noticed from outside. In AWS it is read ' +
          'from the secret driftline/alerts/heartbeat.',
        examples: [`\${HEARTBEAT_URL}`],
      }),
  })
  .meta({ description: 'Whom to tell of drift, and when.' });

export type AlertsSection = z.infer<typeof alertsSection>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
