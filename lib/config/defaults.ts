import type { RepairLimits } from '../plan/hold-statements.ts';
import type { RepairPolicy } from '../plan/statement.ts';
import type { ValueCheck } from '../values/value-check.ts';

/** What holds wherever `driftline.yaml` is silent. Durations in milliseconds. */
export const defaults = {
  engine: 'postgresql',
  unexpected: 'ignore',
  /** Reads only, and shows the DDL that would mend the drift; nothing is changed before an owner writes `safe`. */
  repair: 'plan',
  /** A hundred statements or 10 GB are more than a repair should do on its own. */
  repairLimits: { allow: [], maxStatements: 100, maxTableBytes: 10 * 2 ** 30, isDryRun: false },
  compileTimeoutMs: 120_000,
  connectTimeoutMs: 10_000,
  lockTimeoutMs: 2_000,
  statementTimeoutMs: 30_000,
  values: { redact: false, severity: 'high', maxDistinct: 1_000, budgetMs: 10_000 },
} as const satisfies {
  engine: string;
  unexpected: 'ignore' | 'report';
  repair: RepairPolicy;
  repairLimits: RepairLimits;
  compileTimeoutMs: number;
  connectTimeoutMs: number;
  lockTimeoutMs: number;
  statementTimeoutMs: number;
  values: Omit<ValueCheck, 'column' | 'accept' | 'nulls'>;
};

/**
 * How long after a look that found drift a schedule takes its second one: longer than most deployments' single steps.
 */
export const scheduledSettleMs = 20_000;

/** The file names that are looked for, best first. */
export const configFileNames = ['driftline.yaml', 'driftline.yml'] as const;
