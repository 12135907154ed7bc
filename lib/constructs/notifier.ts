import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  FilterCriteria,
  FilterRule,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  StartingPosition,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { metricNamespace, tableKeys } from '../../lambdas/check/settings.ts';
import { alertsFile, notifyMetrics, notifyVariables, streamedKinds } from '../../lambdas/notify/settings.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { bundleFolder } from './bundle-folder.ts';
import { type ReachableChannels, reachChannels } from './channel-secrets.ts';
import { grantReadSecrets } from './environment-secrets.ts';
import { explainFinding, explainInvocation, explainWildcard } from './explain-finding.ts';
import { grantDocuments } from './state-table.ts';
import { type AlarmSettings, alarmOnAny } from './watch-alarms.ts';

export interface NotifierProps {
  readonly settings: AlertSettings;
  /** Secrets by channel, `heartbeat` included. */
  readonly channelSecrets: { readonly [channel: string]: ISecret | string };
  readonly secretKeys: readonly IKey[];
  /** With a stream of new images. */
  readonly table: Table;
  readonly logGroup: ILogGroup;
  /** The service that metrics are of. */
  readonly service: string;
  readonly alarmSettings: AlarmSettings;
}

/** What a channel did not take is offered again so often, for three days. */
const redeliverEvery = Duration.minutes(15);

/**
 * Tells people of drift: a function outside any VPC, since one inside has no way to the internet, fed by the state
 * table's stream, which is an outbox. What it could not tell it tries again every quarter of an hour.
 */
export class Notifier extends Construct {
  readonly notifyFunction: LambdaFunction;
  /** Batches of the stream that were given up: what was in them is still in the table, and is redelivered. */
  readonly undelivered: Queue;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const { table } = props;
    const channels = reachChannels(this, props.settings, props.channelSecrets);
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    explainFinding(this.undelivered, 'SQS3', 'It is the dead-letter queue, of the stream and of redeliveries.');
    this.notifyFunction = this.#makeFunction(channels, props);
    grantDocuments(table, this.notifyFunction);
    grantReadSecrets(channels.secrets, props.secretKeys, this.notifyFunction);
    this.#allowTelling(props.settings);
    this.notifyFunction.addEventSource(
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 10,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 3,
        maxRecordAge: Duration.hours(6),
        onFailure: new SqsDlq(this.undelivered),
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { NewImage: { [tableKeys.kind]: { S: FilterRule.or(...streamedKinds) } } },
          }),
        ],
      }),
    );
    explainWildcard(this, '*', 'Streams are listed by an action that takes no resource.');
    new Schedule(this, 'Redeliver', {
      description: 'Offers alerts again that a channel has not taken',
      schedule: ScheduleExpression.rate(redeliverEvery),
      target: new LambdaInvoke(this.notifyFunction, {
        input: ScheduleTargetInput.fromObject({ redeliver: true }),
        retryAttempts: 0,
        maxEventAge: redeliverEvery,
        deadLetterQueue: this.undelivered,
      }),
    });
    explainInvocation(this, this.notifyFunction);
    this.alarms = this.#makeAlarms(props);
  }

  #makeFunction(channels: ReachableChannels, props: NotifierProps): LambdaFunction {
    const role = new Role(this, 'FunctionRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [props.logGroup.logGroupArn],
      }),
    );
    const folder = stageNotifyCode(channels.settings);
    try {
      return new LambdaFunction(this, 'Function', {
        description: 'Tells people of drift',
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        handler: 'index.handler',
        code: Code.fromAsset(folder),
        role,
        timeout: Duration.minutes(5),
        memorySize: 256,
        logGroup: props.logGroup,
        loggingFormat: LoggingFormat.JSON,
        applicationLogLevelV2: ApplicationLogLevel.INFO,
        systemLogLevelV2: SystemLogLevel.WARN,
        environment: {
          NODE_OPTIONS: '--enable-source-maps',
          [notifyVariables.table]: props.table.tableName,
          [notifyVariables.monitor]: props.service,
          ...(Object.keys(channels.late).length === 0
            ? {}
            : { [notifyVariables.secrets]: Stack.of(this).toJsonString(channels.late) }),
        },
        onFailure: new SqsDestination(this.undelivered),
        retryAttempts: 0,
        maxEventAge: redeliverEvery,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** To publish to the topics and buses that are configured, and to no other. */
  #allowTelling({ channels }: AlertSettings): void {
    const all = Object.values(channels);
    const topics = all.flatMap((channel) => (channel.kind === 'email' ? [channel.topicArn] : []));
    const buses = all.flatMap((channel) => (channel.kind === 'events' ? [this.#busArn(channel.bus)] : []));
    const grantee = this.notifyFunction;
    if (topics.length > 0)
      Grant.addToPrincipal({ grantee, actions: ['sns:Publish'], resourceArns: [...new Set(topics)] });
    if (buses.length > 0)
      Grant.addToPrincipal({ grantee, actions: ['events:PutEvents'], resourceArns: [...new Set(buses)] });
  }

  #busArn(bus: string): string {
    if (bus.startsWith('arn:') || Token.isUnresolved(bus)) return bus;
    const resource = { service: 'events', resource: 'event-bus', resourceName: bus };
    return Stack.of(this).formatArn({ ...resource, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }

  #makeAlarms({ alarmSettings, service }: NotifierProps): readonly Alarm[] {
    const period = Duration.minutes(15);
    const sum = { period, statistic: 'Sum' };
    const told = (metricName: string) =>
      new Metric({ namespace: metricNamespace, metricName, dimensionsMap: { service }, ...sum });
    const age = this.notifyFunction.metric('IteratorAge', { period, statistic: 'Maximum' });
    const waiting = this.undelivered.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: 'Maximum',
    });
    const text = (says: string, section: string) => ({ says, section });
    return [
      alarmOnAny(
        this,
        'Waiting',
        waiting,
        text('Alerts could not be told in time.', 'alerts-undelivered'),
        alarmSettings,
      ),
      alarmOnAny(
        this,
        'Errors',
        this.notifyFunction.metricErrors(sum),
        text('Telling alerts ended in an error.', 'notify-errors'),
        alarmSettings,
      ),
      alarmOnAny(
        this,
        'Rejected',
        told(notifyMetrics.rejected),
        text('A channel refuses alerts.', 'alerts-rejected'),
        alarmSettings,
      ),
      alarmOnAny(
        this,
        'Doubtful',
        told(notifyMetrics.doubtful),
        text('It is not known whether an alert arrived.', 'alerts-doubtful'),
        alarmSettings,
      ),
      alarmOnAny(
        this,
        'Late',
        age,
        text('Alerts are more than half an hour behind.', 'alerts-late'),
        alarmSettings,
        30 * 60_000,
      ),
    ];
  }
}

function stageNotifyCode(settings: AlertSettings): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'driftline-'));
  cpSync(bundleFolder('notify'), folder, { recursive: true });
  writeFileSync(join(folder, alertsFile), JSON.stringify(settings));
  return folder;
}

/** A runbook of the construct's own props serves the messages as well, where it is a page. */
export function linkRunbook(settings: AlertSettings, runbook: string | undefined): AlertSettings {
  const isPage = /^https?:\/\//.test(runbook ?? '');
  return settings.runbook === undefined && runbook !== undefined && isPage ? { ...settings, runbook } : settings;
}
