import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { configOf, environment, networkOf, resourcesOf, statements, synthesize } from './synthesize.ts';

describe('networks', () => {
  test('without a VPC the function has no network interface, nor the right to make one', () => {
    const template = synthesize().template();
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
    expect(statements(template).join()).not.toContain('ec2:');
  });

  test('in a VPC Lambda may make network interfaces, and the function itself may not', () => {
    const template = synthesize((stack) => networkOf(stack, 'a')).template();
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: ['subnet-0000000000000000a'], SecurityGroupIds: [Match.anyValue()] },
    });
    const ec2 = statements(template).filter((it) => it.includes('ec2:'));
    expect(ec2.filter((it) => it.includes('"Effect":"Allow"'))).toHaveLength(1);
    expect(ec2.find((it) => it.includes('"Effect":"Deny"'))).toContain('lambda:SourceFunctionArn');
  });

  test('environments of several networks have a function each, with its own schedule and secrets', () => {
    const { monitor, template } = synthesize((stack) => ({
      ...networkOf(stack, 'a'),
      groups: { archive: { environments: ['dev'], network: networkOf(stack, 'b') } },
    }));
    const made = template();
    // And the function behind the dashboard's widget.
    made.resourceCountIs('AWS::Lambda::Function', 3);
    made.resourceCountIs('AWS::Scheduler::Schedule', 2);
    made.resourceCountIs('AWS::DynamoDB::Table', 1);
    expect(Object.keys(monitor.checkFunctions)).toEqual(['default', 'archive']);
    const reads = statements(made).filter((it) => it.includes('GetSecretValue'));
    expect(reads.map((it) => [it.includes('prod/db'), it.includes('dev/db')]).sort()).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  test('a database can open its security group to the monitor', () => {
    const { stack, monitor, template } = synthesize((made) => networkOf(made, 'a'));
    const database = SecurityGroup.fromSecurityGroupId(stack, 'Database', 'sg-0000000000000000d');
    database.connections.allowFrom(monitor, Port.tcp(5432));
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 5432,
      GroupId: 'sg-0000000000000000d',
    });
  });

  test.for([
    [{ archive: { environments: ['staging'] } }, 'the group archive names staging, which is not configured'],
    [{ a: { environments: ['dev'] }, b: { environments: ['dev'] } }, 'dev is in two groups, a and b'],
    [{ default: { environments: ['dev'] } }, 'no group may be called default'],
  ] as const)('groups that make no sense are refused: %j', ([groups, message]) => {
    expect(() => synthesize(() => ({ groups }))).toThrow(message);
  });
});

describe('fleets', () => {
  test('each environment has an invocation of its own, so many at a time, and a failure stops nobody', () => {
    const template = synthesize(() => ({ fanOut: { maxConcurrency: 40 } })).template();
    const [machine] = resourcesOf(template, 'AWS::StepFunctions::StateMachine');
    const definition = JSON.parse(flatten(machine?.Properties.DefinitionString));
    const map = definition.States.FleetEnvironments;
    expect(map).toMatchObject({
      Type: 'Map',
      MaxConcurrency: 40,
      ToleratedFailurePercentage: 5,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
    });
    expect(map.ItemProcessor.States.FleetCheck.Catch).toMatchObject([
      { ErrorEquals: ['States.ALL'], Next: 'FleetTellFailure' },
    ]);
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 240, ReservedConcurrentExecutions: 43 });
  });

  test('environments can be found by a tag, and only secrets with that tag be read', () => {
    const template = synthesize(() => ({ discover: { tag: 'driftline:expectation' } })).template();
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { DRIFTLINE_DISCOVER_TAG: 'driftline:expectation' } },
    });
    const byTag = statements(template).find((it) => it.includes('ResourceTag/driftline:expectation'));
    expect(byTag).toContain('"Action":"secretsmanager:GetSecretValue"');
  });

  test('a check that outlasts an express execution is refused', () => {
    expect(() => synthesize(() => ({ fanOut: true, timeout: Duration.minutes(10) }))).toThrow('at most 270 s');
  });
});

function flatten(value: unknown): string {
  const parts = (value as { 'Fn::Join': [string, readonly unknown[]] })['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : 'arn:token')).join('');
}

test('a database that is a file is refused, unless a secret says where its server is', () => {
  const local = (template: string) =>
    configOf(environment('local', { connection: { kind: 'url', template, at: 'driftline.yaml:7:10' } }));
  for (const url of ['file:app.db', 'sqlite:///app.db', 'sqlite+aiosqlite:////var/app.db']) {
    expect(() => synthesize(() => ({ config: local(url) }))).toThrow(
      'driftline.yaml:7:10: the database of local is a file',
    );
  }
  for (const url of ['libsql://db.turso.io', 'sqlite+libsql://db.turso.io', 'postgresql://db/app']) {
    expect(() => synthesize(() => ({ config: local(url) }))).not.toThrow();
  }
  expect(() => synthesize(() => ({ config: local('file:app.db'), secrets: { local: 'app/turso' } }))).not.toThrow();
});
