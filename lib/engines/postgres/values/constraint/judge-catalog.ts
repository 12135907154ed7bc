import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { ConstraintVerdict, ValueCheck, ValueSpelling } from '../../../../values/value-check.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import type { Sought } from '../look.ts';
import { compareTexts, findTooLong } from './constraint-verdict.ts';
import { type ColumnLimit, findAllowedSets } from './find-allowed-sets.ts';
import { readTypeName } from './type-name.ts';

/** What a check is about, and how far the introspected catalog settles it without a query. */
export interface CatalogJudgement {
  readonly table: ObjectId;
  /** Null for an expression. */
  readonly column: string | null;
  /** What is looked at, as SQL over the table's columns. */
  readonly subject: string;
  readonly spelling: ValueSpelling;
  readonly limits: readonly ColumnLimit[];
  /** What only the rows, or the database's own equality, can tell. */
  readonly seeks: Sought;
  readonly isDoubtful: boolean;
  /** Accepted values that are longer than the column takes. */
  readonly tooLong: readonly string[];
  readonly verdict?: ConstraintVerdict;
}

/**
 * Judges a check by the introspected catalog alone, in no time. Null when the table or the column is not there.
 *
 * NOT NULL constraints, enum types, domains and validated CHECKs hold for every row; NULL passes every CHECK, so it is
 * sought on its own unless the column forbids it or the check allows it.
 */
export function judgeByCatalog(check: ValueCheck, snapshot: CatalogSnapshot): CatalogJudgement | null {
  const path = parseObjectId(check.column).path;
  const table = formatObjectId('table', path.slice(0, -1));
  const nullsDenied = check.nulls !== 'allow';
  if (check.expression !== undefined) {
    if (!(table in snapshot.objects)) return null;
    const subject = `(${check.expression}\n)`;
    return {
      table,
      column: null,
      subject,
      spelling: { table: quoteId(table), value: `(${check.expression})`, shape: 'expression' },
      limits: [],
      seeks: { values: true, nulls: nullsDenied, nullElements: false },
      isDoubtful: false,
      tooLong: [],
    };
  }
  const attributes = snapshot.objects[check.column] as ColumnAttributes | undefined;
  if (attributes === undefined) return null;
  const column = path.at(-1) ?? '';
  const type = readTypeName(attributes.type);
  const isArray = type?.isArray ?? false;
  const limits = findAllowedSets(check.column, snapshot);
  const { isProved, isDoubtful, verdict: compared } = compareTexts(check, limits);
  const tooLong = findTooLong(check.accept, isArray ? undefined : type);
  const verdict = withTooLong(compared, check, tooLong);
  return {
    table,
    column,
    subject: quoteIdentifier(column),
    spelling: { table: quoteId(table), value: quoteIdentifier(column), shape: isArray ? 'array' : 'column' },
    limits,
    seeks: {
      values: !isProved,
      nulls: nullsDenied && attributes.isNullable,
      nullElements: isArray && check.nullElements === 'deny',
    },
    isDoubtful,
    tooLong,
    ...(verdict === undefined ? {} : { verdict }),
  };
}

/** Adds to what constraints reject the values that the column itself cannot hold. */
export function withTooLong(
  verdict: ConstraintVerdict | undefined,
  check: ValueCheck,
  tooLong: readonly string[],
): ConstraintVerdict | undefined {
  if (tooLong.length === 0) return verdict;
  const { by = [], rejects = [], permits = [], ...rest } = verdict ?? {};
  return {
    ...rest,
    by: [...(rejects.length > 0 ? by : []), check.column],
    rejects: [...new Set([...rejects, ...tooLong])],
    permits,
  };
}
