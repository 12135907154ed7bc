import { invalidMigration, lineOf } from '../invalid-migration.ts';
import type { FolderFile, MigrationFolder, Revision } from '../migration.ts';

/**
 * Reads Alembic's revisions from what their files assign to `revision` and `down_revision`, oldest first, without running
 * Python. Both must be plain texts, as Alembic writes them.
 *
 * @throws DriftlineError `invalid-migration`
 */
export function readRevisions({ files, path }: MigrationFolder): readonly Revision[] {
  const found = files.filter(({ name }) => name.endsWith('.py')).flatMap(readRevision);
  if (found.length === 0) {
    throw invalidMigration(
      { path, line: 0 },
      'holds no revision of Alembic',
      'Name the folder that holds versions/*.py, or the SQL that `alembic upgrade head --sql` wrote.',
    );
  }
  const known = new Set(found.map(({ revision }) => revision.id));
  for (const { file, revision, at } of found) {
    const unknown = revision.after?.find((id) => !known.has(id));
    if (unknown === undefined) continue;
    throw invalidMigration(
      { path: file.path, line: lineOf(file.text, at) },
      `comes after ${unknown}, which no file is called`,
      'Bring the missing revision back.',
    );
  }
  return inOrder(found);
}

interface Found {
  readonly file: FolderFile;
  readonly revision: Revision;
  /** Where down_revision stands. */
  readonly at: number;
}

function readRevision(file: FolderFile): readonly Found[] {
  const own = assigned(file, 'revision');
  const down = assigned(file, 'down_revision');
  if (own === undefined && down === undefined) return [];
  const id = own?.texts[0];
  if (own === undefined || id === undefined || own.texts.length > 1 || down === undefined) {
    const at = (own === undefined || down === undefined ? (own ?? down)?.at : own.at) ?? 0;
    throw invalidMigration(
      { path: file.path, line: lineOf(file.text, at) },
      'does not say both `revision` and `down_revision` as plain texts',
      'Write them as `alembic revision` does.',
    );
  }
  return [{ file, revision: { id, name: id, after: down.texts }, at: down.at }];
}

/** What a module assigns to a name at its outermost level: None, one text, or a tuple or list of texts. */
function assigned({ path, text }: FolderFile, name: string): { texts: readonly string[]; at: number } | undefined {
  const match = new RegExp(`^${name}(?:[ \\t]*:[^=\\n]*)?[ \\t]*=[ \\t]*`, 'm').exec(text);
  if (match === null) return undefined;
  const value = text.slice(match.index + match[0].length);
  const list = /^[([]([^)\]]*)[)\]]/.exec(value);
  const source = list?.[1] ?? /^[^\n#]*/.exec(value)?.[0] ?? '';
  const texts = [...source.matchAll(/(["'])([^"'\n]+)\1/g)].map(([, , one = '']) => one);
  const rest = source
    .replace(/(["'])[^"'\n]*\1/g, '')
    .replace(/#[^\n]*/g, '')
    .replace(/[\s,]/g, '');
  if (rest === '' || (rest === 'None' && texts.length === 0)) return { texts, at: match.index };
  throw invalidMigration(
    { path, line: lineOf(text, match.index) },
    `\`${name}\` is computed, and Driftline does not run Python`,
    'Write the revision as a plain text.',
  );
}

/** Each after everything that it comes after; equals in the order of their files. */
function inOrder(found: readonly Found[]): readonly Revision[] {
  const done = new Map<string, Revision>();
  let left = found;
  while (left.length > 0) {
    const ready = left.find(({ revision }) => revision.after?.every((id) => done.has(id)));
    if (ready === undefined) {
      const [first] = left;
      throw invalidMigration(
        { path: first?.file.path ?? '', line: first === undefined ? 0 : lineOf(first.file.text, first.at) },
        'comes after itself, by way of other revisions',
        'Correct the `down_revision` of one of them.',
      );
    }
    if (done.has(ready.revision.id)) {
      throw invalidMigration(
        { path: ready.file.path, line: 0 },
        `is called ${ready.revision.id} like another revision`,
        'Remove one of the two files.',
      );
    }
    done.set(ready.revision.id, ready.revision);
    left = left.filter((one) => one !== ready);
  }
  return [...done.values()];
}
