import { z } from 'zod';
import { type Extra, extras } from '../catalog/extras.ts';
import { driftKinds } from '../diff/drift.ts';
import { severities } from '../diff/severity.ts';
import { unexpectedWords } from '../diff/unexpected-rule.ts';
import { defaults } from './defaults.ts';

/**
 * The keys of an expectation that say what counts as drift and how much: `ignore`, `unexpected`, `severity` and
 * `compare`.
 */

const pattern = z.string().regex(/^([a-z -]+|\*):.+$/u, {
  error: 'must begin with an object kind, or with * for every kind: table:public.tmp_*',
});

const ignoreRule = z.union(
  [
    pattern.meta({ description: 'A pattern, where no reason needs to be told.' }),
    z.strictObject({
      match: pattern.meta({ description: 'The pattern.' }),
      reason: z.string().trim().min(1, { error: 'must say why' }).meta({
        description: 'Why these objects are not compared, for whoever reads this in a year.',
      }),
      until: z.iso
        .date({ error: 'must be a day that exists, as 2027-01-31' })
        .optional()
        .meta({ description: 'The last day (UTC) on which the rule holds; then a warning says so.' }),
    }),
  ],
  { error: 'must be a pattern, or a mapping with `match` and `reason`' },
);

export const ignoreSection = z.array(ignoreRule).meta({
  description:
    'Objects that are never drift: kind:schema.name, in which * stands for any run of characters, also for the kind. ' +
    'What belongs to an ignored object is ignored with it, and so are the partitions of an ignored table.',
  examples: [
    ['table:public.tmp_*', '*:audit.*'],
    [{ match: 'table:public.events_p*', reason: 'pg_partman makes them at run time', until: '2027-01-31' }],
  ],
});

const severityRule = z.strictObject({
  match: pattern.meta({ description: 'A pattern of objects, as under `ignore`.' }),
  kind: z.enum(driftKinds).optional().meta({ description: 'Only drifts of this kind. Left out: of every kind.' }),
  severity: z.enum(severities).meta({ description: 'How much such a drift hurts.' }),
});

export const severitySection = z.array(severityRule).meta({
  description: 'Severities other than the default ones. The first rule that matches a drift decides.',
  examples: [[{ match: 'index:public.*', kind: 'missing', severity: 'low' }]],
});

const unexpectedWord = z.enum(unexpectedWords);

export const unexpectedSection = z
  .union(
    [
      unexpectedWord,
      z.record(
        z.string().regex(/^([a-z -]+|\*)$/u, { error: 'is no object kind: write table, index, or * for all others' }),
        unexpectedWord,
      ),
    ],
    { error: 'must be ignore or report, or a mapping from object kinds to these' },
  )
  .meta({
    description:
      'Whether objects that the migrations do not know are drift: for all kinds, or by kind, where * stands for the ' +
      'kinds that are not named.',
    default: defaults.unexpected,
    examples: ['report', { table: 'report', index: 'ignore' }],
  });

export const compareSection = z
  .strictObject({
    comments: z.boolean().optional().meta({
      description: 'The comments on objects, which COMMENT ON writes.',
      default: false,
    }),
    grants: z
      .boolean()
      .optional()
      .meta({
        description:
          'Who was granted what on objects and columns, and default privileges. What the owner may do, and who granted it, ' +
          'is left out. Default privileges count for the roles that ALTER DEFAULT PRIVILEGES FOR ROLE names.',
        default: false,
      }),
    owners: z.boolean().optional().meta({
      description: 'The owners of the objects for which the migrations name one, by OWNER TO or SET ROLE.',
      default: false,
    }),
  })
  .meta({
    description: 'What is compared besides the objects themselves.',
    examples: [{ comments: true, grants: true }],
  });

/** What a section asks for, in alphabetical order. */
export function extrasOf(section: z.infer<typeof compareSection>): readonly Extra[] {
  return extras.filter((extra) => section[extra] === true);
}
