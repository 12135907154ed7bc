import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../plan/rule.ts';
import { isLiteral } from '../text/is-literal.ts';

/**
 * Whether ALTER TABLE can add a column to a table that holds rows.
 *
 * @param includes what the expectation has on the column alone
 * @see https://www.sqlite.org/lang_altertable.html#altertabaddcol
 */
export function mayBeAdded(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): boolean {
  return whyNotAdded(id, includes, context) === undefined;
}

/** Why ALTER TABLE cannot add a column; undefined when it can. */
function whyNotAdded(
  id: ObjectId,
  includes: readonly ObjectId[],
  { expected, isCreated }: RuleContext,
): string | undefined {
  const column = expected.objects[id] ?? {};
  const beside = includes.flatMap((child) => belongsTo(expected.objects[child])).filter((other) => other !== id);
  if (beside.some((other) => kindOf(other) === 'column' && isCreated(other))) return 'a CHECK names another new column';
  const keys = includes.filter((child) => ['primary key', 'unique'].includes(String(expected.objects[child]?.type)));
  const hasDefault = typeof column.default === 'string';
  if (keys.length > 0 || expected.notes?.[id]?.isKey === true) return 'it is a key';
  if (column.generated === 'stored') return 'it is generated and stored';
  if (column.generated === 'virtual') return undefined;
  if (column.isNullable === false && !hasDefault) return 'it is NOT NULL without a default';
  if (hasDefault && !isLiteral(String(column.default))) return 'its default is computed';
  const isStrict = expected.objects[belongsTo(column)[0] ?? id]?.isStrict === true;
  if (hasDefault && isStrict && !fits(String(column.default), String(column.declaredType)))
    return 'its default is of another type';
  const isReference = includes.some((child) => expected.objects[child]?.type === 'foreign key');
  return isReference && hasDefault ? 'it references a table and has a default' : undefined;
}

/** Literals that a STRICT table takes for its types; ANY takes all. */
const literals: { readonly [type: string]: RegExp } = {
  INT: /^[+-]?\d+$|^(?:true|false)$/iu,
  INTEGER: /^[+-]?\d+$|^(?:true|false)$/iu,
  REAL: /^[+-]?[\d.]+(?:e[+-]?\d+)?$/iu,
  TEXT: /^'|^[+-]?[\d.]/u,
  BLOB: /^x'/iu,
};

/** @see https://www.sqlite.org/stricttables.html */
function fits(literal: string, type: string): boolean {
  return literals[type]?.test(literal) ?? true;
}
