import { crc32 } from 'node:zlib';
import { parseObjectId } from '../catalog/object-id.ts';
import type { AdvisoryLock } from '../engines/engine.ts';

/** A database that somebody may be migrating. */
export interface LockedDatabase {
  readonly name: string;
  /** The ids of its objects, for tools that make their key from a table's name. */
  readonly ids: readonly string[];
}

/** How to recognise that a migration tool is at work: by the key of the advisory lock that it takes meanwhile. */
interface MigrationLock {
  readonly tool: string;
  readonly owns: (key: bigint, database: LockedDatabase) => boolean;
}

const named = (tool: string, key: bigint): MigrationLock => ({ tool, owns: (other) => other === key });

/**
 * The locks of migration tools, each as the tool's own source has it. Alembic, dbmate, Diesel, Django, Drizzle and TypeORM
 * take none, Knex and Liquibase a row of a table; Ecto's number, where it takes one, cannot be told from outside.
 */
const migrationLocks: readonly MigrationLock[] = [
  {
    // "Flyway" in ASCII codes, its first letter shifted by 40 bits, plus Java's hash code of the history table's name.
    // https://github.com/flyway/flyway/blob/main/flyway-database/flyway-database-postgresql/src/main/java/org/flywaydb/database/postgresql/PostgreSQLAdvisoryLockTemplate.java
    tool: 'Flyway',
    owns: (key) => {
      const discriminator = key - flywayBase;
      return discriminator >= -(2n ** 31n) && discriminator < 2n ** 31n;
    },
  },
  // https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/flavour/postgres.rs
  named('Prisma Migrate', 72_707_369n),
  // https://github.com/salsita/node-pg-migrate/blob/main/src/runner.ts
  named('node-pg-migrate', 7_241_865_325_823_964n),
  // https://github.com/pressly/goose/blob/main/lock/session_locker_options.go
  // CRC-64 of "goose" up to 2025, CRC-32 since.
  named('goose', 5_887_940_537_704_921_958n),
  named('goose', BigInt(crc32('goose'))),
  // https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine/pg.pm
  named('Sqitch', 75_474_063n),
  // https://github.com/kysely-org/kysely/blob/master/src/dialect/postgres/postgres-adapter.ts
  named('Kysely', 3_853_314_791_062_309_107n),
  // https://github.com/jackc/tern/blob/master/migrate/migrate.go
  named('tern', 9_628_173_550_095_224n),
  // FNV-1 of "atlas_migrate_execute", which --lock-name replaces.
  // https://github.com/ariga/atlas/blob/master/sql/postgres/driver.go
  named('Atlas', fnv1('atlas_migrate_execute')),
  {
    // https://github.com/rails/rails/blob/main/activerecord/lib/active_record/migration.rb
    tool: 'Rails',
    owns: (key, { name }) => key === 2_053_462_845n * BigInt(crc32(name)),
  },
  {
    // https://github.com/launchbadge/sqlx/blob/main/sqlx-postgres/src/migrate.rs
    tool: 'sqlx',
    owns: (key, { name }) => key === 0x3d32ad9en * BigInt(crc32(name)),
  },
  {
    // Hashes the schema and name of its table, and the database as the library (its name) or the command line (the path
    // of its URL) has it.
    // https://github.com/golang-migrate/migrate/blob/master/database/util.go
    tool: 'golang-migrate',
    owns: (key, { name, ids }) =>
      key >= 0n &&
      key < 2n ** 32n &&
      ids.some((id) => {
        const { kind, path } = parseObjectId(id);
        return kind === 'table' && [name, `/${name}`].some((database) => key === golangMigrateKey([...path, database]));
      }),
  },
];

const flywayBase = (0x46n << 40n) + (0x6cn << 32n) + (0x79n << 24n) + (0x77n << 16n) + (0x61n << 8n) + 0x79n;

function golangMigrateKey(parts: readonly string[]): bigint {
  return (BigInt(crc32(parts.join('\0'))) * 1_486_364_155n) % 2n ** 32n;
}

/** FNV-1 with 32 bits. */
function fnv1(text: string): bigint {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(text)) hash = ((hash * 0x01000193n) % 2n ** 32n) ^ BigInt(byte);
  return hash;
}

/** A migration tool at work. */
export interface MigrationUnderWay {
  readonly tool: string;
  readonly lock: AdvisoryLock;
}

/** Finds among the locks that are held those of migration tools. */
export function findMigrations(locks: readonly AdvisoryLock[], database: LockedDatabase): readonly MigrationUnderWay[] {
  return locks.flatMap((lock) => {
    const owner = migrationLocks.find(({ owns }) => owns(lock.key, database));
    return owner === undefined ? [] : [{ tool: owner.tool, lock }];
  });
}
