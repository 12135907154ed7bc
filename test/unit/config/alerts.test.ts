import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../lib/config/read-config.ts';
import { revealConfidential } from '../../../lib/config/secrets/reveal-confidential.ts';
import { toConfig } from '../../../lib/config/to-config.ts';

const base = `expectations: { content: { migrations: migrations } }
environments: { prod: { expectation: content, url: "\${PROD_URL}" } }
`;

function read(alerts: string) {
  const { file, placeOf } = readConfig(`${base}alerts:\n${alerts}`, 'driftline.yaml');
  return toConfig(file, { file: 'driftline.yaml', baseDir: '/project', placeOf }).alerts;
}

test('what is left out is filled in', () => {
  expect(read(`  channels: { ops: { kind: slack, url: "\${SLACK}" } }\n`)).toEqual({
    remindAfterMs: 86_400_000,
    flapping: { changes: 6, withinMs: 43_200_000 },
    mutes: [],
    timeZone: 'UTC',
    quietHours: [],
    channels: {
      ops: {
        kind: 'slack',
        name: 'ops',
        isRedacted: false,
        url: { kind: 'variable', template: `\${SLACK}`, at: expect.stringContaining('driftline.yaml:4:') },
      },
    },
    routes: [],
    owners: [],
  });
});

test('everything that can be said is understood', () => {
  const alerts = read(`  channels:
    ops: { kind: slack, secret: ops/slack, redact: true }
    hook: { kind: webhook, url: "\${HOOK}", key: "\${KEY}" }
    mail: { kind: email, topic: "arn:aws:sns:eu-central-1:111111111111:drift" }
    bus: { kind: events }
  routes:
    - { channels: [ops], environments: ["prod*"], severity: high, match: ["*:public.crm_*"], quietHours: ["Sat-Sun"] }
  owners: [{ name: Data team, match: ["*:public.crm_*"], slack: "<!subteam^S0123ABCD>" }]
  mutes: [{ match: "table:public.tmp_*", reason: "load test", until: 2027-01-31, environments: [staging] }]
  remindAfter: 720h
  flapping: { changes: 4, within: 6h }
  timeZone: Europe/Berlin
  quietHours: ["Mon-Fri 20:00-08:00"]
  runbook: https://wiki.example.com/drift
  heartbeat: { secret: ops/heartbeat }
`);
  expect(alerts).toMatchObject({
    channels: {
      ops: { url: { kind: 'secret', secretId: 'ops/slack' }, isRedacted: true },
      hook: { key: { template: `\${KEY}` } },
      mail: { topicArn: 'arn:aws:sns:eu-central-1:111111111111:drift' },
      bus: { bus: 'default' },
    },
    routes: [{ severity: 'high', patterns: ['*:public.crm_*'], quietHours: [{ days: [5, 6], from: 0, to: 1440 }] }],
    mutes: [{ pattern: 'table:public.tmp_*', until: '2027-01-31T23:59:59.999Z', environments: ['staging'] }],
    remindAfterMs: 720 * 3_600_000,
    flapping: { changes: 4, withinMs: 6 * 3_600_000 },
    heartbeat: { kind: 'secret', secretId: 'ops/heartbeat' },
  });
});

describe('mistakes are named', () => {
  test.for([
    [
      'an address in the file itself',
      'channels: { a: { kind: slack, url: "https://hooks.example.com/x" } }',
      'must be taken from a variable',
    ],
    ['no address', 'channels: { a: { kind: teams } }', 'needs `url` or `secret`'],
    ['two addresses', `channels: { a: { kind: slack, url: "\${A}", secret: b } }`, 'stands beside `url`'],
    ['an unknown kind', `channels: { a: { kind: slak, url: "\${A}" } }`, 'slack, teams, webhook, email or events'],
    [
      'a route to nowhere',
      'channels: { ops: { kind: events } }, routes: [{ channels: [opps] }]',
      'names no channel of `alerts.channels`; did you mean "ops"?',
    ],
    ['an unknown time zone', 'timeZone: Europe/Berln', 'is no time zone'],
    ['a window that is none', 'quietHours: ["8-20"]', 'is no window of time'],
    ['a mute without a reason', 'mutes: [{ match: "table:a", until: 2027-01-31 }]', 'reason'],
    ['a mute without an end', 'mutes: [{ match: "table:a", reason: x }]', 'until'],
    ['a mention of anybody else', 'owners: [{ name: a, slack: "@bob" }]', 'is no mention as Slack writes it'],
    ['what is no topic', 'channels: { a: { kind: email, topic: ops@example.com } }', 'is no ARN of an SNS topic'],
  ] as const)('%s', ([, alerts, why]) => {
    expect(() => read(`  { ${alerts} }\n`)).toThrow(why);
  });
});

describe('what is confidential is found', () => {
  const never = () => Promise.reject(new Error('not asked'));

  test('in variables and in secrets', async () => {
    const fromVariable = revealConfidential({ HOOK: ' https://hooks.example.com/x\n' }, never);
    expect(await fromVariable({ kind: 'variable', template: `\${HOOK}`, at: 'a' })).toBe('https://hooks.example.com/x');
    const fromSecret = revealConfidential({}, async ({ secretId }) => `https://${secretId}`);
    expect(await fromSecret({ kind: 'secret', secretId: 'ops', at: 'a' })).toBe('https://ops');
  });

  test('or said to be missing', async () => {
    const text = { kind: 'variable', template: `\${HOOK}`, at: 'driftline.yaml:4:9' } as const;
    await expect(revealConfidential({}, never)(text)).rejects.toMatchObject({ code: 'env-var-unset' });
  });
});
