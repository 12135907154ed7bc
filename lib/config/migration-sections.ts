import { z } from 'zod';
import { migrationReaderNames } from '../migrations/migration.ts';
import { headToolNames } from './head-tools.ts';
import { variableSyntaxPattern } from './interpolate.ts';

const filledText = z.string().min(1, { error: 'must not be empty' });

const headRule = z.strictObject({
  tool: z.enum(headToolNames).optional().meta({
    description: 'The migration tool whose table in the database is read. Left out: the tool of the migrations.',
  }),
  head: z
    .union([filledText, z.array(filledText).min(1, { error: 'must name at least one revision' })], {
      error: 'must be a revision or a list of revisions, numbers in quotes: "004"',
    })
    .optional()
    .meta({
      description:
        "What that table must name as applied last: Alembic's revision id, a migration's version or name, for Django a " +
        'list of app.0001_name, for Drizzle the path of meta/_journal.json. Left out: the last of the migrations.',
      examples: ['004_add_content_tables', 'drizzle/meta/_journal.json', ['shop.0004_orders', 'users.0002_email']],
    }),
});

/** Which tool the migrations are written for. */
export const toolSection = z.enum(migrationReaderNames).meta({
  description:
    'The tool that the migrations are written for. Left out: the one whose marks the folder bears, else plain SQL in the ' +
    'order of the names.',
});

/** What the migration tool should have applied last. */
export const headSection = z
  .union([z.literal('off'), headRule], { error: 'must be off, or a mapping with `tool` and `head`' })
  .meta({
    description:
      'Which migration the migration tool should have applied last. Left out: the last of the folder, where it bears ' +
      'the marks of a tool. off: what the tool applied is not looked at.',
  });

/** Where migrations run that the embedded database cannot run. */
export const compileSection = z
  .strictObject({
    url: filledText.regex(variableSyntaxPattern, { error: `holds a "\${" that is no variable: write \${NAME}` }).meta({
      description:
        'A PostgreSQL server whose role may create databases. Driftline makes one of a random name there, and ' +
        'removes it again.',
      examples: [`\${SCRATCH_URL}`],
    }),
  })
  .meta({
    description:
      'Where the migrations run instead of in the embedded database: for extensions that cannot be embedded.',
  });
