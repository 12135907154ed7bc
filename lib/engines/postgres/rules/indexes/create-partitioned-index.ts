import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { makeStatement, needsOf } from '../make-statement.ts';
import { childrenOf, partsThatFollow } from '../tables/descendants.ts';
import { attachIndex } from './attach-index.ts';
import { buildIndexOnline, rebuildIndexOnline } from './create-index.ts';
import { renameByWayOf } from './rename-by-way-of.ts';

/** Whether a table that is there has partitions of its own, so that an index on it cannot be built CONCURRENTLY. */
export function isPartitionedTable(table: ObjectId, { actual }: RuleContext): boolean {
  return actual.objects[table]?.partitionKey !== undefined;
}

/**
 * Builds an index on a partitioned table that is in use: on the parents alone, which takes no time and is INVALID at
 * first; online on each partition; then attached, from the leaves upwards. With the last one it becomes valid. What an
 * earlier attempt left is taken up.
 *
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function buildPartitionedIndex(
  id: ObjectId,
  index: IndexAttributes,
  context: RuleContext,
): readonly Statement[] {
  const table = index.belongsTo[0] ?? '';
  const causes = [id, ...partsThatFollow(id, context)];
  const onParent = id in context.actual.objects ? [] : [createOnParent(id, table, index, causes, context)];
  const below = buildBelow(id, table, index, causes, context);
  return [...onParent, ...below.onParents, ...below.builds, ...below.attachments, ...below.renames];
}

/** The parts of the work in the order in which they are done, so that all attaching shares one transaction. */
interface Work {
  readonly onParents: readonly Statement[];
  readonly builds: readonly Statement[];
  readonly attachments: readonly Statement[];
  readonly renames: readonly Statement[];
}

function createOnParent(
  id: ObjectId,
  table: ObjectId,
  { isUnique, definition }: IndexAttributes,
  causes: readonly ObjectId[],
  context: RuleContext,
): Statement {
  return makeStatement(context, {
    sql: `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quoteLastPart(id)} ON ONLY ${quoteId(table)} ${definition}`,
    causedBy: causes,
    hazards: isUnique ? [hazards.failsOnDuplicates] : [],
    lockMode: 'SHARE',
    locks: [table],
    provides: [id],
    requires: [table, ...needsOf([id], context)],
  });
}

function buildBelow(
  parentIndex: ObjectId,
  parent: ObjectId,
  index: IndexAttributes,
  causes: readonly ObjectId[],
  context: RuleContext,
): Work {
  const parts = childrenOf(parent, context.actual).map((partition): Work => {
    const present = presentIndex(parentIndex, partition, context);
    if (present?.isAttached === true && present.isValid) return nothing;
    const id = present?.id ?? nameFor(parentIndex, partition, context);
    const own = makeOn(id, partition, index, present, causes, context);
    const below = isPartitionedTable(partition, context) ? buildBelow(id, partition, index, causes, context) : nothing;
    const attachment = present?.isAttached === true ? [] : [attachIndex(id, parentIndex, partition, causes, context)];
    return {
      onParents: [...own.onParents, ...below.onParents],
      builds: [...own.builds, ...below.builds],
      attachments: [...below.attachments, ...attachment],
      renames: [...below.renames, ...nameAsExpected(id, parentIndex, partition, causes, context)],
    };
  });
  return {
    onParents: parts.flatMap(({ onParents }) => onParents),
    builds: parts.flatMap(({ builds }) => builds),
    attachments: parts.flatMap(({ attachments }) => attachments),
    renames: parts.flatMap(({ renames }) => renames),
  };
}

const nothing: Work = { onParents: [], builds: [], attachments: [], renames: [] };

function makeOn(
  id: ObjectId,
  partition: ObjectId,
  index: IndexAttributes,
  present: PresentIndex | undefined,
  causes: readonly ObjectId[],
  context: RuleContext,
): Work {
  if (isPartitionedTable(partition, context)) {
    const isThere = present !== undefined;
    return { ...nothing, onParents: isThere ? [] : [createOnParent(id, partition, index, causes, context)] };
  }
  if (present?.isValid === true) return nothing;
  const { isUnique, definition } = index;
  const build = present === undefined ? buildIndexOnline : rebuildIndexOnline;
  return { ...nothing, builds: [build({ id, table: partition, isUnique, definition }, causes, context)] };
}

interface PresentIndex {
  readonly id: ObjectId;
  readonly isAttached: boolean;
  readonly isValid: boolean;
}

/** The partition's index that is attached already, or the one of its name that waits to be attached. */
function presentIndex(parentIndex: ObjectId, partition: ObjectId, context: RuleContext): PresentIndex | undefined {
  const attached = attachedIndex(parentIndex, partition, context.actual);
  const id = attached ?? nameFor(parentIndex, partition, context);
  const index = context.actual.objects[id];
  return index === undefined ? undefined : { id, isAttached: attached !== undefined, isValid: index.isValid === true };
}

/** The index that a catalog has as a partition's part of the parent's. */
export function attachedIndex(
  parentIndex: ObjectId,
  partition: ObjectId,
  { objects }: Pick<CatalogSnapshot, 'objects'>,
): ObjectId | undefined {
  return Object.keys(objects).find((id) => {
    const [table, whole] = belongsTo(objects[id]);
    return kindOf(id) === 'index' && table === partition && whole === parentIndex;
  });
}

/**
 * The name that the expectation has for the partition's index. One of our own for a partition that it does not know, and
 * where another index has taken the name: PostgreSQL numbers these names in the order in which indexes were made.
 */
function nameFor(parentIndex: ObjectId, partition: ObjectId, { expected, actual }: RuleContext): ObjectId {
  const known = attachedIndex(parentIndex, partition, expected);
  if (known !== undefined && canBecomePart(actual.objects[known], expected.objects[known])) return known;
  const schema = parseObjectId(partition).path[0] ?? '';
  return formatObjectId('index', [schema, `driftline_${fingerprintText(`${parentIndex} ${partition}`)}`]);
}

/** Whether an index is not there yet, or is as expected but for being attached. */
function canBecomePart(actual: Attributes | undefined, expected: Attributes | undefined): boolean {
  if (actual === undefined) return true;
  const [table, whole] = belongsTo(actual);
  const isSame = actual.isUnique === expected?.isUnique && actual.definition === expected?.definition;
  return isSame && whole === undefined && table === belongsTo(expected)[0];
}

/** What was built under a name of our own takes its expected one, once whatever has that is gone. */
function nameAsExpected(
  id: ObjectId,
  parentIndex: ObjectId,
  partition: ObjectId,
  causes: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const wanted = attachedIndex(parentIndex, partition, context.expected);
  if (wanted === undefined || wanted === id || id in context.actual.objects) return [];
  return renameByWayOf(id, wanted, causes, context).map((each) => ({ ...each, requires: [...each.requires, id] }));
}
