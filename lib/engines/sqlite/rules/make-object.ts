import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import type { RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import { holderOf, makeStatement, textOf } from './make-statement.ts';

const mayNotBeUnique: Hazard = {
  code: 'MAY_FAIL_ON_DATA',
  message: 'it fails if rows that are there already hold the same values',
  saferWay: 'look for duplicates first: select the columns, count(*) ... group by them having count(*) > 1',
};

/** Makes an index as the migrations do. On a table that is there it takes time that grows with the table. */
export function makeIndex(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): readonly Statement[] {
  const sql = textOf(id, context);
  if (sql === undefined) return [];
  const table = holderOf(id, context);
  const isOld = !context.isCreated(table);
  const isUnique = context.expected.objects[id]?.isUnique === true;
  return [
    makeStatement(context, {
      sql,
      causedBy,
      provides: [id],
      requires: [table, ...columnsOf(table, context)],
      ...(isOld ? { locks: [table], lockMode: 'EXCLUSIVE', sizedBy: [table] } : {}),
      ...(isOld && isUnique ? { hazards: [mayNotBeUnique] } : {}),
    }),
  ];
}

/** Columns that this plan makes: an index, view or trigger may name any of them. */
function columnsOf(table: ObjectId, { expected, isCreated }: RuleContext): readonly ObjectId[] {
  return Object.keys(expected.objects).filter(
    (id) =>
      kindOf(id) === 'column' && isCreated(id) && (expected.objects[id]?.belongsTo as readonly ObjectId[])[0] === table,
  );
}

/** Makes a view or trigger as the migrations do, after every table and column that this plan makes. */
export function makeViewOrTrigger(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const sql = textOf(id, context);
  if (sql === undefined) return [];
  const earlier = kindOf(id) === 'view' ? ['table', 'column'] : ['table', 'column', 'view'];
  return [
    makeStatement(context, {
      sql,
      causedBy,
      provides: [id],
      requires: Object.keys(context.expected.objects).filter(
        (other) => earlier.includes(kindOf(other)) && context.isCreated(other),
      ),
    }),
  ];
}
