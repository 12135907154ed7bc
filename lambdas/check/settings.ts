import type { AlertSettings } from '../../lib/alerts/settings.ts';
import type { Environment } from '../../lib/config/config.ts';
import { itemAttributes } from '../../lib/incidents/store-settings.ts';
import type { CompiledExpectation } from '../../lib/run/expectation.ts';

/** The file beside the function's code that says what is watched. */
export const watchFile = 'watch.json';

/** What a function watches: everything that a check needs, and no secret. */
export interface Watched {
  readonly formatVersion: 1;
  /** `tls.caFile` is relative to the function's code. */
  readonly environments: { readonly [name: string]: Environment };
  readonly expectations: { readonly [name: string]: CompiledExpectation };
  /** Whom to tell; absent: nobody. */
  readonly alerts?: AlertSettings;
}

/** The attributes of the table that the constructs must know: its key, and when an item expires. */
export const tableKeys = {
  partition: itemAttributes.partition,
  sort: itemAttributes.sort,
  expiry: itemAttributes.expiry,
  kind: itemAttributes.kind,
};

/** The function's environment variables. */
export const variables = {
  table: 'DRIFTLINE_TABLE',
  bucket: 'DRIFTLINE_REPORTS',
  /** JSON: secrets by environment whose ARNs are known at deployment only. */
  secrets: 'DRIFTLINE_SECRETS',
  /** Environments whose secrets carry this tag are watched as well; its value names the expectation. */
  discoverTag: 'DRIFTLINE_DISCOVER_TAG',
  /** `no`: metrics of the whole service only, since each environment's own cost money by the month. */
  environmentMetrics: 'DRIFTLINE_ENVIRONMENT_METRICS',
  /** How many environments are checked at the same time. */
  concurrency: 'DRIFTLINE_CONCURRENCY',
  /** Tells this monitor's metrics and claims from others'. Powertools reads it as well. */
  monitor: 'POWERTOOLS_SERVICE_NAME',
} as const;

export const metricNamespace = 'Driftline';

/** Metrics of each environment (dimensions `service` and `environment`) and of all together (`service`). */
export const metricNames = {
  inSync: 'InSync',
  drift: 'Drift',
  unknown: 'Unknown',
  drifts: { critical: 'CriticalDrifts', high: 'HighDrifts', medium: 'MediumDrifts', low: 'LowDrifts' },
  repaired: 'RepairedStatements',
  duration: 'Duration',
  scheduledRuns: 'ScheduledRuns',
} as const;

/** Runs are forgotten, and reports removed, after this time unless the construct is told otherwise. */
export const defaultRetentionDays = 90;

export const retentionVariable = 'DRIFTLINE_RETENTION_DAYS';

/** Where whole reports go: `reports/2026/03/01/<run>.json.gz`. */
export const reportPrefix = 'reports/';

/** Where catalogs lie until they have changed or are old. */
export const catalogPrefix = 'catalogs/';
