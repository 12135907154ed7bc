import { isSql, lastOf } from '../file-names.ts';
import type { MigrationReader } from '../migration.ts';

/**
 * Files of SQL that run in the natural order of their names, a subfolder standing where its name puts it. Left out is what
 * undoes a migration: `down.sql`, `*.down.sql`, `*_down.sql` and everything in a folder called `down`.
 */
export const plainSql: MigrationReader = {
  name: 'sql',
  title: 'SQL',
  recognises: () => false,
  read: ({ isFile, files }) =>
    files
      .filter(({ name }) => isFile || (isSql(name) && !name.split('/').some(isDown)))
      .map(({ name, path, text }) => ({ file: { path, text }, revision: nameOf(name) })),
};

function isDown(name: string): boolean {
  return /^(?:.*[._])?down(?:\.sql)?$/i.test(name);
}

/** A file is called like the folder around it where its own name says nothing. */
function nameOf(name: string) {
  const parts = name.split('/');
  const own = lastOf(name).replace(/(\.up)?\.\w+$/i, '');
  const folder = parts.at(-2);
  const id = folder !== undefined && /^(up|migration)$/i.test(own) ? folder : own;
  return { id, name: id };
}
