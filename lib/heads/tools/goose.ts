import type { MigrationTool } from '../migration-tool.ts';

/**
 * goose writes a row whenever a migration goes up, and in older versions one when it goes down: the last one counts. The
 * first row, of version 0, is there from the beginning.
 * Source: https://github.com/pressly/goose/blob/main/internal/dialects/postgres.go
 */
export const goose: MigrationTool = {
  name: 'goose',
  title: 'goose',
  table: { schema: 'public', name: 'goose_db_version' },
  query: (table) =>
    `select cast(version_id as text) as id, cast(is_applied as text) as is_applied from ${table} order by ${table}.id`,
  readRows: (rows) => {
    const applied = new Map<string, boolean>();
    for (const { id, is_applied } of rows) {
      applied.delete(String(id));
      applied.set(String(id), /^(true|t|1)$/.test(String(is_applied)));
    }
    return [...applied].filter(([id, isApplied]) => isApplied && id !== '0').map(([id]) => ({ id }));
  },
  sameId: (id) => id.replace(/^0+(?=\d)/, ''),
  headIsFile: false,
  upgradeCommand: 'goose up',
  stampAdvice: (head) => `Insert the version of ${head} into goose_db_version.`,
};
