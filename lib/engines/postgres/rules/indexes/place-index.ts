import { kindOf, nameOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { dropIndex } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf } from '../make-statement.ts';
import { changesPlace } from '../tables/place-table.ts';
import { attachIndex } from './attach-index.ts';
import { buildIndexOnline, rebuildIndexOnline } from './create-index.ts';
import { attachedIndex } from './create-partitioned-index.ts';
import { compareAge } from './index-age.ts';
import { redefineIndex } from './redefine-index.ts';
import { renameByWayOf } from './rename-by-way-of.ts';

/**
 * Makes an index what it should be where it is, or should be, the part of a partitioned index on one partition: it comes
 * and goes with the whole and with the place of its table, and only its name is its own.
 *
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function placeIndex(id: ObjectId, context: RuleContext): Mending {
  const { belongsTo: places, isUnique, definition } = attributesOf<IndexAttributes>(context.expected, id);
  const [table = '', whole] = places;
  const occupant = context.actual.objects[id] as IndexAttributes | undefined;
  const [tableNow, wholeNow] = occupant?.belongsTo ?? [];
  const isSame =
    occupant !== undefined &&
    tableNow === table &&
    !context.differs(id, 'definition') &&
    !context.differs(id, 'isUnique');
  const index = { id, table, isUnique, definition };
  const build = isSame && wholeNow === undefined ? rebuildIndexOnline : buildIndexOnline;
  const isReady = isSame && wholeNow === undefined && occupant.isValid;
  const built = isReady ? [] : [build(index, [id], context)];
  if (changesPlace(table, context)) {
    // It leaves the parent's with its table, and becomes part of the next with it.
    if (isSame && occupant.isValid) return { statements: [] };
    if (occupant === undefined || isSame) return { statements: built.map((each) => inTurn(each, id, context)) };
    return redefineIndex(id, context);
  }
  // An index of its own that has the name, and not the shape, makes room.
  const inTheWay = occupant !== undefined && wholeNow === undefined && !isSame ? makeRoom(id, context) : [];
  if (whole === undefined) return { statements: [...inTheWay, ...built] };
  if (kindOf(whole) !== 'index') {
    return { statements: [], unplanned: [{ id, reason: `it is part of ${nameOf(whole)}, which has to bring it` }] };
  }
  if (bringsItsParts(whole, context)) return { statements: inTheWay };
  const present = attachedIndex(whole, table, context.actual);
  if (present === id)
    return { statements: isReady || occupant?.isValid ? [] : [rebuildIndexOnline(index, [id], context)] };
  if (present !== undefined) return { statements: [...inTheWay, ...renameByWayOf(present, id, [id], context)] };
  return { statements: [...inTheWay, ...built, attachIndex(id, whole, table, [id], context)] };
}

/** Before a table is attached its new indexes are made in the order of the parent's. */
function inTurn(build: Statement, id: ObjectId, context: RuleContext): Statement {
  const { expected, isCreated } = context;
  const [table, whole] = belongsTo(expected.objects[id]);
  if (whole === undefined) return build;
  const older = Object.keys(expected.objects).filter((other) => {
    const [itsTable, itsWhole] = belongsTo(expected.objects[other]);
    if (kindOf(other) !== 'index' || itsTable !== table || itsWhole === undefined) return false;
    return other !== id && isCreated(other) && compareAge(itsWhole, whole, context) < 0;
  });
  return { ...build, requires: [...build.requires, ...older] };
}

/** Whether the index of the whole table is made, or made valid, by this plan, which then sees to its parts. */
function bringsItsParts(whole: ObjectId, { actual, differs }: RuleContext): boolean {
  const now = actual.objects[whole] as IndexAttributes | undefined;
  return now === undefined || !now.isValid || differs(whole, 'definition') || differs(whole, 'isUnique');
}

function makeRoom(id: ObjectId, context: RuleContext): readonly Statement[] {
  return dropIndex(id, [], context).statements.map((each) => ({ ...each, hazards: [hazards.replacesIndex] }));
}
