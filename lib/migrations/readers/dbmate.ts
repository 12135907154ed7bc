import { holds, lastOf, refuseTwins, sqlFiles } from '../file-names.ts';
import { invalidMigration } from '../invalid-migration.ts';
import type { FolderFile, Migration, MigrationReader } from '../migration.ts';
import { marksIn, sectionOf } from '../sections.ts';

const dumpTail = /^-- Dbmate schema migrations$/m;

/**
 * dbmate: files with a section `-- migrate:up` and mostly one `-- migrate:down`, in the order of their names; the digits that
 * a name begins with are its version. `transaction:false` is found out by running. Its `schema.sql`, which is a dump with
 * the versions at its end, is read too.
 * Source: https://github.com/amacneil/dbmate#creating-migrations
 */
export const dbmate: MigrationReader = {
  name: 'dbmate',
  title: 'dbmate',
  recognises: (folder) => holds(folder, /^--\s*migrate:up\b/m) || (folder.isFile && holds(folder, dumpTail)),
  read: (folder) => {
    if (folder.isFile && holds(folder, dumpTail)) return folder.files.flatMap(readDump);
    const found = sqlFiles(folder)
      .flatMap((file) => {
        const version = /^(\d+).*\.sql$/.exec(lastOf(file.name))?.[1];
        return version === undefined ? [] : [{ file, version }];
      })
      .sort((a, b) => (lastOf(a.file.name) < lastOf(b.file.name) ? -1 : 1));
    refuseTwins(
      found.map(({ file, version }) => ({ path: file.path, id: version })),
      'dbmate',
    );
    return found.map(({ file, version }) => ({
      file: upSection(file),
      revision: { id: version, name: lastOf(file.name).replace(/\.sql$/, '') },
    }));
  },
};

function upSection(file: FolderFile) {
  const [up] = marksIn(file.text, /^--\s*migrate:up\b/);
  const [down] = marksIn(file.text, /^--\s*migrate:down\b/);
  if (up === undefined || (down !== undefined && down.line < up.line)) {
    throw invalidMigration(
      { path: file.path, line: down?.line ?? 1 },
      up === undefined ? 'has no line `-- migrate:up`' : '`-- migrate:down` stands before `-- migrate:up`',
      'dbmate wants the section that goes up, and first.',
    );
  }
  return sectionOf(file, up.line, down?.line);
}

function readDump(file: FolderFile): readonly Migration[] {
  const tail = file.text.slice(file.text.search(dumpTail));
  const versions = [...tail.matchAll(/^\s*\('(\d+)'\)[,;]/gm)].map(([, version = '']) => version).sort();
  return [
    { file: { path: file.path, text: file.text } },
    ...versions.map((version) => ({ revision: { id: version, name: version } })),
  ];
}
