import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { ColumnAttributes, ConstraintAttributes } from '../../object-kinds.ts';
import { dropConstraintOf } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf } from '../make-statement.ts';
import { changesPlace } from '../tables/place-table.ts';
import { unmendable } from '../unmendable.ts';
import { addConstraint } from './add-constraint.ts';

/** The attributes that say whether a part of a table is the table's own or comes from a parent. */
export const originAttributes = ['belongsTo', 'isInherited'];

/**
 * Makes a column its table's own, or one that only comes from the parent: with the place of its table, or with the
 * parent's column.
 */
export function originOfColumn(id: ObjectId, context: RuleContext): Mending {
  const { isInherited, belongsTo: parents } = attributesOf<ColumnAttributes>(context.expected, id);
  const [table = ''] = parents;
  if (comesWithPlace(table, isInherited === true, context)) return nothing;
  if (isInherited === true) return left(id, unmendable['column isInherited']);
  const dropped = belongsTo(context.actual.objects[id])
    .slice(1)
    .some((parent) => !(parent in context.expected.objects));
  return dropped ? nothing : left(id, unmendable['column isInherited']);
}

/** The same for a constraint. */
export function originOfConstraint(id: ObjectId, context: RuleContext): Mending {
  const { isInherited, belongsTo: parents, type } = attributesOf<ConstraintAttributes>(context.expected, id);
  const [table = '', ...wholes] = parents;
  if (comesWithPlace(table, isInherited === true, context)) return nothing;
  if (isInherited === true) {
    const isNew = wholes.some(context.isCreated);
    // A table is only let in by a parent all of whose checks it has, as its own.
    if (!isNew || (type === 'check' && changesPlace(table, context)))
      return left(id, unmendable['constraint isInherited']);
    // A key or foreign key of a partition becomes part of the new one of its parent.
    if (type !== 'check') return nothing;
    const dropped = { ...dropConstraintOf(id, [], [id], context), hazards: [hazards.replacesConstraint] };
    return { statements: [{ ...dropped, comesBefore: wholes }] };
  }
  const gone = belongsTo(context.actual.objects[id])
    .slice(1)
    .filter((parent) => !(parent in context.expected.objects));
  if (gone.length === 0) return left(id, unmendable['constraint isInherited']);
  // It falls with its parent's.
  const { statements, ...rest } = addConstraint(id, [], context);
  return { ...rest, statements: statements.map((each) => ({ ...each, comesAfter: gone })) };
}

/** Whether it changes with the place of its table: what a partition has from its parent is never its own. */
function comesWithPlace(table: ObjectId, isInherited: boolean, context: RuleContext): boolean {
  if (!changesPlace(table, context)) return false;
  return !isInherited || context.expected.objects[table]?.partitionOf !== undefined;
}

const nothing: Mending = { statements: [] };

function left(id: ObjectId, reason: string): Mending {
  return { statements: [], unplanned: [{ id, reason }] };
}
