import type { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Watched } from '../../lambdas/check/settings.ts';
import type { Config } from '../config/config.ts';
import type { RepairPolicy } from '../plan/statement.ts';
import type { DashboardOptions } from './dashboard.ts';
import type { FleetOptions } from './fleet.ts';

/** Where in the network some databases are. */
export interface MonitorNetwork {
  readonly vpc: IVpc;
  /** @default the private subnets */
  readonly subnets?: SubnetSelection;
  /** @default a new one, which may reach everything and be reached by nobody */
  readonly securityGroups?: readonly ISecurityGroup[];
}

/** Environments that are reached from another network than the rest, and so have a function of their own. */
export interface EnvironmentGroup {
  /** @default outside any VPC */
  readonly network?: MonitorNetwork;
  /** Names of the configuration's environments; each may be in one group only. */
  readonly environments: readonly string[];
}

export interface DriftMonitorProps {
  /** What `loadConfig` read. */
  readonly config: Config;
  /** What `compileAll` made of it: expectations travel compiled, so that the function needs no migrations. */
  readonly expectations: Watched['expectations'];
  /**
   * The network of the environments that no group names.
   * @default outside any VPC: for databases that the internet reaches
   */
  readonly vpc?: IVpc;
  /** @default the private subnets of `vpc` */
  readonly subnets?: SubnetSelection;
  /** @default a new one, which may reach everything and be reached by nobody */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * Environments in other networks, by the name of their group.
   * @default none
   */
  readonly groups?: { readonly [name: string]: EnvironmentGroup };
  /**
   * Secrets by environment: by ARN or as a construct.
   * @default the secret that the configuration names; for an environment with a URL: `driftline/<environment>`, which holds
   * that URL
   */
  readonly secrets?: { readonly [environment: string]: ISecret | string };
  /**
   * Secrets by channel of the configuration's `alerts`, and `heartbeat`: each holds a URL, or JSON of `url` and `key`.
   * @default the secret that the configuration names, else `driftline/alerts/<channel>`
   */
  readonly channelSecrets?: { readonly [channel: string]: ISecret | string };
  /**
   * Keys that decrypt secrets which are known by their ARN only: those of another account must have one.
   * @default none: secrets are encrypted with Amazon's own key, or bring theirs along
   */
  readonly secretKeys?: readonly IKey[];
  /**
   * When to check; a time zone is part of it.
   * @default every hour
   */
  readonly schedule?: ScheduleExpression;
  /**
   * How long there may be no scheduled run before an alarm says so; must be more than the time between two.
   * @default 3 hours
   */
  readonly missingRunsAfter?: Duration;
  /**
   * The most that a scheduled run may do about drift; each environment's own policy may allow less.
   * @default 'plan', which changes nothing
   */
  readonly scheduledRepair?: RepairPolicy;
  /**
   * Told of every alarm, and of its end.
   * @default nobody
   */
  readonly alarmTopic?: ITopic;
  /**
   * Where `docs/runbook.md` is read, for the alarms' descriptions: a URL or a path.
   * @default 'docs/runbook.md'
   */
  readonly runbook?: string;
  /**
   * How long runs and reports are kept.
   * @default 90 days
   */
  readonly retention?: Duration;
  /** @default 3 months */
  readonly logRetention?: RetentionDays;
  /** @default 15 minutes; with `fanOut` 4 minutes */
  readonly timeout?: Duration;
  /**
   * Whether the function brings an embedded PostgreSQL (10 MB) to tell a drift from another spelling of the same
   * definition. Without it, servers of other majors than the newest may be told to drift where they do not.
   * @default true
   */
  readonly arbiter?: boolean;
  /** @default 1024; 256 without `arbiter` */
  readonly memorySizeMb?: number;
  /**
   * How many invocations of a group's function may run at the same time, so that no storm reaches the databases. `false`
   * for accounts whose own limit is too small to set some aside.
   * @default 3; with `fanOut` its `maxConcurrency` and 3 more
   */
  readonly reservedConcurrency?: number | false;
  /**
   * How many environments one invocation checks at the same time.
   * @default 8
   */
  readonly concurrency?: number;
  /**
   * Gives each environment an invocation of its own, by Step Functions: for fleets that one invocation cannot go through.
   * @default false
   */
  readonly fanOut?: boolean | FleetOptions;
  /**
   * Whether each environment has metrics of its own (nine, for which CloudWatch asks $2.70 a month). Without them there are
   * those of all together, and the log.
   * @default true; with `fanOut` or `discover` false
   */
  readonly environmentMetrics?: boolean;
  /**
   * Shows in the CloudWatch console which environments drifted, now and over time, with buttons that check and that show
   * a report. An account's first three dashboards are free.
   * @default a dashboard without a button that repairs
   */
  readonly dashboard?: boolean | DashboardOptions;
  /**
   * Watches also the databases whose secrets carry this tag: its value names the expectation, the secret's name is the
   * environment's. Only in the group of the environments that no group names.
   * @default none
   */
  readonly discover?: { readonly tag: string };
}
