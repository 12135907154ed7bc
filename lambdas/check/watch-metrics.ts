import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { severities } from '../../lib/diff/severity.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { countDrifts, countRepaired } from './record-run.ts';
import type { World } from './run-checks.ts';
import { metricNames, metricNamespace } from './settings.ts';

/**
 * Writes metrics to the log in CloudWatch's embedded metric format: one record for all environments together, one for each where
 * that is wanted, and one for a scheduled run.
 *
 * See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param serviceName the monitor's name, a dimension of every metric
 */
export function makeMetrics(serviceName: string, isByEnvironment: boolean): World['metrics'] {
  const record = () => new Metrics({ namespace: metricNamespace, serviceName });
  const tell = (metrics: Metrics, runs: readonly RunReport[]) => {
    const sum = (numberOf: (run: RunReport) => number) => runs.reduce((all, run) => all + numberOf(run), 0);
    for (const outcome of ['inSync', 'drift', 'unknown'] as const) {
      const count = sum((run) => (run.outcome === outcome ? 1 : 0));
      metrics.addMetric(metricNames[outcome], MetricUnit.Count, count);
    }
    for (const severity of severities) {
      metrics.addMetric(
        metricNames.drifts[severity],
        MetricUnit.Count,
        sum((run) => countDrifts(run)[severity]),
      );
    }
    metrics.addMetric(metricNames.repaired, MetricUnit.Count, sum(countRepaired));
    metrics.addMetric(metricNames.duration, MetricUnit.Milliseconds, Math.max(0, ...runs.map(({ tookMs }) => tookMs)));
    metrics.publishStoredMetrics();
  };
  return {
    tellRun: ({ environments }) => {
      const each = isByEnvironment ? environments : [];
      for (const run of each) tell(record().addDimension('environment', run.environment), [run]);
      tell(record(), environments);
    },
    tellScheduledRun: () => {
      record().addMetric(metricNames.scheduledRuns, MetricUnit.Count, 1).publishStoredMetrics();
    },
  };
}
