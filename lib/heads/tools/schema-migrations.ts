import type { MigrationTool } from '../migration-tool.ts';

const table = { schema: 'public', name: 'schema_migrations' };

const versions = {
  table,
  query: (name: string) => `select version as id from ${name} order by version`,
  readRows: (rows: Parameters<MigrationTool['readRows']>[0]) => rows.map(({ id }) => ({ id: String(id) })),
  headIsFile: false,
};

/**
 * Rails keeps the version of every migration.
 * Source: https://guides.rubyonrails.org/active_record_migrations.html
 */
export const rails: MigrationTool = {
  ...versions,
  name: 'rails',
  title: 'Rails',
  otherTables: ['ar_internal_metadata'],
  ownsColumns: (columns) => columns.includes('version') && !columns.includes('dirty'),
  upgradeCommand: 'bin/rails db:migrate',
  stampAdvice: (head) => `Insert the version of ${head} into schema_migrations.`,
};

/**
 * dbmate keeps the version of every migration.
 * Source: https://github.com/amacneil/dbmate#internals
 */
export const dbmate: MigrationTool = {
  ...versions,
  name: 'dbmate',
  title: 'dbmate',
  ownsColumns: (columns) => columns.includes('version') && !columns.includes('dirty'),
  upgradeCommand: 'dbmate migrate',
  stampAdvice: (head) => `Insert the version of ${head} into schema_migrations.`,
};

/**
 * golang-migrate keeps one row: the version that the database is at, dirty while or after its migration failed.
 * Source: https://github.com/golang-migrate/migrate/blob/master/GETTING_STARTED.md
 */
export const golangMigrate: MigrationTool = {
  name: 'golang-migrate',
  title: 'golang-migrate',
  table,
  ownsColumns: (columns) => columns.includes('dirty'),
  query: (name) => `select cast(version as text) as id, cast(dirty as text) as dirty from ${name}`,
  readRows: (rows) =>
    rows.map(({ id, dirty }) => ({
      id: String(id),
      coversEarlier: true,
      ...(/^(true|t|1)$/.test(String(dirty)) ? { isFailed: true as const } : {}),
    })),
  ordersIds: true,
  sameId: (id) => id.replace(/^0+(?=\d)/, ''),
  headIsFile: false,
  upgradeCommand: 'migrate -path migrations -database URL up',
  stampAdvice: (head) => `Run \`migrate force ${Number.parseInt(head, 10)}\`.`,
  failedAdvice: 'Mend what it left half done, then run `migrate force VERSION` with the version that is there in full.',
};

/**
 * Supabase keeps the version, name and statements of every migration.
 * Source: https://supabase.com/docs/guides/deployment/database-migrations
 */
export const supabase: MigrationTool = {
  ...versions,
  name: 'supabase',
  title: 'Supabase',
  table: { schema: 'supabase_migrations', name: 'schema_migrations' },
  upgradeCommand: 'supabase db push',
  stampAdvice: (head) => `Run \`supabase migration repair --status applied ${head.split('_')[0]}\`.`,
};
