import { Duration } from 'aws-cdk-lib';
import { CustomWidget, Dashboard, GraphWidget, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { metricNames, metricNamespace } from '../../lambdas/check/settings.ts';
import type { WidgetParameters } from '../../lambdas/widget/settings.ts';
import { makeWidgetFunction, type WidgetFunctionProps } from './widget-function.ts';

/** What a monitor's owner says of its dashboard. */
export interface DashboardOptions {
  /** @default a name that CloudFormation makes */
  readonly name?: string;
  /**
   * Whether the widget has a button that repairs what is safe. Whoever presses it needs the right to invoke the function,
   * and each environment's own policy may allow less.
   * @default false
   */
  readonly repairButton?: boolean;
}

/** One network's share of a monitor, as a dashboard shows it. */
export interface DashboardGroup {
  readonly name: string;
  /** The service that its metrics are of. */
  readonly service: string;
  /** How an hour's counts come from those of its invocations. */
  readonly statistic: 'Maximum' | 'Sum';
  readonly checkFunction: LambdaFunction;
}

export interface DriftDashboardProps extends DashboardOptions, WidgetFunctionProps {
  readonly groups: readonly DashboardGroup[];
}

/** The whole width of a dashboard. */
const fullWidth = 24;

/** A dashboard of a monitor, and the function that its widget calls. */
export interface DriftDashboard {
  readonly dashboard: Dashboard;
  readonly widgetFunction: LambdaFunction;
}

/**
 * Makes a CloudWatch dashboard: what drifted where right now, with buttons to check and to look closer, and below it how
 * that went over time. There is no web server: the console calls the function with the rights of whoever looks.
 */
export function makeDashboard(scope: Construct, props: DriftDashboardProps): DriftDashboard {
  const widgetFunction = makeWidgetFunction(scope, 'Widget', props);
  const { groups } = props;
  const params: WidgetParameters = {
    checks: groups.map(({ name, checkFunction }) => ({
      endpoint: checkFunction.functionArn,
      ...(groups.length === 1 ? {} : { group: name }),
    })),
    mayRepair: props.repairButton ?? false,
  };
  const dashboard = new Dashboard(scope, 'Dashboard', {
    ...(props.name === undefined ? {} : { dashboardName: props.name }),
    defaultInterval: Duration.days(7),
  });
  dashboard.addWidgets(
    new CustomWidget({
      title: 'Drift',
      functionArn: widgetFunction.functionArn,
      width: fullWidth,
      height: 12,
      updateOnTimeRangeChange: false,
      params,
    }),
  );
  dashboard.addWidgets(
    graph('Environments', groups, ['inSync', 'drift', 'unknown']),
    new GraphWidget({
      title: 'Drifts by severity',
      width: fullWidth / 3,
      height: 6,
      stacked: true,
      left: groups.flatMap((group) =>
        Object.entries(metricNames.drifts).map(([severity, name]) =>
          metricOf(group, name, labelOf(severity, group, groups)),
        ),
      ),
    }),
    graph('Repaired statements', groups, ['repaired']),
  );
  dashboard.addWidgets(
    new GraphWidget({
      title: 'How long the slowest check took',
      width: fullWidth / 2,
      height: 6,
      left: groups.map((group) => metricOf({ ...group, statistic: 'Maximum' }, metricNames.duration, group.name)),
    }),
    new GraphWidget({
      title: 'Scheduled runs',
      width: fullWidth / 2,
      height: 6,
      left: groups.map((group) => metricOf({ ...group, statistic: 'Sum' }, metricNames.scheduledRuns, group.name)),
    }),
  );
  return { dashboard, widgetFunction };
}

function graph(
  title: string,
  groups: readonly DashboardGroup[],
  names: readonly ('inSync' | 'drift' | 'unknown' | 'repaired')[],
): GraphWidget {
  return new GraphWidget({
    title,
    width: fullWidth / 3,
    height: 6,
    left: groups.flatMap((group) =>
      names.map((name) => metricOf(group, metricNames[name], labelOf(metricNames[name], group, groups))),
    ),
  });
}

function labelOf(name: string, group: DashboardGroup, groups: readonly DashboardGroup[]): string {
  return groups.length === 1 ? name : `${group.name}: ${name}`;
}

function metricOf({ service, statistic }: DashboardGroup, metricName: string, label: string): IMetric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { service },
    statistic,
    period: Duration.hours(1),
    label,
  });
}
