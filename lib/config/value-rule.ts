import { z } from 'zod';
import { severities } from '../diff/severity.ts';
import type { Tolerance, ValueCheck } from '../values/value-check.ts';
import { defaults } from './defaults.ts';
import { durationPattern, formatDuration, parseDuration } from './duration.ts';
import { columnOfValueKey } from './value-column.ts';

const acceptedValue = z.string({
  error: ({ input }) => (input === null ? 'must be text; to accept NULL write `nulls: allow`' : undefined),
});

const acceptedList = z.array(acceptedValue).min(1, { error: 'must hold at least one value' });

const allowOrDeny = z.enum(['allow', 'deny']);

const sql = z.string().regex(/\S/u, { error: 'must not be empty' });

function wholeNumber(least: number, most: number) {
  const error = `must be between ${least} and ${most}`;
  return z.int().min(least, { error }).max(most, { error });
}

const rowsPattern = /^(\d{1,12}) rows?$/u;
const percentPattern = /^(\d{1,2}(?:\.\d{1,6})?) ?%$/u;
const toleranceError = 'must be a number of rows or a share of them: 20 rows, or 0.1 %';

const durationError = 'must be a whole number with its unit: 500ms, 10s, 2m or 1h';

/** One value of the mapping `values:`: a list of accepted values, or a mapping with the list and how it is meant. */
export const valueRule = z.union(
  [
    acceptedList.meta({ description: 'The accepted values.' }),
    z.strictObject({
      accept: acceptedList.meta({ description: 'The accepted values, as text.' }),
      nulls: allowOrDeny.optional().meta({
        description: 'Whether NULL is accepted. Left out: what the column itself says in the migrations.',
      }),
      empty: allowOrDeny.optional().meta({
        description: 'Whether the empty text is accepted although the list lacks it.',
        default: 'deny',
      }),
      nullElements: allowOrDeny.optional().meta({
        description: 'Whether an array may hold NULL among its elements.',
        default: 'allow',
      }),
      caseInsensitive: z.boolean().optional().meta({
        description: "Compare letters without case, as the column's collation folds them.",
        default: false,
      }),
      trim: z.boolean().optional().meta({
        description: 'Leave white space around a value out of the comparison.',
        default: false,
      }),
      expression: sql.optional().meta({
        description:
          "SQL over the table's columns that is looked at instead of a column; the last part of the key is then a name " +
          'of your choice. Names outside pg_catalog must be qualified.',
        examples: ["inputs ->> 'channel'"],
      }),
      where: sql.optional().meta({
        description:
          'Only rows for which this SQL condition is true are looked at. Names outside pg_catalog must be qualified.',
        examples: ['deleted_at is null'],
      }),
      severity: z.enum(severities).optional().meta({
        description: 'How much stray values hurt.',
        default: defaults.values.severity,
      }),
      tolerate: z
        .string({ error: toleranceError })
        .refine((text) => rowsPattern.test(text) || percentPattern.test(text), { error: toleranceError })
        .optional()
        .meta({
          description: 'Stray rows that are put up with: they are told and are no drift.',
          examples: ['20 rows', '0.1 %'],
          pattern: `${rowsPattern.source}|${percentPattern.source}`,
        }),
      samples: wholeNumber(1, 10)
        .optional()
        .meta({
          description:
            'For how many rows of each stray value the primary key is told, or the ctid where there is none. Left out: ' +
            'for none. While redact is true, for none.',
        }),
      redact: z.boolean().optional().meta({
        description: 'Report how many rows hold other values, never which values these are.',
        default: defaults.values.redact,
      }),
      maxDistinct: wholeNumber(1, 100_000).optional().meta({
        description: 'Most different values that are looked at before the column is taken for free text.',
        default: defaults.values.maxDistinct,
      }),
      budget: z
        .string({ error: durationError })
        .regex(durationPattern, { error: durationError })
        .optional()
        .meta({
          description:
            'Longest time for this column in one run. A table too big for it is looked at over several runs.',
          default: formatDuration(defaults.values.budgetMs),
          examples: ['500ms', '10s', '2m'],
        }),
    }),
  ],
  { error: 'must be a list of values, or a mapping with `accept`' },
);

/**
 * Turns one entry of `values:` into the check that it asks for.
 *
 * @param schema that of a table which is named without one
 */
export function toValueCheck(key: string, rule: z.infer<typeof valueRule>, schema = 'public'): ValueCheck {
  const { budget, tolerate, ...options } = Array.isArray(rule) ? { accept: rule } : rule;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    ...defaults.values,
    column: columnOfValueKey(key, schema),
    accept: options.accept,
    ...given,
    ...(tolerate === undefined ? {} : { tolerate: toTolerance(tolerate) }),
    ...(budget === undefined ? {} : { budgetMs: parseDuration(budget) }),
  };
}

function toTolerance(text: string): Tolerance {
  const rows = rowsPattern.exec(text)?.[1];
  return rows === undefined ? { percent: Number(percentPattern.exec(text)?.[1]) } : { rows: Number(rows) };
}
