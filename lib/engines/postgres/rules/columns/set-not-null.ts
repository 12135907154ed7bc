import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { descendantsOf, inheritorsOf } from '../tables/descendants.ts';

/**
 * Makes a column NOT NULL without a scan under the strong lock: a CHECK that is validated while reads and writes go on
 * proves that no row is NULL, SET NOT NULL then believes it, and the CHECK goes.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
 */
export function setNotNull(id: ObjectId, context: RuleContext): readonly Statement[] {
  const table = attributesOf<ColumnAttributes>(context.expected, id).belongsTo[0] ?? '';
  const { path } = parseObjectId(table);
  const name = `driftline_not_null_${fingerprintText(id)}`;
  const check = formatObjectId('constraint', [...path, name]);
  const causedBy = [id, ...inheritorsOf(id, context.actual).filter((child) => child in context.expected.objects)];
  const locks = [table, ...descendantsOf(table, context.actual)];
  // One that was added NOT VALID would be proved by a scan under the strong lock, whatever a CHECK has proved.
  const isUnproved = context.actual.objects[id]?.isNotNullValidated === false;
  const [alter, column, proof] = [`ALTER TABLE ${quoteId(table)}`, quoteLastPart(id), quoteIdentifier(name)];
  return [
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
    }),
  ];
}
