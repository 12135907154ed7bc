import { beforeAll, describe, expect, test } from 'vitest';
import { noAlerts } from '../../lib/alerts/settings.ts';
import { configOf, environment, synthesize } from '../infra/synthesize.ts';
import { arn, type MayI, simulateRole } from './simulate-role.ts';

let mayI: MayI;

beforeAll(async () => {
  const url = { kind: 'variable', template: `\${SLACK}`, at: '' } as const;
  const alerts = {
    ...noAlerts,
    channels: {
      slack: { kind: 'slack', name: 'slack', url, isRedacted: false },
      mail: { kind: 'email', name: 'mail', topicArn: arn('sns', 'drift'), isRedacted: false },
      bus: { kind: 'events', name: 'bus', bus: 'drift', isRedacted: false },
    },
  } as const;
  const { stack } = synthesize(() => ({ config: { ...configOf(environment('prod')), alerts } }));
  mayI = await simulateRole(stack, 'NotifyFunctionRole');
});

const ownSecret = arn('secretsmanager', 'secret:driftline/alerts/slack-AbCdEf');

describe('the notify function may', () => {
  test.for([
    ["read its channel's secret", 'secretsmanager:GetSecretValue', ownSecret],
    ['publish to its topic', 'sns:Publish', arn('sns', 'drift')],
    ['put events on its bus', 'events:PutEvents', arn('events', 'event-bus/drift')],
    ['read the stream', 'dynamodb:GetRecords', arn('dynamodb', 'table/own/stream/1')],
    ['mark what it sends', 'dynamodb:PutItem', arn('dynamodb', 'table/own')],
    ['hand on what it gave up', 'sqs:SendMessage', arn('sqs', 'own')],
  ] as const)('%s', async ([, action, resource]) => {
    expect(await mayI(action, resource)).toBe(true);
  });
});

describe('the notify function may not', () => {
  test.for([
    ["read a database's secret", 'secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:prod/db-AbCdEf')],
    ['publish to another topic', 'sns:Publish', arn('sns', 'payroll')],
    ['put events on another bus', 'events:PutEvents', arn('events', 'event-bus/default')],
    ['read another table', 'dynamodb:GetItem', arn('dynamodb', 'table/other')],
    ['delete from its table', 'dynamodb:DeleteItem', arn('dynamodb', 'table/own')],
    ['read reports', 's3:GetObject', 'arn:aws:s3:::own/reports/run.json.gz'],
    ['read its queue', 'sqs:ReceiveMessage', arn('sqs', 'own')],
    ['log in to databases', 'rds-db:connect', arn('rds-db', 'dbuser:db-ABC/driftline')],
  ] as const)('%s', async ([, action, resource]) => {
    expect(await mayI(action, resource)).toBe(false);
  });
});
