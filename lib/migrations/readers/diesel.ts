import type { MigrationReader } from '../migration.ts';

const up = /^([^/]+)\/up\.sql$/;

/**
 * Diesel: one folder a migration with an `up.sql` and a `down.sql`, in the order of the folders' names. The version is what
 * a name begins with, without dashes.
 * Source: https://docs.diesel.rs/main/diesel_migrations/
 */
export const diesel: MigrationReader = {
  name: 'diesel',
  title: 'Diesel',
  recognises: ({ files }) => files.some(({ name }) => /^\d[\d-]*_[^/]*\/up\.sql$/.test(name)),
  read: ({ files }) =>
    files
      .flatMap((file) => {
        const folder = up.exec(file.name)?.[1];
        return folder === undefined ? [] : [{ file, folder, version: versionOf(folder) }];
      })
      .sort((a, b) => (a.version < b.version ? -1 : 1))
      .map(({ file: { path, text }, folder, version }) => ({
        file: { path, text },
        revision: { id: version, name: folder },
      })),
};

function versionOf(folder: string): string {
  return (folder.split('_')[0] ?? folder).replaceAll('-', '');
}
