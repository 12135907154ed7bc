import { fingerprintText } from '../../../catalog/fingerprint.ts';
import { formatObjectId, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { childrenOf } from '../../../plan/rebuild-dependents.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { IndexAttributes } from '../object-kinds.ts';
import { quoteId, quoteLastPart } from '../quote.ts';
import { buildIndexOnline } from './create-index.ts';
import { buildPartitionedIndex, isPartitionedTable } from './create-partitioned-index.ts';
import { partsThatFollow } from './descendants.ts';
import { dropIndex } from './drop-object.ts';
import { hazards } from './hazards.ts';
import { attributesOf, makeStatement } from './make-statement.ts';

/**
 * Gives an index another definition: the new one is built online under a name of our own, then the old one is dropped
 * and the new one takes its name, so that queries have one of them at any time.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export function redefineIndex(id: ObjectId, context: RuleContext): Mending {
  const index = attributesOf<IndexAttributes>(context.expected, id);
  const { belongsTo, isUnique, definition } = index;
  const [table = ''] = belongsTo;
  const [tableNow] = attributesOf<IndexAttributes>(context.actual, id).belongsTo;
  const causes = [id, ...partsThatFollow(id, context)];
  const dropped = dropIndex(id, childrenOf(id, context.actual), context).statements.map((each) => ({
    ...each,
    causedBy: causes,
    // Until the new one has its name, whoever mentions it misses it for a moment.
    hazards: [hazards.replacesIndex],
  }));
  if (isPartitionedTable(table, context)) {
    const built = buildPartitionedIndex(id, index, withoutIndex(id, context));
    return { statements: [...dropped, ...built].map((each) => ({ ...each, causedBy: causes })) };
  }
  if (tableNow !== table) {
    return { statements: [...dropped, buildIndexOnline({ id, table, isUnique, definition }, [id], context)] };
  }
  const temporary = temporaryIndex(id);
  const online = buildIndexOnline({ id: temporary, table, isUnique, definition }, [id], context);
  // By itself it would only slow writes down, so it waits for whoever drops the old one.
  const built = { ...online, hazards: [...online.hazards, hazards.replacesIndex] };
  return {
    statements: [
      built,
      ...dropped,
      makeStatement(context, {
        sql: `ALTER INDEX ${quoteId(temporary)} RENAME TO ${quoteLastPart(id)}`,
        causedBy: [id],
        hazards: [hazards.replacesIndex],
        lockMode: 'SHARE UPDATE EXCLUSIVE',
        locks: [table],
        provides: [id],
        removes: [temporary],
        requires: [temporary],
      }),
    ],
  };
}

/** As it will be once the index and its parts on the partitions are dropped. */
function withoutIndex(id: ObjectId, context: RuleContext): RuleContext {
  const gone = new Set([id, ...childrenOf(id, context.actual)]);
  const objects = Object.entries(context.actual.objects).filter(([each]) => !gone.has(each));
  return { ...context, actual: { ...context.actual, objects: Object.fromEntries(objects) } };
}

function temporaryIndex(id: ObjectId): ObjectId {
  const [schema = ''] = parseObjectId(id).path;
  return formatObjectId('index', [schema, `driftline_new_${fingerprintText(id)}`]);
}
