import type { SequenceOptions } from '../object-kinds.ts';

/** A sequence's parameters. Whole numbers are text: they may be beyond what a JSON number holds exactly. */
export interface SequenceSettings {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** The fields of {@link SequenceSettings} for `json_build_object`, from a row `s` of pg_sequence. */
export const sequenceFields = `
      'type', format_type(s.seqtypid, null),
      'start', s.seqstart::text,
      'increment', s.seqincrement::text,
      'minimum', s.seqmin::text,
      'maximum', s.seqmax::text,
      'cache', s.seqcache::text,
      'cycle', s.seqcycle`;

const bits: Readonly<Record<string, bigint>> = { smallint: 16n, integer: 32n, bigint: 64n };

/**
 * Keeps what CREATE SEQUENCE would not choose by itself for the type and the direction.
 *
 * @see https://www.postgresql.org/docs/18/sql-createsequence.html
 */
export function readSequenceOptions(settings: SequenceSettings): SequenceOptions {
  const { type, start, increment, minimum, maximum, cache, cycle } = settings;
  const half = 1n << ((bits[type] ?? 64n) - 1n);
  const isDescending = increment.startsWith('-');
  const defaultMinimum = String(isDescending ? -half : 1n);
  const defaultMaximum = String(isDescending ? -1n : half - 1n);
  const defaultStart = isDescending ? maximum : minimum;
  return {
    ...(start === defaultStart ? {} : { start }),
    ...(increment === '1' ? {} : { increment }),
    ...(minimum === defaultMinimum ? {} : { minimum }),
    ...(maximum === defaultMaximum ? {} : { maximum }),
    ...(cache === '1' ? {} : { cache }),
    ...(cycle ? { cycle: true as const } : {}),
  };
}

/**
 * Keeps what an identity column of the type would not have by itself. LIKE gives its copy of an integer column a sequence
 * of bigint, and the same numbers: what a sequence's own type allows beyond its column's is never stored.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-GENERATED-IDENTITY
 */
export function readIdentityOptions(settings: SequenceSettings, type: string): SequenceOptions {
  const half = 1n << ((bits[type] ?? 64n) - 1n);
  const [minimum, maximum] = [BigInt(settings.minimum), BigInt(settings.maximum)];
  return readSequenceOptions({
    ...settings,
    type,
    minimum: String(minimum < -half ? -half : minimum),
    maximum: String(maximum > half - 1n ? half - 1n : maximum),
  });
}
