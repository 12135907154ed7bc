import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import { type Alarm, type Dashboard, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Connections, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { metricNames, metricNamespace } from '../../lambdas/check/settings.ts';
import { makeDashboard } from './dashboard.ts';
import type { DriftMonitorProps } from './drift-monitor-props.ts';
import { groupEnvironments } from './environment-groups.ts';
import { explainFinding } from './explain-finding.ts';
import { MonitorGroup } from './monitor-group.ts';
import { linkRunbook, Notifier } from './notifier.ts';
import { makeReportBucket } from './report-bucket.ts';
import { makeStateTable } from './state-table.ts';
import { alarmOnAny } from './watch-alarms.ts';

/**
 * Checks databases for drift, on a schedule and on demand, and keeps what it found.
 *
 * @example
 * const { config } = await loadConfig('driftline.yaml');
 * const monitor = new DriftMonitor(stack, 'Drift', {
 *   config,
 *   expectations: await compileAll(config),
 *   vpc,
 *   secrets: { prod: cluster.secret },
 *   alarmTopic,
 * });
 * cluster.connections.allowDefaultPortFrom(monitor);
 */
export class DriftMonitor extends Construct implements IConnectable {
  /** The function of the environments that no group names; else the first group's. Invoke it for a check on demand. */
  readonly checkFunction: LambdaFunction;
  /** Every group's function, by the group's name; `default` is that of the environments that no group names. */
  readonly checkFunctions: { readonly [group: string]: LambdaFunction };
  /** Opens other security groups to the functions in a VPC. */
  readonly connections: Connections;
  readonly alarms: readonly Alarm[];
  /** Runs, states, incidents. */
  readonly table: Table;
  /** Whole reports, as gzipped JSON. */
  readonly reports: Bucket;
  /** What could not be done: events that no invocation took, and invocations that failed for good. */
  readonly failures: Queue;
  readonly logGroup: LogGroup;
  /** Absent where none was wanted. */
  readonly dashboard?: Dashboard;
  /** The function behind the dashboard's widget: who looks at it needs the right to invoke it. */
  readonly widgetFunction?: LambdaFunction;
  /** Tells people; absent where the configuration has no `alerts`. */
  readonly notifier?: Notifier;
  readonly #groups: readonly MonitorGroup[];

  constructor(scope: Construct, id: string, props: DriftMonitorProps) {
    super(scope, id);
    const retention = props.retention ?? Duration.days(90);
    const { alerts } = props.config;
    const isTold = alerts !== undefined && (Object.keys(alerts.channels).length > 0 || alerts.heartbeat !== undefined);
    this.table = makeStateTable(this, isTold);
    this.reports = makeReportBucket(this, retention);
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    explainFinding(this.failures, 'SQS3', 'It is the dead-letter queue, of the schedule and of the function.');
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const name = Names.uniqueResourceName(this, { maxLength: 40, separator: '-' });
    const alarmSettings = { topic: props.alarmTopic, runbook: props.runbook ?? 'docs/runbook.md' };
    this.#groups = groupEnvironments(props).map(
      (group) =>
        new MonitorGroup(this, group.name === 'default' ? 'Check' : `Check-${group.name}`, {
          ...props,
          ...group,
          service: group.name === 'default' ? name : `${name}-${group.name}`,
          schedule: props.schedule ?? ScheduleExpression.rate(Duration.hours(1)),
          retention,
          alarmSettings,
          table: this.table,
          reports: this.reports,
          failures: this.failures,
          logGroup: this.logGroup,
          ...(alerts === undefined ? {} : { alerts }),
        }),
    );
    if (alerts !== undefined && isTold) {
      this.notifier = new Notifier(this, 'Notify', {
        settings: linkRunbook(alerts, props.runbook),
        channelSecrets: props.channelSecrets ?? {},
        secretKeys: props.secretKeys ?? [],
        table: this.table,
        logGroup: this.logGroup,
        service: name,
        alarmSettings,
      });
    }
    const [first] = this.#groups;
    if (first === undefined)
      throw new RangeError('there is nothing to watch: no environment, no group, nothing to discover');
    this.checkFunction = first.checkFunction;
    this.checkFunctions = Object.fromEntries(this.#groups.map((group) => [group.name, group.checkFunction]));
    this.connections = new Connections({
      securityGroups: this.#groups.flatMap(({ checkFunction }) =>
        checkFunction.isBoundToVpc ? checkFunction.connections.securityGroups : [],
      ),
    });
    if (props.dashboard !== false) {
      const { dashboard, widgetFunction } = makeDashboard(this, {
        ...(props.dashboard === true ? {} : props.dashboard),
        groups: this.#groups,
        table: this.table,
        reports: this.reports,
        logGroup: this.logGroup,
      });
      this.dashboard = dashboard;
      this.widgetFunction = widgetFunction;
    }
    this.alarms = [
      ...this.#groups.flatMap(({ alarms }) => alarms),
      ...(this.notifier?.alarms ?? []),
      alarmOnAny(
        this,
        'FailuresWaiting',
        this.failures.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
        { says: 'A check could not be started, or failed for good.', section: 'failures-waiting' },
        alarmSettings,
      ),
    ];
  }

  /**
   * Lets somebody look at the dashboard's widget. Its buttons that check need {@link grantInvoke} as well.
   *
   * @throws RangeError where the monitor has no dashboard
   */
  grantLook(grantee: IGrantable): Grant {
    if (this.widgetFunction === undefined) throw new RangeError('the monitor has no dashboard');
    return this.widgetFunction.grantInvoke(grantee);
  }

  /** Lets somebody check on demand: invoke any of the functions. */
  grantInvoke(grantee: IGrantable): Grant {
    const grants = this.#groups.map(({ checkFunction }) => checkFunction.grantInvoke(grantee));
    return grants.reduce((all, grant) => all.combine(grant));
  }

  /** Environments with drift in a run: 0 or 1 for the one that is named, else how many of those that no group names. */
  metricDrift(environment?: string, options?: MetricOptions): Metric {
    return this.#metric(metricNames.drift, environment, options);
  }

  /** Environments that could not be wholly seen in a run: 0 or 1 for the one that is named, else how many. */
  metricUnknown(environment?: string, options?: MetricOptions): Metric {
    return this.#metric(metricNames.unknown, environment, options);
  }

  /** How long an environment's check took, in milliseconds. */
  metricDuration(environment: string, options?: MetricOptions): Metric {
    return this.#metric(metricNames.duration, environment, options);
  }

  #metric(metricName: string, environment: string | undefined, options: MetricOptions = {}): Metric {
    const watching = this.#groups.find((group) => environment !== undefined && group.watches(environment));
    const { service = '', statistic = 'Maximum' } = watching ?? this.#groups[0] ?? {};
    return new Metric({
      namespace: metricNamespace,
      metricName,
      dimensionsMap: { service, ...(environment === undefined ? {} : { environment }) },
      statistic: environment === undefined ? statistic : 'Maximum',
      period: Duration.hours(1),
      ...options,
    });
  }
}
