import { asNumber, lastOf, refuseTwins } from '../file-names.ts';
import type { FolderFile, MigrationFolder, MigrationReader } from '../migration.ts';

const up = /^(\d+)_(.*)\.up\.sql$/;

/**
 * golang-migrate: `000001_create_users.up.sql` beside its `.down.sql`, in the order of the numbers.
 * Source: https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md
 */
export const golangMigrate: MigrationReader = {
  name: 'golang-migrate',
  title: 'golang-migrate',
  recognises: (folder) =>
    !folder.isFile &&
    folder.files.some(({ name }) => up.test(name)) &&
    folder.files.every(({ name }) => !/\.sql$/.test(name) || /^\d+_.*\.(up|down)\.sql$/.test(name)) &&
    !/\bsqlx\b/.test(folder.around['Cargo.toml'] ?? ''),
  read: (folder) => {
    const found = numbered(folder, up);
    refuseTwins(
      found.map(({ file, version }) => ({ path: file.path, id: version })),
      'golang-migrate',
    );
    return found.map(({ file, version }) => ({
      file: { path: file.path, text: file.text },
      revision: { id: version, name: lastOf(file.name).replace(/\.up\.sql$/, '') },
    }));
  },
};

/** Files whose names begin with a number, which the pattern's first group holds, in the order of the numbers. */
export function numbered(
  { files }: MigrationFolder,
  pattern: RegExp,
): readonly { readonly file: FolderFile; readonly version: string }[] {
  return files
    .flatMap((file) => {
      const digits = pattern.exec(lastOf(file.name))?.[1];
      return digits === undefined ? [] : [{ file, version: asNumber(digits) }];
    })
    .sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
}
