import type { MigrationTool } from '../migration-tool.ts';

const byName = {
  query: (table: string) => `select name as id from ${table} order by ${table}.id`,
  readRows: (rows: Parameters<MigrationTool['readRows']>[0]) => rows.map(({ id }) => ({ id: String(id) })),
  headIsFile: false,
};

/**
 * node-pg-migrate keeps the name of every migration, without the ending of its file.
 * Source: https://salsita.github.io/node-pg-migrate/cli
 */
export const nodePgMigrate: MigrationTool = {
  ...byName,
  name: 'node-pg-migrate',
  title: 'node-pg-migrate',
  table: { schema: 'public', name: 'pgmigrations' },
  upgradeCommand: 'npx node-pg-migrate up',
  stampAdvice: () => 'Run `npx node-pg-migrate up --fake`.',
};

/**
 * Knex keeps the name of every migration's file.
 * Source: https://knexjs.org/guide/migrations.html
 */
export const knex: MigrationTool = {
  ...byName,
  name: 'knex',
  title: 'Knex',
  table: { schema: 'public', name: 'knex_migrations' },
  otherTables: ['knex_migrations_lock'],
  upgradeCommand: 'npx knex migrate:latest',
  stampAdvice: (head) => `Insert ${head} into knex_migrations.`,
};
