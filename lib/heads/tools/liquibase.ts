import type { MigrationTool } from '../migration-tool.ts';

/**
 * Liquibase keeps every changeset by author, id and file. The file's name depends on where Liquibase was started, and the
 * checksum's algorithm on its version, so that neither is compared.
 * Source: https://docs.liquibase.com/concepts/tracking-tables/databasechangelog-table.html
 */
export const liquibase: MigrationTool = {
  name: 'liquibase',
  title: 'Liquibase',
  table: { schema: 'public', name: 'databasechangelog' },
  otherTables: ['databasechangeloglock'],
  query: (table) => `select author, id, exectype from ${table} order by orderexecuted`,
  readRows: (rows) =>
    rows.map(({ author, id, exectype }) => ({
      id: `${author}:${id}`,
      ...(exectype === 'FAILED' ? { isFailed: true as const } : {}),
    })),
  headIsFile: false,
  upgradeCommand: 'liquibase update',
  stampAdvice: () => 'Run `liquibase changelog-sync`.',
};
