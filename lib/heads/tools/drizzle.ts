import { z } from 'zod';
import { DriftlineError } from '../../errors.ts';
import type { MigrationTool } from '../migration-tool.ts';

const journal = z.object({
  entries: z.array(z.object({ when: z.number().int(), tag: z.string() })).min(1),
});

/**
 * Drizzle lists its migrations in `meta/_journal.json` and writes each one that it applied into
 * `drizzle.__drizzle_migrations`, whose `created_at` is the journal's `when` (milliseconds since 1970).
 * Source: https://orm.drizzle.team/docs/drizzle-kit-migrate
 */
export const drizzle: MigrationTool = {
  name: 'drizzle',
  title: 'Drizzle',
  table: { schema: 'drizzle', name: '__drizzle_migrations' },
  query: (table) => `select cast(created_at as text) as id, hash from ${table} order by ${table}.created_at`,
  readRows: (rows) => rows.map(({ id, hash }) => ({ id: String(id), checksum: String(hash) })),
  headIsFile: true,
  readHead: (text) => {
    const read = journal.safeParse(parseJson(text));
    if (!read.success) {
      throw new DriftlineError('invalid-migration-head', 'the file is not a Drizzle journal with at least one entry', {
        remedy: 'Set head to the path of the meta/_journal.json that drizzle-kit writes beside the migrations.',
      });
    }
    return read.data.entries.map(({ when, tag }) => ({ id: String(when), name: tag }));
  },
  upgradeCommand: 'npx drizzle-kit migrate',
  stampAdvice: () =>
    "Running `npx drizzle-kit migrate` is harmless where the migrations say IF NOT EXISTS; else insert the journal's rows into drizzle.__drizzle_migrations.",
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DriftlineError('invalid-migration-head', 'the file is not JSON', {
      remedy: 'Set head to the path of the meta/_journal.json that drizzle-kit writes beside the migrations.',
      cause,
    });
  }
}
