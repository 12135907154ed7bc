import type { MigrationReaderName } from '../../lib/migrations/migration.ts';
import { alembicIds, alembicRevision, alembicSql, dump, steps, topics } from './migration-texts.ts';

const [users, orders, invoices] = steps;

/** What undoes a step: whoever runs it has lost. */
const undo = 'drop table no_such_table;';

export interface MigrationProject {
  readonly files: { readonly [path: string]: string };
  /** What `migrations:` names. */
  readonly paths: readonly string[];
  /** What the tool's table holds of the three steps, and what people call them. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

function pairs(of: (i: number, sql: string) => readonly (readonly [string, string])[]) {
  return Object.fromEntries(steps.flatMap((sql, i) => of(i + 1, sql)));
}

const named = (i: number, prefix: string) => `${prefix}_${topics[i - 1]}`;
const times = ['20240101000000', '20240201000000', '20240301000000'];
const timed = topics.map((topic, i) => `${times[i]}_${topic}`);

const versionsTable = 'CREATE TABLE public.schema_migrations (version character varying NOT NULL);';

/** A project of every tool that has a reader. */
export const migrationProjects: { readonly [tool in Exclude<MigrationReaderName, 'sql'>]: MigrationProject } = {
  alembic: {
    files: {
      ...Object.fromEntries(
        alembicIds.map((id, i) => [`alembic/versions/${id}_${topics[i]}.py`, alembicRevision(id, alembicIds[i - 1])]),
      ),
      'alembic/env.py': 'from alembic import context\n',
      'alembic.sql': alembicSql,
    },
    paths: ['alembic', 'alembic.sql'],
    ids: alembicIds,
    names: alembicIds,
  },
  dbmate: {
    files: pairs((i, sql) => [
      [
        `db/migrations/${timed[i - 1]}.sql`,
        `-- migrate:up${i === 2 ? ' transaction:false' : ''}\n${sql}\n\n-- migrate:down\n${undo}\n`,
      ],
    ]),
    paths: ['db/migrations'],
    ids: times,
    names: timed,
  },
  diesel: {
    files: pairs((i, sql) => [
      [`migrations/2024-0${i}-01-000000_${topics[i - 1]}/up.sql`, sql],
      [`migrations/2024-0${i}-01-000000_${topics[i - 1]}/down.sql`, undo],
    ]),
    paths: ['migrations'],
    ids: times,
    names: topics.map((topic, i) => `2024-0${i + 1}-01-000000_${topic}`),
  },
  drizzle: {
    files: {
      ...pairs((i, sql) => [
        [`drizzle/${named(i, `000${i - 1}`)}.sql`, sql.replaceAll(';\n', ';\n--> statement-breakpoint\n')],
      ]),
      'drizzle/meta/_journal.json': JSON.stringify(
        {
          version: '7',
          dialect: 'postgresql',
          entries: topics.map((topic, idx) => ({
            idx,
            version: '7',
            when: 1_704_067_200_000 + idx,
            tag: `000${idx}_${topic}`,
            breakpoints: true,
          })),
        },
        null,
        2,
      ),
    },
    paths: ['drizzle'],
    ids: ['1704067200000', '1704067200001', '1704067200002'],
    names: topics.map((topic, i) => `000${i}_${topic}`),
  },
  flyway: {
    files: {
      'sql/V1__users.sql': users ?? '',
      'sql/V1.5__orders.sql': orders ?? '',
      'sql/V1_10__invoices.sql': invoices ?? '',
      'sql/U1.10__undo.sql': undo,
      'sql/beforeMigrate.sql': undo,
    },
    paths: ['sql'],
    ids: ['1', '1.5', '1.10'],
    names: ['1 users', '1.5 orders', '1.10 invoices'],
  },
  'golang-migrate': {
    files: pairs((i, sql) => [
      [`migrations/${named(i, `00000${i}`)}.up.sql`, sql],
      [`migrations/${named(i, `00000${i}`)}.down.sql`, undo],
    ]),
    paths: ['migrations'],
    ids: ['1', '2', '3'],
    names: topics.map((_, i) => named(i + 1, `00000${i + 1}`)),
  },
  goose: {
    files: pairs((i, sql) => [
      [
        `migrations/${named(i, `0000${i}`)}.sql`,
        `${i === 2 ? '-- +goose NO TRANSACTION\n' : ''}-- +goose Up\n-- +goose StatementBegin\n${sql}\n-- +goose StatementEnd\n\n-- +goose Down\n${undo}\n`,
      ],
    ]),
    paths: ['migrations'],
    ids: ['1', '2', '3'],
    names: topics.map((_, i) => named(i + 1, `0000${i + 1}`)),
  },
  liquibase: {
    files: {
      'changelog/01.sql': `--liquibase formatted sql

--changeset ada:users labels:first
--preconditions onFail:HALT
--comment: who buys
${users}
--rollback drop table users;

--changeset ada:orders
${orders}
/* liquibase rollback
drop table orders;
*/

--changeset ada:mysql-only dbms:mysql
alter table users engine = InnoDB;
`,
      'changelog/02.sql': `-- liquibase formatted sql\n-- changeset "Ada L":invoices runInTransaction:false\n${invoices}\n`,
    },
    paths: ['changelog'],
    ids: ['ada:users', 'ada:orders', 'Ada L:invoices'],
    names: ['ada:users', 'ada:orders', 'Ada L:invoices'],
  },
  'node-pg-migrate': {
    files: pairs((i, sql) => [
      [`migrations/170406720000${i}_${topics[i - 1]}.sql`, `-- Up Migration\n${sql}\n\n-- Down Migration\n${undo}\n`],
    ]),
    paths: ['migrations'],
    ids: topics.map((topic, i) => `170406720000${i + 1}_${topic}`),
    names: topics.map((topic, i) => `170406720000${i + 1}_${topic}`),
  },
  pg_dump: { files: { 'schema.sql': dump(steps.join('\n')) }, paths: ['schema.sql'], ids: [], names: [] },
  prisma: {
    files: {
      ...pairs((i, sql) => [[`prisma/migrations/${timed[i - 1]}/migration.sql`, sql]]),
      'prisma/migrations/migration_lock.toml': '# Please do not edit this file manually\nprovider = "postgresql"\n',
    },
    paths: ['prisma/migrations'],
    ids: timed,
    names: timed,
  },
  rails: {
    files: {
      'db/structure.sql': `${dump(`${steps.join('\n')}\n${versionsTable}`)}
SET search_path TO "$user", public;

INSERT INTO "schema_migrations" (version) VALUES
('${times[2]}'),
('${times[1]}'),
('${times[0]}');

`,
      ...Object.fromEntries(
        timed.map((name) => [`db/migrate/${name}.rb`, 'class A < ActiveRecord::Migration[7.1]\nend\n']),
      ),
    },
    paths: ['db'],
    ids: times,
    names: timed,
  },
  sqitch: {
    files: {
      'sqitch.plan': `%syntax-version=1.0.0
%project=shop
%uri=https://example.com/shop

users 2024-01-01T10:00:00Z Ada L <ada@example.com> # Creates users
orders [users] 2024-02-01T10:00:00Z Ada L <ada@example.com> # Creates orders
@v1.0 2024-02-01T11:00:00Z Ada L <ada@example.com> # First
invoices [orders users@v1.0] 2024-03-01T10:00:00Z Ada L <ada@example.com> # Creates invoices
`,
      ...Object.fromEntries(
        topics.map((topic, i) => [
          `deploy/${topic}.sql`,
          `-- Deploy shop:${topic} to pg\n\nBEGIN;\n\n${steps[i]}\n\nCOMMIT;\n`,
        ]),
      ),
      ...Object.fromEntries(topics.map((topic) => [`revert/${topic}.sql`, `BEGIN;\n${undo}\nCOMMIT;\n`])),
    },
    paths: ['.'],
    ids: topics,
    names: topics,
  },
  sqlx: {
    files: {
      'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n',
      ...pairs((i, sql) => [
        [`migrations/${timed[i - 1]}.up.sql`, sql],
        [`migrations/${timed[i - 1]}.down.sql`, undo],
      ]),
    },
    paths: ['migrations'],
    ids: times,
    names: timed,
  },
  supabase: {
    files: {
      'supabase/config.toml': 'project_id = "shop"\n',
      ...pairs((i, sql) => [[`supabase/migrations/${timed[i - 1]}.sql`, sql]]),
    },
    paths: ['supabase/migrations'],
    ids: times,
    names: timed,
  },
};
