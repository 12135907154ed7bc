import { createHash } from 'node:crypto';
import { invalidMigration, lineOf } from '../invalid-migration.ts';
import type { FolderFile, MigrationFolder, MigrationReader } from '../migration.ts';

/**
 * Prisma Migrate: one folder a migration, each with a `migration.sql`, in the order of the folders' names.
 * Source: https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories
 */
export const prisma: MigrationReader = {
  name: 'prisma',
  title: 'Prisma Migrate',
  recognises: ({ files }) =>
    files.some(({ name }) => name === 'migration_lock.toml' || /^[^/]+\/migration\.sql$/.test(name)),
  read: (folder) => {
    refuseOtherDatabases(folder);
    return migrationNames(folder).map((name) => {
      const file = folder.files.find((candidate) => candidate.name === `${name}/migration.sql`);
      if (file === undefined) {
        throw invalidMigration(
          { path: `${folder.path}/${name}`, line: 0 },
          'holds no migration.sql',
          'Bring the file back, or remove the folder.',
        );
      }
      return { file: { path: file.path, text: file.text }, revision: { id: name, name, checksums: checksumsOf(file) } };
    });
  },
};

/** By the bytes of their names, as Prisma orders them. */
function migrationNames({ files }: MigrationFolder): readonly string[] {
  const names = files.flatMap(({ name }) => (name.includes('/') ? [name.slice(0, name.indexOf('/'))] : []));
  return [...new Set(names)].sort();
}

/** Prisma takes a file as unchanged when only its line ends are other ones. */
function checksumsOf({ bytes }: FolderFile): readonly string[] {
  const text = Buffer.from(bytes).toString('utf8');
  const unix = text.replaceAll('\r\n', '\n');
  const spellings = [text, unix, unix.replaceAll('\n', '\r\n')];
  return [...new Set(spellings.map((spelling) => createHash('sha256').update(spelling).digest('hex')))];
}

function refuseOtherDatabases({ files }: MigrationFolder): void {
  const lock = files.find(({ name }) => name === 'migration_lock.toml');
  const provider = /^\s*provider\s*=\s*"([^"]*)"/m.exec(lock?.text ?? '');
  if (lock === undefined || provider === null || /^(postgres(ql)?|cockroachdb|sqlite)$/.test(provider[1] ?? '')) return;
  throw invalidMigration(
    { path: lock.path, line: lineOf(lock.text, provider.index + provider[0].indexOf('provider')) },
    `the migrations are for ${provider[1]}`,
    'Driftline compares PostgreSQL and SQLite.',
  );
}
