import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { metricNames, metricNamespace } from '../../lambdas/check/settings.ts';

export interface AlarmSettings {
  readonly topic: ITopic | undefined;
  /** Where `docs/runbook.md` is read: a URL or a path, without an anchor. */
  readonly runbook: string;
}

/** An alarm's cause in the words of its description, and the section of the runbook that helps. */
interface AlarmText {
  readonly says: string;
  readonly section: string;
}

/**
 * Alarms when scheduled runs stop arriving. Silence is what it is about, so missing data is the alarm.
 *
 * @param service whose runs
 * @param after how long there may be none
 */
export function alarmOnMissingRuns(
  scope: Construct,
  id: string,
  service: string,
  after: Duration,
  settings: AlarmSettings,
): Alarm {
  const hours = Math.max(1, Math.ceil(after.toMinutes() / 60));
  const metric = new Metric({
    namespace: metricNamespace,
    metricName: metricNames.scheduledRuns,
    dimensionsMap: { service },
    statistic: 'Sum',
    period: Duration.hours(1),
  });
  const text = { says: `No scheduled check has been recorded for ${hours} h.`, section: 'missing-runs' };
  return describe(scope, id, text, settings, {
    metric,
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: hours,
    treatMissingData: TreatMissingData.BREACHING,
  });
}

/**
 * Alarms when something that should never happen does. No data means that it did not.
 *
 * @param threshold what is too much
 */
export function alarmOnAny(
  scope: Construct,
  id: string,
  metric: IMetric,
  text: AlarmText,
  settings: AlarmSettings,
  threshold = 1,
): Alarm {
  return describe(scope, id, text, settings, {
    metric,
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

interface AlarmRule {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly evaluationPeriods: number;
  readonly treatMissingData: TreatMissingData;
}

function describe(scope: Construct, id: string, text: AlarmText, settings: AlarmSettings, rule: AlarmRule): Alarm {
  const alarm = new Alarm(scope, id, {
    ...rule,
    alarmDescription: `${text.says} What to do: ${settings.runbook}#${text.section}`,
  });
  if (settings.topic !== undefined) {
    alarm.addAlarmAction(new SnsAction(settings.topic));
    alarm.addOkAction(new SnsAction(settings.topic));
  }
  return alarm;
}
