import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { ConstraintVerdict, DerivedValues, ValueCheck } from '../../../values/value-check.ts';
import { readAllowedSet } from '../text/allowed-set.ts';

/** A CHECK that limits a column to a list of texts. */
interface Limit {
  readonly id: ObjectId;
  readonly column: ObjectId;
  readonly values: readonly string[];
}

/** What the CHECKs of an expected catalog let its columns hold: the shortest list of each. */
export async function deriveValues(expected: CatalogSnapshot): Promise<readonly DerivedValues[]> {
  const byColumn = Map.groupBy(findLimits(expected), ({ column }) => column);
  return [...byColumn].flatMap(([column, limits]) => {
    const [shortest] = limits.toSorted((a, b) => a.values.length - b.values.length);
    return shortest === undefined ? [] : [{ column, accept: shortest.values, derivedFrom: shortest.id }];
  });
}

/** How the CHECKs of the database and the accepted values differ; undefined where no CHECK lists values. */
export function judgeByChecks(check: ValueCheck, actual: CatalogSnapshot): ConstraintVerdict | undefined {
  if (check.expression !== undefined || check.caseInsensitive || check.trim) return undefined;
  const limits = findLimits(actual).filter(({ column }) => column === check.column);
  const [first, ...others] = limits;
  if (first === undefined) return undefined;
  const allows = first.values.filter((value) => others.every(({ values }) => values.includes(value)));
  const accepted = [...check.accept, ...(check.empty === 'allow' ? [''] : [])];
  return {
    by: limits.map(({ id }) => id),
    allows,
    rejects: accepted.filter((value) => !allows.includes(value)),
    permits: allows.filter((value) => !accepted.includes(value)),
  };
}

/** Only where texts are kept as they are: a number in quotes is another value to a column of numbers. */
function findLimits({ objects }: CatalogSnapshot): readonly Limit[] {
  return Object.entries(objects).flatMap(([id, attributes]): Limit[] => {
    if (kindOf(id) !== 'constraint' || attributes.type !== 'check') return [];
    const columns = belongsTo(attributes).filter((holder) => kindOf(holder) === 'column');
    const [column] = columns;
    if (column === undefined || columns.length > 1) return [];
    const { affinity, collation } = objects[column] ?? {};
    if (affinity !== 'text' || collation !== undefined) return [];
    const values = readAllowedSet(String(attributes.definition), parseObjectId(column).path.at(-1) ?? '');
    return values === undefined ? [] : [{ id, column, values }];
  });
}
