import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { noAlerts } from '../../lib/alerts/settings.ts';
import { configOf, environment, synthesize } from '../infra/synthesize.ts';

/** The part of the simulator that is used. It is not installed with the project, so its types are not there either. */
interface Simulator {
  readonly runSimulation: (
    simulation: object,
    options: object,
  ) => Promise<{ readonly overallResult?: string; readonly resultType: string; readonly errors?: unknown }>;
}

const account = '111111111111';
const region = 'eu-central-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const arns: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': arn('dynamodb', 'table/own'),
  'AWS::SQS::Queue': arn('sqs', 'own'),
  'AWS::Logs::LogGroup': arn('logs', 'log-group:own:*'),
};

type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
>;

let simulator: Simulator;
let policies: readonly object[];

beforeAll(async () => {
  const name = '@cloud-copilot/iam-simulate';
  simulator = (await import(name)) as Simulator;
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
  const resources: Resources = Template.fromStack(stack).toJSON().Resources;
  policies = Object.entries(resources).flatMap(([id, { Type: type, Properties: properties }]) => {
    const isIts = JSON.stringify(properties.Roles ?? []).includes('NotifyFunctionRole');
    if (type !== 'AWS::IAM::Policy' || !isIts) return [];
    const policy = resolve(properties.PolicyDocument, resources) as object;
    return [{ name: id, policy: { Version: '2012-10-17', ...policy } }];
  });
});

/** Puts made-up ARNs in the place of what CloudFormation would make. */
function resolve(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((it) => resolve(it, resources));
  if (typeof value !== 'object' || value === null) return value;
  const it = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly [string, string];
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (it.Ref === 'AWS::Partition') return 'aws';
  const [id, attribute] = it['Fn::GetAtt'] ?? [];
  if (id !== undefined)
    return attribute === 'StreamArn'
      ? arn('dynamodb', 'table/own/stream/1')
      : (arns[resources[id]?.Type ?? ''] ?? 'unforeseen');
  const join = it['Fn::Join'];
  if (join !== undefined) return join[1].map((part) => resolve(part, resources)).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, resources)]));
}

async function mayI(action: string, resource: string): Promise<boolean> {
  const principal = `arn:aws:iam::${account}:role/notify`;
  const request = { principal, action, resource: { resource, accountId: account }, contextVariables: {} };
  const answer = await simulator.runSimulation(
    { request, identityPolicies: policies, serviceControlPolicies: [], resourceControlPolicies: [] },
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === 'Allowed';
}

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
