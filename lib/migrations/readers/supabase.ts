import { lastOf, refuseTwins } from '../file-names.ts';
import type { MigrationFolder, MigrationReader } from '../migration.ts';

const named = /^(\d{14})_.*\.sql$/;

/**
 * Supabase: `supabase/migrations/20240101000000_name.sql`, in the order of the times.
 * Source: https://supabase.com/docs/guides/deployment/database-migrations
 */
export const supabase: MigrationReader = {
  name: 'supabase',
  title: 'Supabase',
  recognises: (folder) =>
    !folder.isFile &&
    (/(^|\/)supabase\/migrations$/.test(folder.path) ||
      /^\s*project_id\s*=/m.test(folder.around['config.toml'] ?? '')) &&
    found(folder).length > 0,
  read: (folder) => {
    const files = found(folder);
    refuseTwins(
      files.map(({ file, version }) => ({ path: file.path, id: version })),
      'Supabase',
    );
    return files.map(({ file: { name, path, text }, version }) => ({
      file: { path, text },
      revision: { id: version, name: lastOf(name).replace(/\.sql$/, '') },
    }));
  },
};

function found({ files }: MigrationFolder) {
  return files.flatMap((file) => {
    const version = named.exec(file.name)?.[1];
    return version === undefined ? [] : [{ file, version }];
  });
}
