import { holds, lastOf, refusePrograms, sqlFiles } from '../file-names.ts';
import { invalidMigration } from '../invalid-migration.ts';
import type { FolderFile, MigrationReader } from '../migration.ts';
import { naturalOrder } from '../natural-order.ts';
import { marksIn, sectionOf } from '../sections.ts';

const upMark = /^\s*--[\s-]*up\s+migration/i;
const downMark = /^\s*--[\s-]*down\s+migration/i;

/**
 * node-pg-migrate with SQL files: `-- Up Migration` and `-- Down Migration` part a file, and one without them only goes up.
 * Source: https://salsita.github.io/node-pg-migrate/migrations/
 */
export const nodePgMigrate: MigrationReader = {
  name: 'node-pg-migrate',
  title: 'node-pg-migrate',
  recognises: (folder) => holds(folder, /^\s*--[\s-]*up\s+migration/im),
  suits: (folder) =>
    !folder.isFile &&
    /"node-pg-migrate"/.test(folder.around['package.json'] ?? '') &&
    folder.files.some(({ name }) => /^\d+[_-][^/]*\.(sql|[cm]?[jt]s)$/.test(name)),
  read: (folder) => {
    refusePrograms(folder, /^\d+[_-].*(?<!\.d)\.[cm]?[jt]s$/, 'a program');
    return [...sqlFiles(folder)]
      .sort((a, b) => naturalOrder(a.name, b.name))
      .map((file) => {
        const name = lastOf(file.name).replace(/\.sql$/i, '');
        return { file: upSection(file), revision: { id: name, name } };
      });
  },
};

function upSection(file: FolderFile) {
  const [up] = marksIn(file.text, upMark);
  const [down] = marksIn(file.text, downMark);
  if (down !== undefined && (up === undefined || down.line < up.line)) {
    throw invalidMigration(
      { path: file.path, line: down.line },
      '`-- Down Migration` stands before `-- Up Migration`',
      'Put the part that goes up first, under a line `-- Up Migration`.',
    );
  }
  return sectionOf(file, up?.line ?? 1, down?.line);
}
