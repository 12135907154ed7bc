import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidMigration } from '../invalid-migration.ts';
import type { MigrationFolder, MigrationReader } from '../migration.ts';

const journalName = 'meta/_journal.json';

const journal = z.object({ entries: z.array(z.object({ when: z.number().int(), tag: z.string() })) });

/**
 * Drizzle: `meta/_journal.json` lists the files in the order in which they run. `--> statement-breakpoint` is a comment to
 * PostgreSQL, and what stands between two of them is whole statements.
 * Source: https://orm.drizzle.team/docs/drizzle-kit-migrate
 */
export const drizzle: MigrationReader = {
  name: 'drizzle',
  title: 'Drizzle',
  recognises: (folder) => folder.files.some(({ name }) => name === journalName),
  read: (folder) =>
    readJournal(folder).map(({ when, tag }) => {
      const file = folder.files.find(({ name }) => name === `${tag}.sql`);
      if (file === undefined) {
        throw invalidMigration(
          { path: `${folder.path}/${journalName}`, line: lineOfTag(folder, tag) },
          `names ${tag}, but there is no ${tag}.sql`,
          'Bring the file back, or let `drizzle-kit drop` take it out of the journal.',
        );
      }
      return {
        file: { path: file.path, text: file.text },
        revision: {
          id: String(when),
          name: tag,
          checksums: [createHash('sha256').update(file.bytes).digest('hex')],
        },
      };
    }),
};

function readJournal(folder: MigrationFolder): z.infer<typeof journal>['entries'] {
  const file = folder.files.find(({ name }) => name === journalName);
  const read = journal.safeParse(parseJson(file?.text ?? ''));
  if (read.success) return read.data.entries;
  throw invalidMigration(
    { path: file?.path ?? `${folder.path}/${journalName}`, line: file === undefined ? 0 : 1 },
    file === undefined ? 'is not there' : 'is not a journal as drizzle-kit writes it',
    'Name the folder that drizzle-kit writes to (`out` in drizzle.config.ts), with its meta folder.',
  );
}

function lineOfTag(folder: MigrationFolder, tag: string): number {
  const text = folder.files.find(({ name }) => name === journalName)?.text ?? '';
  return text.slice(0, Math.max(0, text.indexOf(JSON.stringify(tag)))).split('\n').length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
