import { holds, lastOf, refusePrograms, refuseTwins } from '../file-names.ts';
import { invalidMigration, refusePlaceholders } from '../invalid-migration.ts';
import type { FolderFile, MigrationReader } from '../migration.ts';
import { marksIn, sectionOf } from '../sections.ts';
import { numbered } from './golang-migrate.ts';

const annotation = /^\s*--\s*\+goose\s+(\S.*?)\s*$/i;

/**
 * goose: files with a section `-- +goose Up` and one `-- +goose Down`, in the order of the numbers that their names begin
 * with. StatementBegin and StatementEnd say what PostgreSQL's grammar knows by itself; `NO TRANSACTION` is found out by
 * running.
 * Source: https://pressly.github.io/goose/documentation/annotations/
 */
export const goose: MigrationReader = {
  name: 'goose',
  title: 'goose',
  recognises: (folder) => holds(folder, /^\s*--\s*\+goose\s+Up\b/im),
  read: (folder) => {
    refusePrograms(folder, /^\d+_.*(?<!_test)\.go$/, 'a Go migration');
    const found = numbered(folder, /^(\d+)_.*\.sql$/);
    refuseTwins(
      found.map(({ file, version }) => ({ path: file.path, id: version })),
      'goose',
    );
    return found.map(({ file, version }) => ({
      file: upSection(file),
      revision: { id: version, name: lastOf(file.name).replace(/\.sql$/, '') },
    }));
  },
};

function upSection(file: FolderFile) {
  const marks = marksIn(file.text, annotation).map(({ line, match }) => ({
    line,
    word: match[1]?.toLowerCase() ?? '',
  }));
  const ups = marks.filter(({ word }) => word === 'up');
  const [up] = ups;
  if (up === undefined || ups.length > 1) {
    throw invalidMigration(
      { path: file.path, line: ups[1]?.line ?? 1 },
      up === undefined ? 'has no line `-- +goose Up`' : 'a second `-- +goose Up`',
      'goose wants exactly one, before the statements that it runs.',
    );
  }
  const down = marks.find(({ word, line }) => word === 'down' && line > up.line);
  const before = marks.find(({ word, line }) => word === 'down' && line < up.line);
  if (before !== undefined) {
    throw invalidMigration(
      { path: file.path, line: before.line },
      '`-- +goose Down` stands before `-- +goose Up`',
      'Put the section that goes up first.',
    );
  }
  const section = sectionOf(file, up.line, down?.line);
  if (marks.some(({ word }) => word === 'envsub on')) refusePlaceholders(section, 'goose (ENVSUB)');
  return section;
}
