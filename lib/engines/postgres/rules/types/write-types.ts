import { type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { CollationAttributes, CompositeTypeAttributes, RangeTypeAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLiteral } from '../../quote.ts';

/** @see https://www.postgresql.org/docs/18/sql-createtype.html */
export function writeCompositeType(id: ObjectId, { attributes }: CompositeTypeAttributes): string {
  const lines = attributes.length === 0 ? '' : `\n  ${attributes.join(',\n  ')}\n`;
  return `CREATE TYPE ${quoteId(id)} AS (${lines})`;
}

/**
 * A range type without its canonical function, which takes the type itself.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtype.html#SQL-CREATETYPE-RANGE
 */
export function writeRangeType(id: ObjectId, range: RangeTypeAttributes): string {
  const [schema = ''] = parseObjectId(id).path;
  const { multirange } = range;
  const settings = [
    ['SUBTYPE', range.subtype],
    ['SUBTYPE_OPCLASS', range.operatorClass],
    ['COLLATION', range.collation],
    ['SUBTYPE_DIFF', range.subtypeDiff],
    [
      'MULTIRANGE_TYPE_NAME',
      multirange === undefined ? undefined : `${quoteIdentifier(schema)}.${quoteIdentifier(multirange)}`,
    ],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
  return `CREATE TYPE ${quoteId(id)} AS RANGE (${settings.join(', ')})`;
}

/** @see https://www.postgresql.org/docs/18/sql-createcollation.html */
export function writeCollation(id: ObjectId, collation: CollationAttributes): string {
  const { provider, isDeterministic, locale, collate, ctype, rules } = collation;
  const texts = [
    ['LOCALE', locale],
    ['LC_COLLATE', collate],
    ['LC_CTYPE', ctype],
    ['RULES', rules],
  ].flatMap(([name, value]) => (typeof value === 'string' ? [`${name} = ${quoteLiteral(value)}`] : []));
  const settings = [`PROVIDER = ${provider}`, ...texts, ...(isDeterministic ? [] : ['DETERMINISTIC = false'])];
  return `CREATE COLLATION IF NOT EXISTS ${quoteId(id)} (${settings.join(', ')})`;
}
