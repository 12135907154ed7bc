import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { severities } from '../../lib/diff/severity.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { countDrifts, countRepaired } from './record-run.ts';
import type { World } from './run-checks.ts';
import { metricNames, metricNamespace } from './settings.ts';

/**
 * Writes metrics to the log in CloudWatch's embedded metric format: one record an environment, so that each has its
 * own, one for all of them together, and one for a scheduled run.
 *
 * See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param serviceName the monitor's name, a dimension of every metric
 */
export function makeMetrics(serviceName: string): World['metrics'] {
  const record = () => new Metrics({ namespace: metricNamespace, serviceName });
  const tellEnvironment = (run: RunReport) => {
    const metrics = record().addDimension('environment', run.environment);
    for (const outcome of ['inSync', 'drift', 'unknown'] as const) {
      metrics.addMetric(metricNames[outcome], MetricUnit.Count, run.outcome === outcome ? 1 : 0);
    }
    const drifts = countDrifts(run);
    for (const severity of severities) {
      metrics.addMetric(metricNames.drifts[severity], MetricUnit.Count, drifts[severity]);
    }
    metrics.addMetric(metricNames.repaired, MetricUnit.Count, countRepaired(run));
    metrics.addMetric(metricNames.duration, MetricUnit.Milliseconds, run.tookMs);
    metrics.publishStoredMetrics();
  };
  const tellService = (runs: readonly RunReport[]) => {
    const metrics = record();
    for (const outcome of ['inSync', 'drift', 'unknown'] as const) {
      const count = runs.filter((run) => run.outcome === outcome).length;
      metrics.addMetric(metricNames[outcome], MetricUnit.Count, count);
    }
    metrics.publishStoredMetrics();
  };
  return {
    tellRun: ({ environments }) => {
      environments.forEach(tellEnvironment);
      tellService(environments);
    },
    tellScheduledRun: () => {
      record().addMetric(metricNames.scheduledRuns, MetricUnit.Count, 1).publishStoredMetrics();
    },
  };
}
