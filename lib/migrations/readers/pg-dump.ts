import { sqlFiles } from '../file-names.ts';
import { invalidMigration } from '../invalid-migration.ts';
import type { MigrationReader } from '../migration.ts';

const header = /^-- PostgreSQL database (cluster )?dump$/m;

/**
 * A dump as `pg_dump -s` writes it: the expected state itself, and no history.
 * Source: https://www.postgresql.org/docs/18/app-pgdump.html
 */
export const pgDump: MigrationReader = {
  name: 'pg_dump',
  title: 'pg_dump',
  recognises: (folder) =>
    folder.isFile &&
    folder.files.some(({ text }) => text.startsWith('PGDMP') || header.test(text.slice(0, 400))) &&
    !folder.files.some(({ text }) => /\bschema_migrations\b[^;]*\bvalues\b/i.test(text.slice(-200_000))),
  read: (folder) =>
    sqlFiles(folder).map(({ path, text }) => {
      if (text.startsWith('PGDMP')) {
        throw invalidMigration(
          { path, line: 0 },
          "is a dump in pg_dump's own format",
          'Write it as SQL: `pg_dump --schema-only --format=plain`, or `pg_restore --schema-only --file=schema.sql` from it.',
        );
      }
      if (/^-- PostgreSQL database cluster dump$/m.test(text.slice(0, 400))) {
        throw invalidMigration(
          { path, line: 1 },
          'is a dump of a whole server',
          'An expectation describes one database: use `pg_dump --schema-only`, not pg_dumpall.',
        );
      }
      return { file: { path, text } };
    }),
};
