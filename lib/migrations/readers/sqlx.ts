import { createHash } from 'node:crypto';
import { lastOf, refuseTwins } from '../file-names.ts';
import type { MigrationReader } from '../migration.ts';
import { numbered } from './golang-migrate.ts';

const up = /^(\d+)_.*?(?<!\.down)\.sql$/;

/**
 * SQLx: `20240101000000_init.sql`, or the pair `.up.sql` and `.down.sql`, in the order of the numbers. Known by a Cargo.toml
 * around the folder that names sqlx.
 * Source: https://docs.rs/sqlx/latest/sqlx/macro.migrate.html
 */
export const sqlx: MigrationReader = {
  name: 'sqlx',
  title: 'SQLx',
  recognises: () => false,
  suits: (folder) =>
    !folder.isFile &&
    /\bsqlx\b/.test(folder.around['Cargo.toml'] ?? '') &&
    folder.files.some(({ name }) => /^\d+_[^/]*\.sql$/.test(name)),
  read: (folder) => {
    const found = numbered(folder, up);
    refuseTwins(
      found.map(({ file, version }) => ({ path: file.path, id: version })),
      'SQLx',
    );
    return found.map(({ file, version }) => ({
      file: { path: file.path, text: file.text },
      revision: {
        id: version,
        name: lastOf(file.name).replace(/(\.up)?\.sql$/, ''),
        checksums: [createHash('sha384').update(file.bytes).digest('hex')],
      },
    }));
  },
};
