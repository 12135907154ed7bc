import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../../../catalog/snapshot.ts';
import { childrenOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { standsOnChangingColumn } from '../columns/changes-type.ts';
import { dropIndex } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { partsThatFollow } from '../tables/descendants.ts';
import { setCluster, setReplicaIdentity } from '../tables/keep-table.ts';
import { buildIndexOnline, createIndex } from './create-index.ts';
import { buildPartitionedIndex, isPartitionedTable } from './create-partitioned-index.ts';

/**
 * Gives an index another definition: the new one is built online under a name of our own, then the old one is dropped
 * and the new one takes its name, so that queries have one of them at any time.
 *
 * The old one goes while others read and write, unless foreign keys stand on it or it is that of a partitioned table:
 * then both exchange their names in one short transaction. One that is on another table, or on a column whose type
 * changes, goes first.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export function redefineIndex(id: ObjectId, context: RuleContext): Mending {
  if (isElsewhere(id, context) || standsOnChangingColumn(id, context)) return dropAndBuild(id, context);
  const index = attributesOf<IndexAttributes>(context.expected, id);
  const { isUnique, definition } = index;
  const [table = ''] = index.belongsTo;
  const causes = [id, ...partsThatFollow(id, context)];
  // By itself the new one would only slow writes down, so it waits for whoever drops the old one.
  const inTheirName = (each: Statement): Statement => ({
    ...each,
    causedBy: causes,
    hazards: [...each.hazards, hazards.replacesIndex],
  });
  const [dropping] = dropIndex(id, childrenOf(id, context.actual), context).statements;
  const dropped = dropping === undefined ? [] : [{ ...dropping, hazards: [] }].map(inTheirName);
  const restored = restoreMarks(id, table, causes, context).map(inTheirName);
  if (isPartitionedTable(table, context)) {
    const names = temporaryNames(id, context);
    const built = buildPartitionedIndex(temporaryIndex(id), index, underOtherNames(names, context)).map(inTheirName);
    const renamed = [...names].map(([wanted, temporary]) => takeName(temporary, wanted, context)).map(inTheirName);
    return { statements: [...built, ...dropped, ...renamed, ...restored], rebuilt: [id] };
  }
  const temporary = temporaryIndex(id);
  const built = inTheirName(buildIndexOnline({ id: temporary, table, isUnique, definition }, [id], context));
  const renamed = inTheirName(takeName(temporary, id, context));
  return {
    statements: [
      built,
      ...(isNeeded(id, context) ? dropped.map((each) => atOnce(each, context)) : dropped),
      renamed,
      ...restored,
    ],
    rebuilt: [id],
  };
}

/** Whether the index of this name is on another table now, which may be the expected one under another name. */
function isElsewhere(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const [now] = belongsTo(actual.objects[id]);
  return now !== undefined && now !== belongsTo(expected.objects[id])[0];
}

/** An index that stands in for nothing, as on another table, or that cannot stay meanwhile. */
function dropAndBuild(id: ObjectId, context: RuleContext): Mending {
  const index = attributesOf<IndexAttributes>(context.expected, id);
  const [table = ''] = index.belongsTo;
  const { isUnique, definition } = index;
  const { statements: dropped, unplanned = [] } = dropIndex(id, childrenOf(id, context.actual), context);
  const built = () => {
    if (context.isCreated(table)) return [createIndex(id, table, [id], context)];
    const marks = restoreMarks(id, table, [id], context);
    if (isPartitionedTable(table, context)) return [...buildPartitionedIndex(id, index, context), ...marks];
    return [buildIndexOnline({ id, table, isUnique, definition }, [id], context), ...marks];
  };
  return {
    statements: [
      ...(isNeeded(id, context) ? dropped.map((each) => atOnce(each, context)) : dropped),
      ...built().map((each) => ({ ...each, hazards: [...each.hazards, hazards.replacesIndex] })),
    ],
    unplanned,
    rebuilt: [id],
  };
}

/** A table forgets that it is marked with one of its indexes when that goes. */
function restoreMarks(
  id: ObjectId,
  table: ObjectId,
  causes: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const { replicaIdentity, clusteredOn } = context.expected.objects[table] ?? {};
  return [
    ...(replicaIdentity === id ? setReplicaIdentity(table, causes, [], context) : []),
    ...(clusteredOn === id ? setCluster(table, causes, [], context) : []),
  ];
}

function isNeeded(id: ObjectId, { actual }: RuleContext): boolean {
  return Object.values(actual.dependencies).some((needs) => needs.includes(id));
}

/** In the transaction that also drops what stands on it, which is short. */
function atOnce(dropped: Statement, { lockTimeoutMs }: RuleContext): Statement {
  const sql = dropped.sql.replace('DROP INDEX CONCURRENTLY', 'DROP INDEX');
  return { ...dropped, sql, transaction: 'inside', lockMode: 'ACCESS EXCLUSIVE', lockTimeoutMs };
}

function takeName(temporary: ObjectId, wanted: ObjectId, context: RuleContext): Statement {
  const [table = ''] = attributesOf<IndexAttributes>(context.expected, wanted).belongsTo;
  return makeStatement(context, {
    sql: `ALTER INDEX ${quoteId(temporary)} RENAME TO ${quoteLastPart(wanted)}`,
    causedBy: [wanted],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [table],
    provides: [wanted],
    removes: [temporary],
    requires: [temporary],
  });
}

/** Names of our own for an index and its parts on the partitions that are there. */
function temporaryNames(id: ObjectId, { expected, actual }: RuleContext): ReadonlyMap<ObjectId, ObjectId> {
  const parts = childrenOf(id, expected).filter(
    (part) => (belongsTo(expected.objects[part])[0] ?? '') in actual.objects,
  );
  return new Map([id, ...parts].map((each) => [each, temporaryIndex(each)]));
}

/** As if the expectation had other names for these indexes. */
function underOtherNames(names: ReadonlyMap<ObjectId, ObjectId>, context: RuleContext): RuleContext {
  const nameOf = (id: ObjectId) => names.get(id) ?? id;
  const { objects, dependencies } = context.expected;
  const renamed = [...names.keys()].map((id): [ObjectId, Attributes] => [
    nameOf(id),
    { ...objects[id], belongsTo: belongsTo(objects[id]).map(nameOf) },
  ]);
  const others = Object.entries(objects).filter(([id]) => !names.has(id));
  const needs = [...names].map(([id, temporary]) => [temporary, dependencies[id] ?? []]);
  return {
    ...context,
    expected: {
      ...context.expected,
      objects: Object.fromEntries([...others, ...renamed]),
      dependencies: { ...dependencies, ...Object.fromEntries(needs) },
    },
  };
}

function temporaryIndex(id: ObjectId): ObjectId {
  const [schema = ''] = parseObjectId(id).path;
  return formatObjectId('index', [schema, `driftline_new_${fingerprintText(id)}`]);
}
