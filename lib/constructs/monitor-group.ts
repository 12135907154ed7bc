import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { retentionVariable, variables, type Watched } from '../../lambdas/check/settings.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { makeCheckFunction } from './check-function.ts';
import { makeSchedule } from './check-schedule.ts';
import type { DriftMonitorProps } from './drift-monitor-props.ts';
import type { GroupedEnvironments } from './environment-groups.ts';
import { grantLogIn, grantReadSecrets, reachBySecrets } from './environment-secrets.ts';
import { explainWildcard } from './explain-finding.ts';
import { type FleetOptions, longestFleetCheck, makeFleet } from './fleet.ts';
import { grantAddReports, grantKeepCatalogs } from './report-bucket.ts';
import { grantDocuments } from './state-table.ts';
import { type AlarmSettings, alarmOnAny, alarmOnMissingRuns } from './watch-alarms.ts';

export interface MonitorGroupProps
  extends GroupedEnvironments,
    Pick<
      DriftMonitorProps,
      | 'expectations'
      | 'secrets'
      | 'secretKeys'
      | 'missingRunsAfter'
      | 'scheduledRepair'
      | 'timeout'
      | 'memorySizeMb'
      | 'reservedConcurrency'
      | 'concurrency'
      | 'fanOut'
      | 'arbiter'
      | 'environmentMetrics'
    > {
  /** The service that metrics and logs are of. */
  readonly service: string;
  readonly schedule: ScheduleExpression;
  readonly retention: Duration;
  readonly alarmSettings: AlarmSettings;
  readonly table: Table;
  readonly reports: Bucket;
  readonly failures: IQueue;
  readonly logGroup: ILogGroup;
  /** Whom to tell; absent: nobody. */
  readonly alerts?: AlertSettings;
}

/** One network's share of a monitor: a function, what invokes it, and the alarms that watch it. */
export class MonitorGroup extends Construct {
  readonly name: string;
  readonly service: string;
  readonly checkFunction: LambdaFunction;
  readonly alarms: readonly Alarm[];
  /** How the counts of a whole hour come from those of its invocations: in a fleet, each tells of one environment. */
  readonly statistic: 'Maximum' | 'Sum';
  readonly #watched: Watched;

  constructor(scope: Construct, id: string, props: MonitorGroupProps) {
    super(scope, id);
    this.name = props.name;
    this.service = props.service;
    const { environments, late, secrets, databaseUsers } = reachBySecrets(
      this,
      props.environments,
      props.secrets ?? {},
    );
    this.#watched = {
      formatVersion: 1,
      environments,
      expectations: neededExpectations(props),
      ...(props.alerts === undefined ? {} : { alerts: props.alerts }),
    };
    const fleet = fleetOptions(props.fanOut);
    this.statistic = fleet === undefined ? 'Maximum' : 'Sum';
    this.checkFunction = makeCheckFunction(this, 'Function', {
      monitor: props.service,
      watched: this.#watched,
      withArbiter: props.arbiter ?? true,
      lateSecrets: late,
      ...(props.network === undefined ? {} : { network: props.network }),
      settings: {
        [variables.table]: props.table.tableName,
        [variables.bucket]: props.reports.bucketName,
        [variables.concurrency]: String(props.concurrency ?? 8),
        [variables.environmentMetrics]: hasEnvironmentMetrics(props) ? 'yes' : 'no',
        [retentionVariable]: String(props.retention.toDays()),
        ...(props.discoverTag === undefined ? {} : { [variables.discoverTag]: props.discoverTag }),
      },
      logGroup: props.logGroup,
      failures: props.failures,
      timeout: timeoutOf(props),
      memorySizeMb: props.memorySizeMb ?? (props.arbiter === false ? 256 : 1024),
      reservedConcurrency: reservedConcurrency(props.reservedConcurrency, fleet),
    });
    grantDocuments(props.table, this.checkFunction);
    grantAddReports(props.reports, this.checkFunction);
    grantKeepCatalogs(props.reports, this.checkFunction);
    grantReadSecrets(secrets, props.secretKeys ?? [], this.checkFunction);
    grantLogIn(this, databaseUsers, this.checkFunction);
    if (props.discoverTag !== undefined) this.#allowDiscovery(props.discoverTag);

    const machine = fleet && makeFleet(this, 'Fleet', { ...props, ...fleet, checkFunction: this.checkFunction });
    makeSchedule(this, 'Schedule', {
      schedule: props.schedule,
      target: machine === undefined ? { checkFunction: this.checkFunction } : { fleet: machine },
      repair: props.scheduledRepair ?? 'plan',
      failures: props.failures,
    });
    this.alarms = this.#makeAlarms(props, machine);
  }

  watches(environment: string): boolean {
    return environment in this.#watched.environments;
  }

  #makeAlarms(props: MonitorGroupProps, machine: StateMachine | undefined): readonly Alarm[] {
    const { alarmSettings, missingRunsAfter = Duration.hours(3) } = props;
    const period = { period: Duration.minutes(15), statistic: 'Sum' };
    const errors = { says: 'A check ended in an error and may not have been recorded.', section: 'check-errors' };
    const failed = { says: 'A run through the fleet failed.', section: 'fleet-failed' };
    return [
      alarmOnMissingRuns(this, 'MissingRuns', this.service, missingRunsAfter, alarmSettings),
      alarmOnAny(this, 'Errors', this.checkFunction.metricErrors(period), errors, alarmSettings),
      ...(machine === undefined
        ? []
        : [alarmOnAny(this, 'FleetFailed', machine.metricFailed(period), failed, alarmSettings)]),
    ];
  }

  /**
   * Listing cannot be narrowed to some secrets; reading is, to those that carry the tag.
   * See https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
   */
  #allowDiscovery(tag: string): void {
    const anySecret = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.checkFunction.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:ListSecrets'], resources: ['*'] }),
    );
    this.checkFunction.addToRolePolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [anySecret],
        conditions: { StringLike: { [`aws:ResourceTag/${tag}`]: '?*' } },
      }),
    );
    explainWildcard(this, '*', 'Secrets are listed, and network interfaces made, by actions that take no resource.');
    explainWildcard(this, anySecret, 'What is found by its tag may be read by its tag.');
  }
}

function neededExpectations({ environments, expectations, discoverTag }: MonitorGroupProps): Watched['expectations'] {
  if (discoverTag !== undefined) return expectations;
  const needed = new Set(environments.map(({ expectation }) => expectation));
  return Object.fromEntries(Object.entries(expectations).filter(([name]) => needed.has(name)));
}

function hasEnvironmentMetrics({ environmentMetrics, fanOut, discoverTag }: MonitorGroupProps): boolean {
  return environmentMetrics ?? (fleetOptions(fanOut) === undefined && discoverTag === undefined);
}

function fleetOptions(fanOut: boolean | FleetOptions | undefined): FleetOptions | undefined {
  if (fanOut === undefined || fanOut === false) return undefined;
  return fanOut === true ? {} : fanOut;
}

function timeoutOf({ fanOut, timeout }: MonitorGroupProps): Duration {
  if (fleetOptions(fanOut) === undefined) return timeout ?? Duration.minutes(15);
  if (timeout !== undefined && timeout.toSeconds() > longestFleetCheck.toSeconds()) {
    throw new RangeError(`with fanOut a check may take at most ${longestFleetCheck.toSeconds()} s`);
  }
  return timeout ?? Duration.minutes(4);
}

function reservedConcurrency(asked: number | false | undefined, fleet: FleetOptions | undefined): number | undefined {
  if (asked === false) return undefined;
  return asked ?? (fleet === undefined ? 3 : (fleet.maxConcurrency ?? 20) + 3);
}
