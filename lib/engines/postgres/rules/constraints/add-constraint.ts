import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes, ConstraintAttributes, KeyNotes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { buildIndexOnline } from '../indexes/create-index.ts';
import { attributesOf, existing, makeStatement, needsOf, notesOf } from '../make-statement.ts';
import { descendantsOf, partsThatFollow, tablesOfDomain } from '../tables/descendants.ts';
import { addByPartition, type PartsAdded } from './add-by-partition.ts';
import { constraintClause } from './constraint-clause.ts';

/**
 * Adds a constraint to a table or domain that is in use, in the form that blocks least: a check or foreign key without
 * looking at the rows, then validated by a statement of its own; a key by building its index online first.
 *
 * @param keyIndex the name under which the index of a key is built; the constraint gives it its own
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export function addConstraint(
  id: ObjectId,
  inherited: readonly ObjectId[],
  context: RuleContext,
  keyIndex: ObjectId = indexOfKey(id),
): Mending {
  const constraint = attributesOf<ConstraintAttributes>(context.expected, id);
  const parent = constraint.belongsTo[0] ?? '';
  if (kindOf(parent) === 'domain') return { statements: addInTwoSteps(id, constraint, parent, [], context) };
  switch (constraint.type) {
    case 'check':
      return { statements: addInTwoSteps(id, constraint, parent, inherited, context) };
    case 'foreign key':
      return {
        statements:
          isPartitioned(parent, context) && majorOf(context) < hasPartitionedNotValid
            ? addForeignKeyByPartition(id, constraint, parent, inherited, context)
            : addInTwoSteps(id, constraint, parent, inherited, context),
      };
    case 'exclusion':
      return {
        statements: [addAtOnce(id, constraint, parent, inherited, [hazards.blocksReads, hazards.failsOnRows], context)],
      };
    default:
      return { statements: addKey(id, { constraint, table: parent, index: keyIndex }, inherited, context) };
  }
}

/** Reads every row for a constraint that so far holds only for new ones, while reads and writes go on. */
export function validateConstraint(
  id: ObjectId,
  parent: ObjectId,
  parentKind: string,
  context: RuleContext,
): Statement {
  const isDomain = parentKind === 'domain';
  const { references } = attributesOf<ConstraintAttributes>(context.expected, id);
  const tables = isDomain ? tablesOfDomain(parent, context) : [parent, ...descendantsOf(parent, context.actual)];
  return makeStatement(context, {
    sql: `ALTER ${kindInSql(parentKind)} ${quoteId(parent)} VALIDATE CONSTRAINT ${quoteLastPart(id)}`,
    causedBy: [id],
    hazards: isDomain
      ? [hazards.validate, hazards.blocksWrites, hazards.failsOnRows]
      : [hazards.validate, hazards.failsOnRows],
    ...(tables.length === 0 ? {} : { lockMode: isDomain ? 'SHARE' : 'SHARE UPDATE EXCLUSIVE', locks: tables }),
    transaction: 'outside',
    requires: [id, ...(references === undefined ? [] : [references])],
    sizedBy: tables,
  });
}

/** The first major on which a partitioned table can have a foreign key NOT VALID. */
const hasPartitionedNotValid = 18;

function majorOf({ actual }: RuleContext): number {
  return Number.parseInt(actual.serverVersion, 10);
}

function isPartitioned(table: ObjectId, { actual }: RuleContext): boolean {
  return actual.objects[table]?.partitionKey !== undefined;
}

function addInTwoSteps(
  id: ObjectId,
  constraint: ConstraintAttributes,
  parent: ObjectId,
  inherited: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const parentKind = kindOf(parent);
  const added = makeStatement(context, {
    sql: `ALTER ${kindInSql(parentKind)} ${quoteId(parent)} ADD ${constraintClause(id, context)} NOT VALID`,
    causedBy: [id],
    hazards: [hazards.addNotValid],
    ...(parentKind === 'domain' ? {} : locksOf(constraint, parent, context)),
    provides: [id, ...inherited],
    requires: requirementsOf(id, constraint, parent, context),
  });
  return constraint.isValidated === false ? [added] : [added, validateConstraint(id, parent, parentKind, context)];
}

/** @param parts those of its partitions that are there by then, so that nothing has to be read */
function addAtOnce(
  id: ObjectId,
  constraint: ConstraintAttributes,
  parent: ObjectId,
  inherited: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
  parts: readonly ObjectId[] = [],
): Statement {
  const onTables = locksOf(constraint, parent, context);
  return makeStatement(context, {
    sql: `ALTER TABLE ${quoteId(parent)} ADD ${constraintClause(id, context)}`,
    causedBy: [id, ...partsThatFollow(id, context).filter((part) => parts.includes(part))],
    hazards: dangers,
    ...onTables,
    provides: [id, ...inherited.filter((part) => !parts.includes(part))],
    requires: [...requirementsOf(id, constraint, parent, context), ...parts],
    sizedBy: parts.length === 0 ? onTables.locks : [],
  });
}

function addForeignKeyByPartition(
  id: ObjectId,
  constraint: ConstraintAttributes,
  table: ObjectId,
  inherited: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const tableOf = (part: ObjectId, own: RuleContext) => belongsTo(own.expected.objects[part])[0] ?? '';
  const added = addByPartition(
    id,
    inherited,
    context,
    (part, own) => {
      const alone = attributesOf<ConstraintAttributes>(own.expected, part);
      return addInTwoSteps(part, { ...alone, isValidated: true }, tableOf(part, own), [], own);
    },
    (part, own) => [validateConstraint(part, tableOf(part, own), 'table', own)],
  );
  const dangers = added === undefined ? [hazards.blocksWrites, hazards.failsOnRows] : [hazards.addNotValid];
  const whole = addAtOnce(id, constraint, table, inherited, dangers, context, added?.parts);
  // To take over a partition's, PostgreSQL drops triggers on the table that it refers to.
  const isTakingOver = (added?.parts ?? []).length > 0;
  return [...(added?.statements ?? []), isTakingOver ? { ...whole, lockMode: 'ACCESS EXCLUSIVE' } : whole];
}

/**
 * A key's index is built online under the constraint's name and then taken over by the constraint; of a partitioned
 * table, which can have neither, in each partition first.
 */
function addKey(
  id: ObjectId,
  {
    constraint,
    table,
    index,
  }: { readonly constraint: ConstraintAttributes; readonly table: ObjectId; readonly index: ObjectId },
  inherited: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const { indexDefinition, deferral } = notesOf<KeyNotes>(id, context);
  const isWhole = isPartitioned(table, context);
  if (indexDefinition === undefined || isWhole) {
    const isAlone = indexDefinition !== undefined && !(id in context.actual.objects);
    const added = isWhole && isAlone ? addKeyByPartition(id, constraint, inherited, context) : undefined;
    const dangers = added === undefined ? [hazards.blocksReads, hazards.failsOnDuplicates] : [hazards.addNotValid];
    const whole = addAtOnce(id, constraint, table, inherited, dangers, context, added?.parts);
    return [...(added?.statements ?? []), whole];
  }
  const built = buildIndexOnline({ id: index, table, isUnique: true, definition: indexDefinition }, [id], context);
  const isPrimary = constraint.type === 'primary key';
  const clause = `CONSTRAINT ${quoteLastPart(id)} ${isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${quoteLastPart(index)}`;
  const scans = isPrimary && hasNullable(id, context);
  return [
    { ...built, requires: [...built.requires, ...needsOf([id], context)] },
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(table)} ADD ${clause}${deferral === undefined ? '' : ` ${deferral}`}`,
      causedBy: [id],
      hazards: scans ? [hazards.setNotNull, hazards.scanWhileLocked, hazards.failsOnNull] : [hazards.addNotValid],
      lockMode: 'ACCESS EXCLUSIVE',
      locks: [table],
      provides: [id],
      requires: [index, table],
      sizedBy: scans ? [table] : [],
    }),
  ];
}

/** Undefined for a primary key that makes columns NOT NULL, for which every partition would be read at once. */
function addKeyByPartition(
  id: ObjectId,
  constraint: ConstraintAttributes,
  inherited: readonly ObjectId[],
  context: RuleContext,
): PartsAdded | undefined {
  if (constraint.type === 'primary key' && hasNullable(id, context)) return undefined;
  const addTo = (part: ObjectId, own: RuleContext) => {
    const alone = attributesOf<ConstraintAttributes>(own.expected, part);
    const table = alone.belongsTo[0] ?? '';
    return addKey(part, { constraint: alone, table, index: indexOfKey(part) }, [], own);
  };
  return addByPartition(id, inherited, context, addTo, () => []);
}

/** The index behind a key has its name. */
function indexOfKey(id: ObjectId): ObjectId {
  const { path } = parseObjectId(id);
  return formatObjectId('index', [path[0] ?? '', path.at(-1) ?? '']);
}

/** A primary key makes its columns NOT NULL, for which it reads the table unless they are already. */
function hasNullable(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const columns = (expected.dependencies[id] ?? []).filter((need) => kindOf(need) === 'column');
  if (columns.length === 0) return true;
  return columns.some((column) => (actual.objects[column] as ColumnAttributes | undefined)?.isNullable !== false);
}

function locksOf({ type, references }: ConstraintAttributes, table: ObjectId, context: RuleContext) {
  const isForeignKey = type === 'foreign key';
  const ends = [table, ...(references === undefined ? [] : [references])];
  const locks = existing(
    ends.flatMap((end) => [end, ...descendantsOf(end, context.actual)]),
    context,
  );
  return { lockMode: isForeignKey ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE', locks } as const;
}

function requirementsOf(
  id: ObjectId,
  { references }: ConstraintAttributes,
  parent: ObjectId,
  context: RuleContext,
): readonly ObjectId[] {
  return [...new Set([parent, ...(references === undefined ? [] : [references]), ...needsOf([id], context)])];
}

/** `FOREIGN TABLE` for a foreign table. */
function kindInSql(kind: string): string {
  return kind.replace('-', ' ').toUpperCase();
}
