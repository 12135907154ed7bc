import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { migrationProjects } from './migration-projects.ts';

/** How a migration tool keeps account, in its own SQL. */
export interface Bookkeeping {
  /** Makes its tables, as the tool does before its first migration. */
  readonly create: string;
  /** Writes down that a step was applied; the first is 0. */
  readonly apply: (step: number) => string;
  /** Writes down that a step was begun and failed, where the tool does that. */
  readonly fail?: (step: number) => string;
  /** Writes down a migration that no folder has. */
  readonly stranger: string;
  /** Makes what is written of the first step disagree with its file, where the tool keeps a checksum. */
  readonly change?: string;
}

const textOf = (tool: keyof typeof migrationProjects, pattern: RegExp, step: number): string => {
  const { files } = migrationProjects[tool];
  const names = Object.keys(files).filter((name) => pattern.test(name));
  return files[names[step] ?? ''] ?? '';
};
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const idOf = (tool: keyof typeof migrationProjects, step: number) => migrationProjects[tool].ids[step] ?? '';

const versions = (tool: keyof typeof migrationProjects, table: string, create: string): Bookkeeping => ({
  create,
  apply: (step) => `insert into ${table} (version) values ('${idOf(tool, step)}')`,
  stranger: `insert into ${table} (version) values ('20991231000000')`,
});

const flywayRow = (step: number, version: string, checksum: number, success: boolean) =>
  `insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) values (${step + 1}, '${version}', 'x', 'SQL', 'x.sql', ${checksum}, 'me', 1, ${success})`;
const flywayChecksum = (step: number) =>
  textOf('flyway', /\/V/, step)
    .split('\n')
    .reduce((sum, line) => crc32(line, sum), 0) | 0;

const sqlxRow = (step: number, success: boolean) =>
  `insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (${idOf('sqlx', step)}, 'x', ${success}, '\\x${hash('sha384', textOf('sqlx', /\.up\.sql$/, step))}', 1)`;

const prismaRow = (step: number, finished: string) =>
  `insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('${step}', '${hash('sha256', textOf('prisma', /migration\.sql$/, step))}', ${finished}, '${idOf('prisma', step)}')`;

const alembicRow = (from: string, to: string) =>
  from === ''
    ? `insert into alembic_version values ('${to}')`
    : `update alembic_version set version_num = '${to}' where version_num = '${from}'`;

const liquibaseRow = (id: string, order: number, type = 'EXECUTED') => {
  const [author, own] = id.split(':');
  return `insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum) values ('${own}', '${author}', 'changelog/01.sql', now(), ${order}, '${type}', '9:0')`;
};

/** The bookkeeping of each tool whose head is compared. */
export const bookkeeping = {
  alembic: {
    create:
      'create table alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))',
    apply: (step) => alembicRow(step === 0 ? '' : idOf('alembic', step - 1), idOf('alembic', step)),
    stranger: `update alembic_version set version_num = 'ffff00001111'`,
  },
  dbmate: versions(
    'dbmate',
    'schema_migrations',
    'create table schema_migrations (version character varying(128) primary key)',
  ),
  diesel: versions(
    'diesel',
    '__diesel_schema_migrations',
    'create table __diesel_schema_migrations (version varchar(50) primary key not null, run_on timestamp not null default current_timestamp)',
  ),
  drizzle: {
    create:
      'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
    apply: (step) =>
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash('sha256', textOf('drizzle', /\.sql$/, step))}', ${idOf('drizzle', step)})`,
    stranger: `insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1999999999999)`,
    change: `update drizzle.__drizzle_migrations set hash = 'other' where created_at = ${idOf('drizzle', 0)}`,
  },
  flyway: {
    create:
      'create table flyway_schema_history (installed_rank integer not null primary key, version varchar(50), description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum integer, installed_by varchar(100) not null, installed_on timestamp not null default now(), execution_time integer not null, success boolean not null); create index flyway_schema_history_s_idx on flyway_schema_history (success)',
    apply: (step) => flywayRow(step, idOf('flyway', step), flywayChecksum(step), true),
    fail: (step) => flywayRow(step, idOf('flyway', step), flywayChecksum(step), false),
    stranger: flywayRow(8, '99', 1, true),
    change: 'update flyway_schema_history set checksum = 4711 where installed_rank = 1',
  },
  'golang-migrate': {
    create: 'create table schema_migrations (version bigint not null primary key, dirty boolean not null)',
    apply: (step) => `delete from schema_migrations; insert into schema_migrations values (${step + 1}, false)`,
    fail: (step) => `delete from schema_migrations; insert into schema_migrations values (${step + 1}, true)`,
    stranger: 'update schema_migrations set version = 99',
  },
  goose: {
    create:
      'create table goose_db_version (id serial primary key, version_id bigint not null, is_applied boolean not null, tstamp timestamp default now()); insert into goose_db_version (version_id, is_applied) values (0, true)',
    apply: (step) => `insert into goose_db_version (version_id, is_applied) values (${step + 1}, true)`,
    stranger: 'insert into goose_db_version (version_id, is_applied) values (99, true)',
  },
  liquibase: {
    create:
      'create table databasechangelog (id varchar(255) not null, author varchar(255) not null, filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted integer not null, exectype varchar(10) not null, md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10)); create table databasechangeloglock (id integer not null primary key, locked boolean not null, lockgranted timestamp, lockedby varchar(255))',
    apply: (step) => liquibaseRow(idOf('liquibase', step), step),
    fail: (step) => liquibaseRow(idOf('liquibase', step), step, 'FAILED'),
    stranger: liquibaseRow('eve:unknown', 99),
  },
  'node-pg-migrate': {
    create: 'create table pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
    apply: (step) => `insert into pgmigrations (name, run_on) values ('${idOf('node-pg-migrate', step)}', now())`,
    stranger: `insert into pgmigrations (name, run_on) values ('1999999999999_other', now())`,
  },
  prisma: {
    create:
      'create table _prisma_migrations (id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default clock_timestamp(), applied_steps_count integer not null default 0)',
    apply: (step) => prismaRow(step, 'now()'),
    fail: (step) => prismaRow(step, 'null'),
    stranger: `insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('9', 'x', now(), '20991231000000_other')`,
    change: `update _prisma_migrations set checksum = 'other' where id = '0'`,
  },
  rails: versions(
    'rails',
    'schema_migrations',
    'create table schema_migrations (version character varying not null primary key); create table ar_internal_metadata (key character varying not null primary key, value character varying, created_at timestamp(6) not null, updated_at timestamp(6) not null)',
  ),
  sqitch: {
    create:
      'create schema sqitch; create table sqitch.changes (change_id text primary key, script_hash text, change text not null, project text not null, note text not null default $$$$, committed_at timestamptz not null default clock_timestamp(), planned_at timestamptz not null default now(), unique (project, script_hash))',
    apply: (step) =>
      `insert into sqitch.changes (change_id, script_hash, change, project) values ('${step}', '${hash('sha1', textOf('sqitch', /^deploy/, step))}', '${idOf('sqitch', step)}', 'shop')`,
    stranger: `insert into sqitch.changes (change_id, change, project) values ('99', 'other', 'shop')`,
    change: `update sqitch.changes set script_hash = 'other' where change_id = '0'`,
  },
  sqlx: {
    create:
      'create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null, execution_time bigint not null)',
    apply: (step) => sqlxRow(step, true),
    fail: (step) => sqlxRow(step, false),
    stranger: `insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (20991231000000, 'x', true, '\\x00', 1)`,
    change: `update _sqlx_migrations set checksum = '\\x00' where version = ${idOf('sqlx', 0)}`,
  },
  supabase: versions(
    'supabase',
    'supabase_migrations.schema_migrations',
    'create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text)',
  ),
} as const satisfies { readonly [tool: string]: Bookkeeping };
