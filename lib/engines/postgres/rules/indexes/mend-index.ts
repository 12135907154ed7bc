import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { dropIndex } from '../drop-object.ts';
import { attributesOf } from '../make-statement.ts';
import { renameObject } from '../rename-object.ts';
import { buildIndexOnline, rebuildIndexOnline } from './create-index.ts';
import { buildPartitionedIndex, isPartitionedTable } from './create-partitioned-index.ts';
import { placeIndex } from './place-index.ts';
import { redefineIndex } from './redefine-index.ts';

/** Builds missing indexes and rebuilds INVALID ones, always online. */
export const mendIndex: Rule = {
  kind: 'index',
  isCarriedAlong: true,
  create: createMissing,
  drop: dropIndex,
  mend: (drifts, context) => {
    const [drift] = drifts;
    if (drift.kind === 'missing') return createMissing(drift.id, [], context);
    if (drift.kind === 'renamed') return renameObject(drift, context);
    if (drift.kind === 'unexpected') return dropIndex(drift.id, drift.includes ?? [], context);
    const modified = drifts.filter(({ kind }) => kind === 'modified');
    if (modified.length > 0)
      return isPart(drift.id, context) ? placeIndex(drift.id, context) : redefineIndex(drift.id, context);
    return rebuild(drift, context);
  },
};

function createMissing(id: ObjectId, _: readonly ObjectId[], context: RuleContext): Mending {
  const index = attributesOf<IndexAttributes>(context.expected, id);
  const table = index.belongsTo[0] ?? '';
  if (isPartitionedTable(table, context)) return { statements: buildPartitionedIndex(id, index, context) };
  if (index.belongsTo[1] !== undefined) return placeIndex(id, context);
  const { isUnique, definition } = index;
  return { statements: [buildIndexOnline({ id, table, isUnique, definition }, [id], context)] };
}

/** Whether it is, or should be, part of the index of a whole partitioned table. */
function isPart(id: ObjectId, { expected, actual }: RuleContext): boolean {
  return [expected, actual].some(({ objects }) => belongsTo(objects[id])[1] !== undefined);
}

function rebuild({ id }: Drift, context: RuleContext): Mending {
  const index = attributesOf<IndexAttributes>(context.expected, id);
  const table = index.belongsTo[0] ?? '';
  if (isPartitionedTable(table, context)) return { statements: buildPartitionedIndex(id, index, context) };
  const { isUnique, definition } = index;
  return { statements: [rebuildIndexOnline({ id, table, isUnique, definition }, [id], context)] };
}
