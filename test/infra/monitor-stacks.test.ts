import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { type AwsSection, toAwsSettings } from '../../lib/config/aws-settings.ts';
import type { Environment } from '../../lib/config/config.ts';
import { makeMonitorStacks } from '../../lib/constructs/monitor-stacks.ts';
import { configOf, environment, expectations, strictContext } from './synthesize.ts';

const root = join(import.meta.dirname, '../..');

function stacksOf(aws: AwsSection, ...environments: readonly Environment[]) {
  const app = new App({ context: strictContext, analyticsReporting: false });
  const config = { ...configOf(...environments), aws: toAwsSettings(aws) };
  return makeMonitorStacks(app, config, expectations).map((stack) => ({ stack, template: Template.fromStack(stack) }));
}

const main = { vpc: 'vpc-0000000000000001', subnets: ['subnet-0000000000000001'] };
const archive = { vpc: 'vpc-0000000000000002', subnets: ['subnet-0000000000000002'], region: 'us-east-1' };

test('environments of several regions get a stack each, with a function for each network', () => {
  const networks = { main, archive };
  const stacks = stacksOf(
    { region: 'eu-central-1', account: '111111111111', networks },
    environment('open'),
    environment('inside', { network: 'main' }),
    environment('old', { network: 'archive' }),
  );
  expect(stacks.map(({ stack }) => [stack.stackName, stack.region])).toEqual([
    ['Driftline', 'eu-central-1'],
    ['Driftline-us-east-1', 'us-east-1'],
  ]);
  const [here, there] = stacks;
  // And the function behind each dashboard's widget.
  here?.template.resourceCountIs('AWS::Lambda::Function', 3);
  there?.template.resourceCountIs('AWS::Lambda::Function', 2);
  there?.template.hasResourceProperties('AWS::Lambda::Function', {
    VpcConfig: { SubnetIds: ['subnet-0000000000000002'] },
  });
});

test('a network can bring its own security groups', () => {
  const networks = { main: { ...main, securityGroups: ['sg-0000000000000001'] } };
  const [made] = stacksOf({ networks }, environment('inside', { network: 'main' }));
  made?.template.hasResourceProperties('AWS::Lambda::Function', {
    VpcConfig: { SecurityGroupIds: ['sg-0000000000000001'] },
  });
  made?.template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
});

test('schedule, time zone, repair, alarms and fan-out are as the configuration says', () => {
  const [made] = stacksOf(
    {
      schedule: 'cron(0 7 * * ? *)',
      timeZone: 'Europe/Berlin',
      repair: 'safe',
      alarmEmail: 'ops@example.com',
      fanOut: true,
      discover: 'driftline:expectation',
      reservedConcurrency: false,
    },
    environment('prod'),
  );
  made?.template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'cron(0 7 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: { Input: Match.stringLikeRegexp('"repair":"safe"') },
  });
  made?.template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
  made?.template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  made?.template.hasResourceProperties('AWS::Lambda::Function', {
    ReservedConcurrentExecutions: Match.absent(),
    Environment: { Variables: { DRIFTLINE_DISCOVER_TAG: 'driftline:expectation' } },
  });
});

test.for([
  ['rate(1 hour)', 3],
  ['rate(5 minutes)', 1],
  ['rate(1 day)', 72],
  ['cron(0 7 * * ? *)', 24],
] as const)('with %s, an alarm comes after %i hours without a run', ([schedule, hours]) => {
  const [made] = stacksOf({ schedule }, environment('prod'));
  made?.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ScheduledRuns',
    EvaluationPeriods: hours,
  });
});

test('the app deploys what the example configuration says', async () => {
  const out = await mkdtemp(join(tmpdir(), 'driftline-cdk-'));
  try {
    await promisify(execFile)(process.execPath, ['bin/app.ts'], {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(strictContext) },
    });
    const files = await readdir(out, { recursive: true });
    const watchFile = files.find((name) => name.endsWith('watch.json')) ?? '';
    const watched = JSON.parse(await readFile(join(out, watchFile), 'utf8'));
    expect(Object.keys(watched.expectations).sort()).toEqual([
      'bisnesmedia',
      'content',
      'crm-translations',
      'super-chatbot',
    ]);
    expect(Object.keys(watched.expectations.content.snapshot.objects)).toContain('table:public.content_plans');
    expect(JSON.stringify(watched)).not.toContain(root);
  } finally {
    await rm(out, { recursive: true });
  }
});
