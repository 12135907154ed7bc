import { invalidMigration } from '../invalid-migration.ts';
import type { Migration, MigrationFolder, MigrationReader } from '../migration.ts';
import { marksIn, sectionOf } from '../sections.ts';
import { readRevisions } from './alembic-revisions.ts';

/** What `alembic upgrade head --sql` writes before each revision. */
const upgradeMark = /^-- Running upgrade (?<from>.*) -> (?<to>[^,\s]+)\s*$/;

/**
 * Alembic, in two halves: the folder with its Python revisions says which there are and how they follow each other,
 * without any of them being run; `alembic upgrade head --sql > alembic.sql` says what they do.
 * Source: https://alembic.sqlalchemy.org/en/latest/offline.html
 */
export const alembic: MigrationReader = {
  name: 'alembic',
  title: 'Alembic',
  recognises: (folder) =>
    folder.isFile
      ? folder.files.some(({ text }) => marksIn(text, upgradeMark).length > 0)
      : folder.files.some(({ name, text }) => /\.py$/.test(name) && /^down_revision\b/m.test(text)),
  read: (folder) => (folder.isFile ? readOffline(folder) : readRevisions(folder).map((revision) => ({ revision }))),
};

/** One piece a revision; what comes before the first makes Alembic's own table. */
function readOffline({ path, files }: MigrationFolder): readonly Migration[] {
  const [file] = files;
  const marks = file === undefined ? [] : marksIn(file.text, upgradeMark);
  if (file === undefined || marks.length === 0) {
    throw invalidMigration(
      { path, line: 1 },
      'holds no line "-- Running upgrade ... -> ..."',
      'Write it with `alembic upgrade head --sql > alembic.sql`.',
    );
  }
  const plain = { path: file.path, text: withoutTransactions(file.text) };
  return [
    { file: sectionOf(plain, 1, marks[0]?.line) },
    ...marks.map(({ line, match }, i) => {
      const id = match.groups?.to ?? '';
      const after = (match.groups?.from ?? '').split(',').map((one) => one.trim());
      return {
        file: sectionOf(plain, line, marks[i + 1]?.line),
        revision: { id, name: id, after: after.filter((one) => one !== '' && one !== '<base>') },
      };
    }),
  ];
}

/** The one transaction around everything would be torn apart by the pieces. */
function withoutTransactions(text: string): string {
  const lines = text.split('\n');
  const standsAlone = (i: number) => (lines[i - 1] ?? '').trim() === '' && (lines[i + 1] ?? '').trim() === '';
  return lines.map((line, i) => (/^(BEGIN|COMMIT);\s*$/.test(line) && standsAlone(i) ? '' : line)).join('\n');
}
