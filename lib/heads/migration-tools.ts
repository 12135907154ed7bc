import type { MigrationTool } from './migration-tool.ts';
import { alembic } from './tools/alembic.ts';
import { django } from './tools/django.ts';
import { drizzle } from './tools/drizzle.ts';
import { flyway } from './tools/flyway.ts';
import { goose } from './tools/goose.ts';
import { liquibase } from './tools/liquibase.ts';
import { knex, nodePgMigrate } from './tools/node.ts';
import { prisma } from './tools/prisma.ts';
import { diesel, sqlx } from './tools/rust.ts';
import { dbmate, golangMigrate, rails, supabase } from './tools/schema-migrations.ts';
import { sqitch } from './tools/sqitch.ts';

/** Every migration tool whose head can be compared, by the configuration's word for it. */
export const migrationTools: { readonly [name: string]: MigrationTool } = {
  alembic,
  dbmate,
  diesel,
  django,
  drizzle,
  flyway,
  'golang-migrate': golangMigrate,
  goose,
  knex,
  liquibase,
  'node-pg-migrate': nodePgMigrate,
  prisma,
  rails,
  sqitch,
  sqlx,
  supabase,
};
