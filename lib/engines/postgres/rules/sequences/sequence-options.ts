import type { SequenceOptions } from '../../object-kinds.ts';

/**
 * Writes a sequence's deviations from its type's defaults as the options of CREATE SEQUENCE or of an identity, each
 * after a space: ` START WITH 100 CYCLE`; empty for a plain one.
 *
 * @see https://www.postgresql.org/docs/18/sql-createsequence.html
 */
export function sequenceOptions(options: SequenceOptions): string {
  const clauses = [
    ['START WITH', options.start],
    ['INCREMENT BY', options.increment],
    ['MINVALUE', options.minimum],
    ['MAXVALUE', options.maximum],
    ['CACHE', options.cache],
  ] as const;
  const written = clauses.flatMap(([clause, value]) => (value === undefined ? [] : [` ${clause} ${value}`]));
  return `${written.join('')}${options.cycle ? ' CYCLE' : ''}`;
}
