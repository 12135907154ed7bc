import { holds, sqlFiles } from '../file-names.ts';
import { invalidMigration, refusePlaceholders } from '../invalid-migration.ts';
import type { FolderFile, Migration, MigrationReader } from '../migration.ts';
import { marksIn, sectionOf } from '../sections.ts';

const header = /^\s*--\s*liquibase\s+formatted\s+sql/i;
const changeset = /^\s*--\s*changeset\s+(?<author>"[^"]*"|[^:\s]+):(?<id>"[^"]*"|\S+)(?<attributes>.*)$/i;

/**
 * Liquibase with formatted SQL: each `--changeset author:id` in its order, files in that of their names. Rollbacks and
 * preconditions are comments to PostgreSQL. Changesets for other databases are left out; contexts and labels are not
 * looked at, as when Liquibase is told none.
 * Source: https://docs.liquibase.com/concepts/changelogs/sql-format.html
 */
export const liquibase: MigrationReader = {
  name: 'liquibase',
  title: 'Liquibase',
  recognises: (folder) => holds(folder, new RegExp(header.source, 'im')),
  read: (folder) => sqlFiles(folder).flatMap((file) => (header.test(file.text) ? readFormatted(file) : readRaw(file))),
};

function readFormatted(file: FolderFile): readonly Migration[] {
  const marks = marksIn(file.text, changeset);
  const [wrong] = marksIn(file.text, /^\s*--\s*changeset(?!\s+("[^"]*"|[^:\s]+):\S)/i);
  if (wrong !== undefined || marks.length === 0) {
    throw invalidMigration(
      { path: file.path, line: wrong?.line ?? 1 },
      wrong === undefined ? 'holds no changeset' : 'is no changeset with author and id',
      'Write `--changeset author:id` before each change.',
    );
  }
  return marks.flatMap(({ line, match }, i): readonly Migration[] => {
    const { author = '', id = '', attributes = '' } = match.groups ?? {};
    if (!concernsPostgres(attributes)) return [];
    const delimiter = /\bendDelimiter:(\S+)/i.exec(attributes)?.[1];
    if (delimiter !== undefined && delimiter !== ';') {
      throw invalidMigration(
        { path: file.path, line },
        `ends its statements with ${delimiter}, which PostgreSQL does not know`,
        'End them with ; — dollar quotes keep those inside a function.',
      );
    }
    const section = sectionOf(file, line, marks[i + 1]?.line);
    refusePlaceholders(section, 'Liquibase');
    const name = `${unquoted(author)}:${unquoted(id)}`;
    const isRepeatable = /\b(runOnChange|runAlways):true\b/i.test(attributes);
    return [{ file: section, revision: { id: name, name, ...(isRepeatable ? { isRepeatable } : {}) } }];
  });
}

/** Liquibase takes a file without the header as one changeset. */
function readRaw({ path, text }: FolderFile): readonly Migration[] {
  return [{ file: { path, text } }];
}

function concernsPostgres(attributes: string): boolean {
  const [, list = ''] = /\bdbms:("[^"]*"|\S+)/i.exec(attributes) ?? [];
  if (list === '') return true;
  const names = unquoted(list)
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  if (names.includes('!postgresql') || names.includes('none')) return false;
  return names.includes('all') || names.includes('postgresql') || names.every((name) => name.startsWith('!'));
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}
