import { Template } from 'aws-cdk-lib/assertions';
import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { beforeAll, describe, expect, test } from 'vitest';
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

type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
>;
interface PolicyDocument {
  readonly Statement: readonly unknown[];
}

let simulator: Simulator;
let policies: readonly { readonly name: string; readonly policy: unknown }[];

beforeAll(async () => {
  const name = '@cloud-copilot/iam-simulate';
  simulator = (await import(name)) as Simulator;
  policies = policiesOfFunction();
});

/** What the function's role may do, with made-up ARNs in the place of what CloudFormation would make. */
function policiesOfFunction() {
  const iam = { kind: 'iam', user: 'driftline', host: 'db', port: 5432, database: 'content', at: '' } as const;
  const { stack } = synthesize((made) => ({
    config: configOf(environment('prod'), environment('dev', { connection: iam })),
    vpc: Vpc.fromVpcAttributes(made, 'Vpc', { vpcId: 'vpc-0000000000000001', availabilityZones: ['a'] }),
    subnets: { subnets: [Subnet.fromSubnetId(made, 'Subnet', 'subnet-0000000000000001')] },
    discover: { tag: 'driftline:expectation' },
  }));
  const resources: Resources = Template.fromStack(stack).toJSON().Resources;
  return Object.entries(resources).flatMap(([id, { Type: type, Properties: properties }]) => {
    const isOfFunction = JSON.stringify(properties.Roles ?? []).includes('FunctionRole');
    if (type !== 'AWS::IAM::Policy' || !isOfFunction) return [];
    const policy = resolve(properties.PolicyDocument, resources) as PolicyDocument;
    return [{ name: id, policy: { Version: '2012-10-17', ...policy } }];
  });
}

function resolve(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((it) => resolve(it, resources));
  if (typeof value !== 'object' || value === null) return value;
  const {
    Ref: ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly [string, string];
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (ref === 'AWS::Partition') return 'aws';
  if (attribute !== undefined) return arnOf(resources[attribute[0]]?.Type ?? '');
  if (join !== undefined) return join[1].map((it) => resolve(it, resources)).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, resolve(it, resources)]));
}

function arnOf(type: string): string {
  const arns: Readonly<Record<string, string>> = {
    'AWS::DynamoDB::Table': arn('dynamodb', 'table/own'),
    'AWS::S3::Bucket': 'arn:aws:s3:::own',
    'AWS::SQS::Queue': arn('sqs', 'own'),
    'AWS::Logs::LogGroup': arn('logs', 'log-group:own:*'),
  };
  return arns[type] ?? `unforeseen ${type}`;
}

async function mayI(action: string, resource: string, contextVariables: object = {}): Promise<boolean> {
  const answer = await simulator.runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/check`,
        action,
        resource: { resource, accountId: account },
        contextVariables,
      },
      identityPolicies: policies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === 'Allowed';
}

const ownSecret = arn('secretsmanager', 'secret:prod/db-AbCdEf');
const otherSecret = arn('secretsmanager', 'secret:payroll-AbCdEf');
const inCode = { 'lambda:SourceFunctionArn': arn('lambda', 'function:check') };

describe('the function may', () => {
  test.for([
    ['read the secret of its environment', 'secretsmanager:GetSecretValue', ownSecret, {}],
    [
      'read a secret that carries the tag',
      'secretsmanager:GetSecretValue',
      otherSecret,
      { 'aws:ResourceTag/driftline:expectation': 'content' },
    ],
    ['log in by IAM as its user', 'rds-db:connect', arn('rds-db', 'dbuser:db-ABC/driftline'), {}],
    ['read its table', 'dynamodb:GetItem', arn('dynamodb', 'table/own'), {}],
    ['list in its table', 'dynamodb:Query', arn('dynamodb', 'table/own'), {}],
    ['write into its table', 'dynamodb:PutItem', arn('dynamodb', 'table/own'), {}],
    ['add a report', 's3:PutObject', 'arn:aws:s3:::own/reports/2026/03/01/run.json.gz', {}],
    ['keep a catalog', 's3:PutObject', 'arn:aws:s3:::own/catalogs/key.json.gz', {}],
    ['read a kept catalog', 's3:GetObject', 'arn:aws:s3:::own/catalogs/key.json.gz', {}],
    ['tell of its failure', 'sqs:SendMessage', arn('sqs', 'own'), {}],
    ['write its log', 'logs:PutLogEvents', arn('logs', 'log-group:own:log-stream:a'), {}],
    ['have its network interfaces made by Lambda', 'ec2:CreateNetworkInterface', arn('ec2', 'network-interface/*'), {}],
  ] as const)('%s', async ([, action, resource, context]) => {
    expect(await mayI(action, resource, context)).toBe(true);
  });
});

describe('the function may not', () => {
  test.for([
    ['read another secret', 'secretsmanager:GetSecretValue', otherSecret, {}],
    [
      'read a secret with another tag',
      'secretsmanager:GetSecretValue',
      otherSecret,
      { 'aws:ResourceTag/driftline:expectations': 'content' },
    ],
    ['change its secret', 'secretsmanager:PutSecretValue', ownSecret, {}],
    ['delete its secret', 'secretsmanager:DeleteSecret', ownSecret, {}],
    ['log in by IAM as somebody else', 'rds-db:connect', arn('rds-db', 'dbuser:db-ABC/postgres'), {}],
    ['read another table', 'dynamodb:GetItem', arn('dynamodb', 'table/other'), {}],
    ['delete from its table', 'dynamodb:DeleteItem', arn('dynamodb', 'table/own'), {}],
    ['delete its table', 'dynamodb:DeleteTable', arn('dynamodb', 'table/own'), {}],
    ['read reports', 's3:GetObject', 'arn:aws:s3:::own/reports/run.json.gz', {}],
    ['delete reports', 's3:DeleteObject', 'arn:aws:s3:::own/reports/run.json.gz', {}],
    ['write elsewhere in the bucket', 's3:PutObject', 'arn:aws:s3:::own/index.html', {}],
    ['delete its log', 'logs:DeleteLogGroup', arn('logs', 'log-group:own'), {}],
    ['invoke functions', 'lambda:InvokeFunction', arn('lambda', 'function:check'), {}],
    ['make network interfaces by its code', 'ec2:CreateNetworkInterface', arn('ec2', 'network-interface/*'), inCode],
    [
      'delete network interfaces by its code',
      'ec2:DeleteNetworkInterface',
      arn('ec2', 'network-interface/eni-1'),
      inCode,
    ],
  ] as const)('%s', async ([, action, resource, context]) => {
    expect(await mayI(action, resource, context)).toBe(false);
  });
});
