import type { ScriptDialect } from '../../plan/script-dialect.ts';

/**
 * Plans for `psql`. Settings of a transaction end with it; what runs alone takes its own back.
 *
 * @see https://www.postgresql.org/docs/18/runtime-config-client.html
 */
export const scriptDialect: ScriptDialect = {
  opening: ['-- Run it with psql -X -v ON_ERROR_STOP=1 -f FILE, which ends at the first statement that fails.'],
  // A function's body may read a table that the plan makes later, and finds it by its caller's search_path.
  begin: ['begin;', 'set local check_function_bodies = off;'],
  commit: ['commit;'],
  bounds: ({ transaction, lockTimeoutMs, statementTimeoutMs }) => {
    const scope = transaction === 'inside' ? 'set local' : 'set';
    return {
      before: [`${scope} lock_timeout = ${lockTimeoutMs};`, `${scope} statement_timeout = ${statementTimeoutMs};`],
      after: transaction === 'outside' ? ['reset lock_timeout;', 'reset statement_timeout;'] : [],
    };
  },
};
