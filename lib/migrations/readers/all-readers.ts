import type { MigrationReader, MigrationReaderName } from '../migration.ts';
import { alembic } from './alembic.ts';
import { dbmate } from './dbmate.ts';
import { diesel } from './diesel.ts';
import { drizzle } from './drizzle.ts';
import { flyway } from './flyway.ts';
import { golangMigrate } from './golang-migrate.ts';
import { goose } from './goose.ts';
import { liquibase } from './liquibase.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { pgDump } from './pg-dump.ts';
import { plainSql } from './plain-sql.ts';
import { prisma } from './prisma.ts';
import { rails } from './rails.ts';
import { sqitch } from './sqitch.ts';
import { sqlx } from './sqlx.ts';
import { supabase } from './supabase.ts';

/** Every reader by the configuration's word for it. */
export const migrationReaders: { readonly [name in MigrationReaderName]: MigrationReader } = {
  sql: plainSql,
  alembic,
  dbmate,
  diesel,
  drizzle,
  flyway,
  'golang-migrate': golangMigrate,
  goose,
  liquibase,
  'node-pg-migrate': nodePgMigrate,
  pg_dump: pgDump,
  prisma,
  rails,
  sqitch,
  sqlx,
  supabase,
};
