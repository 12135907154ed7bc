import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { type AlertSettings, noAlerts } from '../../lib/alerts/settings.ts';
import { makeMonitorStacks } from '../../lib/constructs/monitor-stacks.ts';
import {
  configOf,
  environment,
  expectations,
  resourcesOf,
  statements,
  strictContext,
  synthesize,
} from './synthesize.ts';

const variable = (template: string) => ({ kind: 'variable', template, at: 'driftline.yaml:30:5' }) as const;

const alerts: AlertSettings = {
  ...noAlerts,
  channels: {
    slack: { kind: 'slack', name: 'slack', url: variable(`\${SLACK_WEBHOOK_URL}`), isRedacted: false },
    hook: {
      kind: 'webhook',
      name: 'hook',
      url: { kind: 'secret', secretId: 'ops/hook', at: '' },
      key: variable(`\${KEY}`),
      isRedacted: false,
    },
    mail: { kind: 'email', name: 'mail', topicArn: 'arn:aws:sns:eu-central-1:111111111111:drift', isRedacted: false },
    bus: { kind: 'events', name: 'bus', bus: 'default', isRedacted: true },
  },
  heartbeat: variable(`\${HEARTBEAT_URL}`),
};
const config = { ...configOf(environment('prod')), alerts };

describe('a monitor with alerts', () => {
  const { template: read, monitor, app } = synthesize(() => ({ config, runbook: 'https://wiki.example.com/runbook' }));
  const template = read();

  test('has a function outside any VPC, fed by the stream of its table with what is to be told', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Tells people of drift',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 300,
      VpcConfig: Match.absent(),
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["outbox","beat"]}}}}' }],
      },
    });
  });

  test('offers again what was not taken', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      Target: { Input: '{"redeliver":true}', RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });

  test('alarms where alerts wait, fail, are refused, are in doubt or come late, each with its section of the runbook', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const anchors = new Set(
      [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const described = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties: it }) =>
      String(it.AlarmDescription),
    );
    const sections = described.map((text) => text.split('#')[1] ?? '');
    for (const section of [
      'alerts-undelivered',
      'notify-errors',
      'alerts-rejected',
      'alerts-doubtful',
      'alerts-late',
    ]) {
      expect(sections).toContain(section);
    }
    expect(sections.filter((section) => !anchors.has(section))).toEqual([]);
    expect(monitor.notifier?.alarms).toHaveLength(5);
  });

  test('may read its channels, publish to its topic and bus, read the stream, and nothing else', () => {
    const role = Object.keys(template.findResources('AWS::IAM::Role')).find((id) => id.includes('NotifyFunctionRole'));
    const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(({ Properties: it }) =>
      JSON.stringify(it.Roles).includes(role ?? '?'),
    );
    const actions = policies.flatMap(({ Properties: it }) =>
      (it.PolicyDocument as { Statement: readonly { Action: string | string[] }[] }).Statement.flatMap(
        ({ Action }) => Action,
      ),
    );
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'events:PutEvents',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ]);
    const its = policies.map((policy) => JSON.stringify(policy)).join();
    for (const named of [
      'driftline/alerts/slack-??????',
      'ops/hook-??????',
      'driftline/alerts/heartbeat-??????',
      'event-bus/default',
      ':drift',
    ]) {
      expect(its).toContain(named);
    }
    const checks = statements(template).filter((it) => /PutEvents|sns:Publish|driftline\/alerts/.test(it));
    expect(checks).toHaveLength(3);
  });

  test('carries no address: the settings name secrets', () => {
    const { directory } = app.synth();
    const manifest = JSON.parse(readFileSync(join(directory, 'Watch.assets.json'), 'utf8'));
    const files: { source: { path: string; packaging: string } }[] = Object.values(manifest.files);
    const settings = files.flatMap(({ source }) => {
      try {
        return [JSON.parse(readFileSync(join(directory, source.path, 'alerts.json'), 'utf8'))];
      } catch {
        return [];
      }
    });
    expect(settings).toHaveLength(1);
    expect(settings[0]).toMatchObject({
      channels: {
        slack: { url: { kind: 'secret', secretId: 'driftline/alerts/slack' } },
        hook: { url: { kind: 'secret', secretId: 'ops/hook' } },
      },
      heartbeat: { kind: 'secret', secretId: 'driftline/alerts/heartbeat' },
      runbook: 'https://wiki.example.com/runbook',
    });
    expect(settings[0].channels.hook).not.toHaveProperty('key');
  });
});

test('a secret that is made in the same app is handed over by its ARN', () => {
  const template = synthesize((stack) => ({
    config,
    channelSecrets: { slack: new Secret(stack, 'Slack') as ISecret },
  })).template();
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { DRIFTLINE_CHANNEL_SECRETS: Match.anyValue() } },
  });
});

test('a stack says how to try a channel, and where mutes are kept', () => {
  const app = new App({ context: strictContext, analyticsReporting: false });
  const [stack] = makeMonitorStacks(app, config, expectations);
  if (stack === undefined) throw new RangeError('no stack');
  const outputs = Object.keys(Template.fromStack(stack).findOutputs('*'));
  expect(outputs).toEqual(expect.arrayContaining(['NotifyFunction', 'StateTable']));
});

test('a monitor without alerts has neither stream nor function for them', () => {
  const template = synthesize().template();
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
  template.hasResourceProperties('AWS::DynamoDB::Table', { StreamSpecification: Match.absent() });
});

test('AWS Solutions checks find nothing in it that is not explained', () => {
  const { app } = synthesize(() => ({ config }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});
