import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type App, Duration, TimeZone } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { configOf, environment, resourcesOf, statements, synthesize } from './synthesize.ts';

const root = join(import.meta.dirname, '../..');

describe('the check function', () => {
  test('is a Node.js 24 function on ARM64 with a bounded number of invocations and its own log group', () => {
    const { app, template: templateOf } = synthesize(() => ({ arbiter: true }));
    const template = templateOf();
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 900,
      MemorySize: 1024,
      ReservedConcurrentExecutions: 3,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      Environment: {
        Variables: {
          NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
          NODE_OPTIONS: '--enable-source-maps --max-old-space-size=402 --max-semi-space-size=29',
          DRIFTLINE_TABLE: Match.anyValue(),
          DRIFTLINE_REPORTS: Match.anyValue(),
          DRIFTLINE_CONCURRENCY: '8',
          DRIFTLINE_RETENTION_DAYS: '90',
        },
      },
    });
    expect(filesIn(app)).toEqual(expect.arrayContaining(['libpg-query.wasm', 'embedded-worker.js', 'pglite.wasm']));
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  test('sends what failed for good to a queue, after two retries and no later than an hour', () => {
    const template = synthesize().template();
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test('carries what it watches, compiled and without any secret, and no parser without the arbiter', () => {
    const { app } = synthesize();
    const assembly = app.synth();
    const asset = readAsset(assembly.directory);
    expect(filesIn(app).filter((file) => /wasm$|^embedded-worker/.test(file))).toEqual([]);
    expect(asset.formatVersion).toBe(1);
    expect(Object.keys(asset.environments)).toEqual(['prod', 'dev']);
    expect(Object.keys(asset.expectations)).toEqual(['content']);
  });

  test('runs without reserved invocations where the account has too few to set some aside', () => {
    const template = synthesize(() => ({ reservedConcurrency: false })).template();
    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  });

  test('is deployed anew only when something changed', () => {
    const hashOf = () => {
      const [it] = resourcesOf(synthesize().template(), 'AWS::Lambda::Function');
      return JSON.stringify(it?.Properties.Code);
    };
    expect(hashOf()).toBe(hashOf());
  });
});

function filesIn(app: App): readonly string[] {
  return readdirSync(app.synth().directory, { recursive: true, encoding: 'utf8' }).map((path) => basename(path));
}

function readAsset(directory: string) {
  const manifest = JSON.parse(readFileSync(join(directory, 'Watch.assets.json'), 'utf8'));
  const files: { source: { path: string; packaging: string } }[] = Object.values(manifest.files);
  const folder = files.find(({ source }) => source.packaging === 'zip')?.source.path ?? '';
  return JSON.parse(readFileSync(join(directory, folder, 'watch.json'), 'utf8'));
}

describe('the schedule', () => {
  test('asks every hour, retries at most twice and for an hour, within a flexible window', () => {
    synthesize()
      .template()
      .hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
        Target: {
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
          DeadLetterConfig: { Arn: Match.anyValue() },
          Input:
            '{"scheduledTime":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>","repair":"plan"}',
        },
      });
  });

  test('takes a time zone, and repairs only where it is told to', () => {
    const schedule = ScheduleExpression.expression('cron(0 7 * * ? *)', TimeZone.EUROPE_BERLIN);
    synthesize(() => ({ schedule, scheduledRepair: 'safe' }))
      .template()
      .hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: 'cron(0 7 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        Target: { Input: Match.stringLikeRegexp('"repair":"safe"') },
      });
  });
});

describe('what is kept', () => {
  test('the table keeps documents till they expire, can be restored, and outlives the stack', () => {
    const template = synthesize().template();
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  });

  test('reports are encrypted, private, reached by TLS alone, and expire', () => {
    const template = synthesize(() => ({ retention: Duration.days(30) })).template();
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [
          { Prefix: 'reports/', ExpirationInDays: 30, Status: 'Enabled' },
          { Prefix: 'catalogs/', ExpirationInDays: 2, Status: 'Enabled' },
        ],
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('failures wait encrypted for two weeks', () => {
    synthesize().template().hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });
});

describe('the alarms', () => {
  test('take silence for alarm where silence is the trouble, and for peace elsewhere', () => {
    const alarms = resourcesOf(synthesize(() => ({ fanOut: true })).template(), 'AWS::CloudWatch::Alarm');
    const missing = alarms.map(({ Properties: it }) => [it.MetricName, it.TreatMissingData]);
    expect(missing.sort()).toEqual([
      ['ApproximateNumberOfMessagesVisible', 'notBreaching'],
      ['Errors', 'notBreaching'],
      ['ExecutionsFailed', 'notBreaching'],
      ['ScheduledRuns', 'breaching'],
    ]);
  });

  test('miss runs after the time that is given', () => {
    synthesize(() => ({ missingRunsAfter: Duration.hours(6) }))
      .template()
      .hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'ScheduledRuns',
        EvaluationPeriods: 6,
      });
  });

  test('each link a section that the runbook has', () => {
    const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    const alarms = resourcesOf(synthesize(() => ({ fanOut: true })).template(), 'AWS::CloudWatch::Alarm');
    for (const { Properties: it } of alarms) {
      const [, section] = /docs\/runbook\.md#([\w-]+)$/.exec(String(it.AlarmDescription)) ?? [];
      expect(anchors).toContain(section);
    }
  });

  test('tell their topic when they begin and when they end', () => {
    const { template } = synthesize((stack) => ({ alarmTopic: new Topic(stack, 'Topic') }));
    for (const { Properties: it } of resourcesOf(template(), 'AWS::CloudWatch::Alarm')) {
      expect(it.AlarmActions).toHaveLength(1);
      expect(it.OKActions).toHaveLength(1);
    }
  });

  test('are all to be had from the construct', () => {
    const { monitor, template } = synthesize(() => ({ fanOut: true }));
    expect(monitor.alarms).toHaveLength(resourcesOf(template(), 'AWS::CloudWatch::Alarm').length);
  });
});

describe('secrets', () => {
  test('only the named ones may be read', () => {
    const { template } = synthesize();
    const reads = statements(template()).filter((it) => it.includes('secretsmanager:'));
    expect(reads).toHaveLength(1);
    expect(reads[0]).toContain('"Action":"secretsmanager:GetSecretValue"');
    expect(reads[0]).toContain(':secret:prod/db-??????');
    expect(reads[0]).toContain(':secret:dev/db-??????');
    expect(reads[0]).not.toContain('"Resource":"*"');
  });

  test('can be constructs of the same app, whose key may then decrypt too', () => {
    const { template } = synthesize((stack) => {
      const encryptionKey = new Key(stack, 'Key');
      return { secrets: { prod: new Secret(stack, 'Prod', { encryptionKey }) as ISecret } };
    });
    const made = template();
    made.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { DRIFTLINE_SECRETS: Match.anyValue() } },
    });
    expect(statements(made).join()).toContain('kms:Decrypt');
  });

  test('of another account are read by their ARN and decrypted by their key', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:prod-AbCdEf';
    const keyArn = 'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555';
    const { template } = synthesize((stack) => ({
      secrets: { prod: arn },
      secretKeys: [Key.fromKeyArn(stack, 'Key', keyArn)],
    }));
    const all = statements(template());
    expect(all.some((it) => it.includes('GetSecretValue') && it.includes(arn))).toBe(true);
    expect(all.some((it) => it.includes('kms:Decrypt') && it.includes(keyArn))).toBe(true);
  });

  test('stand in for URLs, which a template must not hold', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how the configuration names a variable
    const connection = { kind: 'url', template: '${PROD_URL}', at: 'driftline.yaml:9:10' } as const;
    const { app, template } = synthesize(() => ({ config: configOf(environment('prod', { connection })) }));
    expect(statements(template()).join()).toContain(':secret:driftline/prod-??????');
    expect(readAsset(app.synth().directory).environments.prod.connection).toEqual({
      kind: 'secret',
      secretId: 'driftline/prod',
      at: 'driftline.yaml:9:10',
    });
  });
});

test('RDS IAM authentication needs no secret, but the right to log in as the user', () => {
  const at = 'driftline.yaml:9:10';
  const connection = { kind: 'iam', user: 'driftline', host: 'db', port: 5432, database: 'content', at } as const;
  const all = statements(synthesize(() => ({ config: configOf(environment('prod', { connection })) })).template());
  expect(all.some((it) => it.includes('"Action":"rds-db:connect"') && it.includes(':dbuser:*/driftline'))).toBe(true);
  expect(all.join()).not.toContain('secretsmanager:');
});

test('metrics are those that the function writes, of one environment or of all', () => {
  const { monitor } = synthesize();
  const service = 'Watch-Drift-';
  expect(monitor.metricDrift('prod').dimensions).toEqual({
    service: expect.stringContaining(service),
    environment: 'prod',
  });
  expect(monitor.metricDrift().dimensions).toEqual({ service: expect.stringContaining(service) });
  expect(monitor.metricUnknown('prod').metricName).toBe('Unknown');
  expect(monitor.metricDuration('prod').metricName).toBe('Duration');
});

test('a fleet has metrics of all its environments together unless it is told otherwise', () => {
  const settingOf = (props: Parameters<typeof synthesize>[0]) => {
    const [made] = resourcesOf(synthesize(props).template(), 'AWS::Lambda::Function');
    const { Variables: settings } = made?.Properties.Environment as { Variables: Record<string, string> };
    return settings.DRIFTLINE_ENVIRONMENT_METRICS;
  };
  expect(settingOf(() => ({}))).toBe('yes');
  expect(settingOf(() => ({ fanOut: true }))).toBe('no');
  expect(settingOf(() => ({ fanOut: true, environmentMetrics: true }))).toBe('yes');
  expect(synthesize(() => ({ fanOut: true })).monitor.metricDrift().statistic).toBe('Sum');
});

test('somebody can be allowed to check on demand', () => {
  const { monitor, stack, template } = synthesize();
  monitor.grantInvoke(new Role(stack, 'Person', { assumedBy: new AccountRootPrincipal() }));
  expect(statements(template()).filter((it) => it.includes('lambda:InvokeFunction')).length).toBeGreaterThan(1);
});

test('logs are kept as long as is asked', () => {
  synthesize(() => ({ logRetention: RetentionDays.ONE_WEEK }))
    .template()
    .hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
});
