import { type App, CfnOutput, Duration, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type AwsNetwork, type AwsSettings, toAwsSettings } from '../config/aws-settings.ts';
import type { Config, Environment } from '../config/config.ts';
import { DriftMonitor } from './drift-monitor.ts';
import type { DriftMonitorProps, EnvironmentGroup } from './drift-monitor-props.ts';

/**
 * Makes the stacks that a configuration asks for: one for each region that its environments are reached from, with a
 * monitor whose functions are each in one of the region's networks.
 */
export function makeMonitorStacks(
  app: App,
  config: Config,
  expectations: DriftMonitorProps['expectations'],
): readonly Stack[] {
  const aws = config.aws ?? toAwsSettings({});
  const regionOf = ({ network }: Environment) => aws.networks[network ?? '']?.region ?? aws.region;
  const byRegion = Map.groupBy(Object.values(config.environments), regionOf);
  return [...byRegion].map(([region, environments]) => {
    const isMain = region === aws.region;
    const stack = new Stack(app, isMain ? 'Driftline' : `Driftline-${region}`, stackProps(aws, region));
    const topic = makeAlarmTopic(stack, aws);
    const monitor = new DriftMonitor(stack, 'Monitor', {
      config: { ...config, environments: Object.fromEntries(environments.map((it) => [it.name, it])) },
      expectations,
      groups: groupByNetwork(stack, environments, aws.networks),
      schedule: scheduleOf(aws),
      missingRunsAfter: longestSilence(aws.schedule),
      scheduledRepair: aws.repair,
      ...(topic === undefined ? {} : { alarmTopic: topic }),
      ...(aws.reservedConcurrency === undefined ? {} : { reservedConcurrency: aws.reservedConcurrency }),
      fanOut: aws.fanOut,
      ...(aws.discover === undefined || !isMain ? {} : { discover: { tag: aws.discover } }),
    });
    for (const [name, { functionName }] of Object.entries(monitor.checkFunctions)) {
      new CfnOutput(stack, `CheckFunction${name}`, {
        value: functionName,
        description: 'Invoke it to check on demand',
      });
    }
    if (monitor.notifier !== undefined) {
      const { notifyFunction } = monitor.notifier;
      new CfnOutput(stack, 'NotifyFunction', {
        value: notifyFunction.functionName,
        description: 'Invoke it to try a channel: {"test": "CHANNEL"}',
      });
      new CfnOutput(stack, 'StateTable', {
        value: monitor.table.tableName,
        description: 'What `driftline mute --table` takes',
      });
    }
    return stack;
  });
}

function stackProps({ account }: AwsSettings, region: string | undefined): StackProps {
  return {
    description: 'Driftline: checks databases for drift from their migrations',
    ...(account === undefined && region === undefined
      ? {}
      : { env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) } }),
  };
}

function groupByNetwork(
  stack: Stack,
  environments: readonly Environment[],
  networks: AwsSettings['networks'],
): { readonly [name: string]: EnvironmentGroup } {
  const used = Object.entries(networks).filter(([name]) => environments.some(({ network }) => network === name));
  return Object.fromEntries(
    used.map(([name, network]): [string, EnvironmentGroup] => [
      name,
      {
        environments: environments.filter((it) => it.network === name).map((it) => it.name),
        network: importNetwork(stack, name, network),
      },
    ]),
  );
}

/** By ids alone, so that nothing has to be looked up in an account while synthesizing. */
function importNetwork(
  stack: Stack,
  name: string,
  { vpc, subnets, securityGroups }: AwsNetwork,
): NonNullable<EnvironmentGroup['network']> {
  return {
    vpc: Vpc.fromVpcAttributes(stack, `Network ${name}`, { vpcId: vpc, availabilityZones: ['unused'] }),
    subnets: { subnets: subnets.map((id) => Subnet.fromSubnetId(stack, `Subnet ${name} ${id}`, id)) },
    ...(securityGroups.length === 0
      ? {}
      : {
          securityGroups: securityGroups.map((id) =>
            SecurityGroup.fromSecurityGroupId(stack, `Group ${name} ${id}`, id),
          ),
        }),
  };
}

function scheduleOf({ schedule, timeZone }: AwsSettings): ScheduleExpression {
  return ScheduleExpression.expression(schedule, timeZone === undefined ? undefined : TimeZone.of(timeZone));
}

const minutesOf: { readonly [unit: string]: number } = { minute: 1, hour: 60, day: 1440 };

/** Three runs that did not come are no accident; a cron schedule says nothing of its pauses, so a day is granted. */
function longestSilence(schedule: string): Duration {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (count === undefined || unit === undefined) return Duration.hours(24);
  return Duration.minutes(Math.min(7 * 1440, Math.max(60, 3 * Number(count) * (minutesOf[unit] ?? 60))));
}

function makeAlarmTopic(stack: Stack, { alarmEmail }: AwsSettings): ITopic | undefined {
  if (alarmEmail === undefined) return undefined;
  // Not encrypted by a key of ours: an alarm could not be published through Amazon's default one.
  const topic = new Topic(stack, 'Alarms', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
