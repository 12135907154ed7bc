import { holds, lastOf } from '../file-names.ts';
import { invalidMigration } from '../invalid-migration.ts';
import type { Migration, MigrationFolder, MigrationReader } from '../migration.ts';

const versions = /INSERT INTO "?schema_migrations"? \(version\) VALUES([^;]*);/i;

/**
 * Rails with `config.active_record.schema_format = :sql`: `db/structure.sql` is a dump, whose last statement lists the
 * versions of all migrations. Name that file, or the folder `db`, so that migrations in `db/migrate` that it lacks are found.
 * Source: https://guides.rubyonrails.org/active_record_migrations.html#types-of-schema-dumps
 */
export const rails: MigrationReader = {
  name: 'rails',
  title: 'Rails',
  recognises: (folder) =>
    folder.isFile
      ? holds(folder, versions) && !holds(folder, /^-- Dbmate schema migrations$/m)
      : folder.files.some(({ name }) => name === 'structure.sql'),
  read: (folder) => {
    const file = folder.isFile ? folder.files[0] : folder.files.find(({ name }) => name === 'structure.sql');
    const listed = versions.exec(file?.text ?? '')?.[1];
    if (file === undefined || listed === undefined) {
      throw invalidMigration(
        { path: file?.path ?? `${folder.path}/structure.sql`, line: 0 },
        file === undefined ? 'is not there' : 'does not end with the versions of the migrations',
        'Set `config.active_record.schema_format = :sql` and run `bin/rails db:migrate`, which writes it.',
      );
    }
    const ids = [...listed.matchAll(/'(\d+)'/g)].map(([, id = '']) => id).sort();
    const names = namesOf(folder);
    const lacking = [...names].find(([id]) => !ids.includes(id));
    if (lacking !== undefined) {
      throw invalidMigration(
        { path: file.path, line: 0 },
        `was written before ${lacking[1]}.rb`,
        'Run `bin/rails db:migrate`, which writes it anew.',
      );
    }
    const migrations: readonly Migration[] = ids.map((id) => ({ revision: { id, name: names.get(id) ?? id } }));
    return [{ file: { path: file.path, text: file.text } }, ...migrations];
  },
};

function namesOf({ files }: MigrationFolder): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ name }) => {
      const match = /^migrate\/(\d+)_\w+\.rb$/.exec(name);
      return match === null ? [] : [[match[1] ?? '', lastOf(name).replace(/\.rb$/, '')] as const];
    }),
  );
}
