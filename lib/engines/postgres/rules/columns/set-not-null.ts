import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { descendantsOf, inheritorsOf } from '../tables/descendants.ts';
import { notNullProof } from './not-null-proof.ts';

/**
 * Makes a column NOT NULL without a scan under the strong lock: a CHECK that is validated while reads and writes go on
 * proves that no row is NULL, SET NOT NULL then believes it, and the CHECK goes.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
 */
export function setNotNull(id: ObjectId, context: RuleContext): readonly Statement[] {
  const table = attributesOf<ColumnAttributes>(context.expected, id).belongsTo[0] ?? '';
  const check = notNullProof(id, table);
  // An attempt that failed on a row leaves it: it refuses NULL ever since, and serves the next.
  const left = context.actual.objects[check];
  const causedBy = [id, ...inheritorsOf(id, context.actual).filter((child) => child in context.expected.objects)];
  const locks = [table, ...descendantsOf(table, context.actual)];
  // One that was added NOT VALID would be proved by a scan under the strong lock, whatever a CHECK has proved.
  const isUnproved = context.actual.objects[id]?.isNotNullValidated === false;
  const [alter, column, proof] = [`ALTER TABLE ${quoteId(table)}`, quoteLastPart(id), quoteLastPart(check)];
  const steps = [
    makeStatement(context, {
      sql: `${alter} ADD CONSTRAINT ${proof} CHECK (${column} IS NOT NULL) NOT VALID`,
      causedBy,
      hazards: [hazards.setNotNull, hazards.addNotValid],
      lockMode: 'ACCESS EXCLUSIVE',
      locks,
      provides: [check],
    }),
    makeStatement(context, {
      sql: `${alter} VALIDATE CONSTRAINT ${proof}`,
      causedBy,
      hazards: [hazards.validate, hazards.failsOnNull],
      lockMode: 'SHARE UPDATE EXCLUSIVE',
      locks,
      transaction: 'outside',
      provides: [check],
      requires: [check],
      sizedBy: locks,
    }),
    makeStatement(context, {
      sql: `${alter} ${isUnproved ? `ALTER COLUMN ${column} DROP NOT NULL, ` : ''}ALTER COLUMN ${column} SET NOT NULL`,
      causedBy,
      hazards: [hazards.setNotNull],
      lockMode: 'ACCESS EXCLUSIVE',
      locks,
      requires: [check],
    }),
    makeStatement(context, {
      sql: `${alter} DROP CONSTRAINT ${proof}`,
      causedBy,
      hazards: [hazards.setNotNull],
      lockMode: 'ACCESS EXCLUSIVE',
      locks,
      requires: [check],
      removes: [check],
    }),
  ];
  if (left === undefined) return steps;
  const inItsName = steps.map((each) => ({ ...each, causedBy: [...causedBy, check] }));
  return inItsName.slice(left.isValidated === true ? 2 : 1);
}
