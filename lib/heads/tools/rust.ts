import type { MigrationTool } from '../migration-tool.ts';

/**
 * Diesel keeps the version of every migration.
 * Source: https://docs.rs/diesel/latest/diesel/migration/
 */
export const diesel: MigrationTool = {
  name: 'diesel',
  title: 'Diesel',
  table: { schema: 'public', name: '__diesel_schema_migrations' },
  query: (table) => `select version as id from ${table} order by version`,
  readRows: (rows) => rows.map(({ id }) => ({ id: String(id) })),
  sameId: (id) => id.replaceAll('-', ''),
  headIsFile: false,
  upgradeCommand: 'diesel migration run',
  stampAdvice: (head) => `Insert the version of ${head} into __diesel_schema_migrations.`,
};

/**
 * SQLx keeps every migration with the SHA-384 of its file, and whether it came to its end.
 * Source: https://github.com/launchbadge/sqlx/blob/main/sqlx-postgres/src/migrate.rs
 */
export const sqlx: MigrationTool = {
  name: 'sqlx',
  title: 'SQLx',
  table: { schema: 'public', name: '_sqlx_migrations' },
  query: (table) =>
    `select cast(version as text) as id, cast(success as text) as success, cast(checksum as text) as checksum from ${table} order by version`,
  readRows: (rows) =>
    rows.map(({ id, success, checksum }) => {
      // PostgreSQL spells bytes in hexadecimal; what another engine makes of them says nothing.
      const [, hex] = /^\\x([0-9a-f]+)$/.exec(String(checksum)) ?? [];
      return {
        id: String(id),
        ...(hex === undefined ? {} : { checksum: hex }),
        ...(/^(true|t|1)$/.test(String(success)) ? {} : { isFailed: true as const }),
      };
    }),
  sameId: (id) => id.replace(/^0+(?=\d)/, ''),
  headIsFile: false,
  upgradeCommand: 'sqlx migrate run',
  stampAdvice: (head) => `Insert ${head} with its checksum into _sqlx_migrations.`,
  failedAdvice: 'Mend what it left half done, then delete its row from _sqlx_migrations.',
};
