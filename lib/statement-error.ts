import { DriftlineError } from './errors.ts';

/**
 * What can be done about a statement that failed: `lock-timeout` and `deadlock` may pass on another attempt;
 * `cancelled` was stopped from outside; `already-exists` found something of that name; after `connection-lost` only the
 * server knows what was kept.
 */
export type StatementCondition =
  | 'lock-timeout'
  | 'statement-timeout'
  | 'deadlock'
  | 'cancelled'
  | 'already-exists'
  | 'connection-lost'
  | 'insufficient-privilege'
  | 'other';

/** A statement of a repair that failed. The code is the condition. */
export class StatementError extends DriftlineError {
  readonly condition: StatementCondition;
  /** Five characters; absent when no answer came. */
  readonly sqlState: string | undefined;

  constructor(
    condition: StatementCondition,
    message: string,
    options: { readonly sqlState?: string; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(condition, message, options);
    this.name = 'StatementError';
    this.condition = condition;
    this.sqlState = options.sqlState;
  }
}
