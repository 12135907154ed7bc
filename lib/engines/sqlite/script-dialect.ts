import type { ScriptDialect } from '../../plan/script-dialect.ts';

/**
 * Plans for the `sqlite3` program, which would go on after an error and commit what is left. A transaction waits ten seconds
 * for its place as the only writer; nothing bounds how long a statement runs.
 *
 * @see https://www.sqlite.org/cli.html
 */
export const scriptDialect: ScriptDialect = {
  opening: ['.bail on', '.timeout 10000'],
  begin: ['begin immediate;'],
  commit: ['commit;'],
  bounds: () => ({ before: [], after: [] }),
};
