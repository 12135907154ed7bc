/** The file beside the function's code that says whom to tell. */
export const alertsFile = 'alerts.json';

/** The function's environment variables. */
export const notifyVariables = {
  table: 'DRIFTLINE_TABLE',
  /** JSON: secrets by channel whose ARNs are known at deployment only. */
  secrets: 'DRIFTLINE_CHANNEL_SECRETS',
  /** Tells this monitor's metrics from others'. Powertools reads it as well. */
  monitor: 'POWERTOOLS_SERVICE_NAME',
} as const;

/** Messages by what became of them (dimension `service`). */
export const notifyMetrics = { sent: 'AlertsSent', rejected: 'AlertsRejected', doubtful: 'AlertsDoubtful' } as const;

/** The kinds of documents that the function is handed by the table's stream. */
export const streamedKinds = ['outbox', 'beat'] as const;
