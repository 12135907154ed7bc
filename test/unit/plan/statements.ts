import type { Statement } from '../../../lib/plan/statement.ts';

/** A statement that does nothing in particular. */
export function statement(sql: string, parts: Partial<Statement> = {}): Statement {
  return {
    sql,
    causedBy: [],
    hazards: [],
    locks: [],
    transaction: 'inside',
    lockTimeoutMs: 2_000,
    statementTimeoutMs: 30_000,
    provides: [],
    requires: [],
    sizedBy: [],
    ...parts,
  };
}
