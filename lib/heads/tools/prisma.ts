import type { MigrationTool } from '../migration-tool.ts';

/**
 * Prisma Migrate writes a row when it begins a migration, and its end when it comes to it; one that was rolled back with
 * `prisma migrate resolve` counts as if it had never been.
 * Source: https://www.prisma.io/docs/orm/prisma-migrate/workflows/patching-and-hotfixing
 */
export const prisma: MigrationTool = {
  name: 'prisma',
  title: 'Prisma Migrate',
  table: { schema: 'public', name: '_prisma_migrations' },
  query: (table) =>
    `select migration_name as id, checksum, cast(finished_at as text) as finished, cast(rolled_back_at as text) as undone from ${table} order by started_at, migration_name`,
  readRows: (rows) =>
    rows
      .filter(({ undone }) => undone === null)
      .map(({ id, checksum, finished }) => ({
        id: String(id),
        checksum: String(checksum),
        ...(finished === null ? { isFailed: true as const } : {}),
      })),
  headIsFile: false,
  upgradeCommand: 'npx prisma migrate deploy',
  stampAdvice: (head) => `Run \`npx prisma migrate resolve --applied ${head}\`.`,
  failedAdvice:
    'Mend what it left half done, then run `npx prisma migrate resolve --rolled-back NAME`, or `--applied NAME`.',
};
