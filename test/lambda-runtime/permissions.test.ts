import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { beforeAll, describe, expect, test } from 'vitest';
import { configOf, environment, synthesize } from '../infra/synthesize.ts';
import { arn, type MayI, simulateRole } from './simulate-role.ts';

let mayI: MayI;

beforeAll(async () => {
  const iam = { kind: 'iam', user: 'driftline', host: 'db', port: 5432, database: 'content', at: '' } as const;
  const { stack } = synthesize((made) => ({
    config: configOf(environment('prod'), environment('dev', { connection: iam })),
    vpc: Vpc.fromVpcAttributes(made, 'Vpc', { vpcId: 'vpc-0000000000000001', availabilityZones: ['a'] }),
    subnets: { subnets: [Subnet.fromSubnetId(made, 'Subnet', 'subnet-0000000000000001')] },
    discover: { tag: 'driftline:expectation' },
  }));
  mayI = await simulateRole(stack, 'FunctionRole');
});

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
