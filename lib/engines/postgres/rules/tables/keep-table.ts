import { formatChildId, type ObjectId } from '../../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { Firing } from '../../firing.ts';
import type { TableAttributes } from '../../object-kinds.ts';
import type { TriggerAttributes } from '../../program-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, existing, makeStatement, type StatementParts } from '../make-statement.ts';
import { firingWords } from '../programs/firing-words.ts';
import { changeOptions, writeParameterNames, writeParameters } from '../write-options.ts';

/**
 * Says of a table that has just been made what only ALTER TABLE can say: what tells its rows apart for replication, the
 * index that CLUSTER sorts by, and which triggers of its parent are switched on it.
 */
export function keepNewTable(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): readonly Statement[] {
  const { replicaIdentity, clusteredOn, triggerFiring } = attributesOf<TableAttributes>(context.expected, id);
  return [
    ...(replicaIdentity === undefined ? [] : setReplicaIdentity(id, causedBy, [], context)),
    ...(clusteredOn === undefined ? [] : setCluster(id, causedBy, [], context)),
    ...(triggerFiring === undefined ? [] : setTriggerFiring(id, causedBy, [], context)),
  ];
}

/**
 * Sets what tells a table's rows apart for replication.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY
 */
export function setReplicaIdentity(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { replicaIdentity: identity = 'default' } = attributesOf<TableAttributes>(context.expected, id);
  const isIndex = identity.includes(':');
  return [
    makeStatement(context, {
      ...onTable(id, 'ACCESS EXCLUSIVE', context),
      sql: `ALTER TABLE ${quoteId(id)} REPLICA IDENTITY ${isIndex ? `USING INDEX ${quoteLastPart(identity)}` : identity.toUpperCase()}`,
      causedBy,
      hazards: dangers,
      requires: isIndex ? [id, identity] : [id],
    }),
  ];
}

/**
 * Binds the columns of a table to its composite type, or frees them.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-OF-TYPE
 */
export function setType(id: ObjectId, context: RuleContext): Statement {
  const { ofType } = attributesOf<TableAttributes>(context.expected, id);
  return makeStatement(context, {
    ...onTable(id, 'ACCESS EXCLUSIVE', context),
    sql: `ALTER TABLE ${quoteId(id)} ${ofType === undefined ? 'NOT OF' : `OF ${quoteId(ofType)}`}`,
    causedBy: [id],
    hazards: [hazards.bindsToType],
    requires: ofType === undefined ? [] : [ofType],
  });
}

/** Marks the index that CLUSTER sorts by, or none. Nothing is sorted. */
export function setCluster(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { clusteredOn } = attributesOf<TableAttributes>(context.expected, id);
  return [
    makeStatement(context, {
      ...onTable(id, 'SHARE UPDATE EXCLUSIVE', context),
      sql: `ALTER TABLE ${quoteId(id)} ${clusteredOn === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quoteLastPart(clusteredOn)}`}`,
      causedBy,
      hazards: dangers,
      requires: clusteredOn === undefined ? [id] : [id, clusteredOn],
    }),
  ];
}

/** Those that let reads and writes go on while they are set; others, as user_catalog_table, may not. */
const onlineParameters =
  /^(?:toast\.)?(?:(?:log_)?autovacuum_\w+|vacuum_\w+|fillfactor|toast_tuple_target|parallel_workers)$/u;

/**
 * Switches a partition's copies of its parent's triggers as they should be: those that are switched now, and those that are
 * to be.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
 */
export function setTriggerFiring(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { triggerFiring: then = {} } = attributesOf<TableAttributes>(context.expected, id);
  const { triggerFiring: now = {} } = (context.actual.objects[id] ?? {}) as Partial<TableAttributes>;
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((name) => then[name] !== now[name])
    .flatMap((name) => {
      const [trigger, firing] = firingOf(id, name, context.expected);
      if (trigger === undefined) return [];
      return makeStatement(context, {
        ...onTable(id, 'ACCESS EXCLUSIVE', context),
        sql: `ALTER TABLE ${quoteId(id)} ${firingWords[firing]} TRIGGER ${quoteIdentifier(name)}`,
        causedBy,
        hazards: dangers,
        requires: [id, trigger],
      });
    });
}

/** The trigger that a table's trigger of this name is a copy of, and when the copy fires. */
function firingOf(
  table: ObjectId,
  name: string,
  snapshot: CatalogSnapshot,
): readonly [ObjectId | undefined, Firing | 'origin'] {
  const { partitionOf, triggerFiring } = (snapshot.objects[table] ?? {}) as Partial<TableAttributes>;
  const own = formatChildId('trigger', table, name);
  const there = snapshot.objects[own] as TriggerAttributes | undefined;
  if (there !== undefined || partitionOf === undefined) {
    return [there === undefined ? undefined : own, there?.firing ?? 'origin'];
  }
  const [trigger, firing] = firingOf(partitionOf, name, snapshot);
  return [trigger, triggerFiring?.[name] ?? firing];
}

/**
 * Turns the storage parameters of a table into the expected ones, for rows that are written from now on.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-STORAGE-PARAMETER
 */
export function setParameters(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { options: expected } = attributesOf<TableAttributes>(context.expected, id);
  const { options: actual } = attributesOf<TableAttributes>(context.actual, id);
  const { set, removed } = changeOptions(actual, expected);
  const actions = [
    ...(Object.keys(set).length === 0 ? [] : [`SET ${writeParameters(set)}`]),
    ...(removed.length === 0 ? [] : [`RESET ${writeParameterNames(removed)}`]),
  ];
  const isOnline = [...Object.keys(set), ...removed].every((name) => onlineParameters.test(name));
  return [
    makeStatement(context, {
      ...onTable(id, isOnline ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE', context),
      sql: `ALTER TABLE ${quoteId(id)} ${actions.join(', ')}`,
      causedBy,
      hazards: dangers,
    }),
  ];
}

function onTable(id: ObjectId, lockMode: 'ACCESS EXCLUSIVE' | 'SHARE UPDATE EXCLUSIVE', context: RuleContext) {
  const locks = existing([id], context);
  return (locks.length === 0 ? {} : { lockMode, locks }) satisfies Partial<StatementParts>;
}
