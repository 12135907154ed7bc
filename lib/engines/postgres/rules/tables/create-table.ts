import { compareNames } from '../../../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { ForeignTableAttributes } from '../../foreign-kinds.ts';
import type { ColumnAttributes, ColumnNotes, ConstraintAttributes, TableAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import { createPolicy, setRowSecurity } from '../access/mend-policy.ts';
import { columnDefinition, typedColumnDefinition } from '../columns/column-definition.ts';
import { setInheritedDefaults } from '../columns/inherited-defaults.ts';
import { keepNewColumn } from '../columns/keep-column.ts';
import { addForeignKey } from '../constraints/add-foreign-key.ts';
import { constraintClause } from '../constraints/constraint-clause.ts';
import { keepKey } from '../constraints/keep-key.ts';
import { foreignHazards } from '../foreign/foreign-options.ts';
import { createIndex } from '../indexes/create-index.ts';
import { compareAge } from '../indexes/index-age.ts';
import { createStatisticsObject } from '../indexes/mend-statistics-object.ts';
import { attributesOf, existing, makeStatement, needsOf, notesOf } from '../make-statement.ts';
import { createAttached } from '../programs/mend-trigger.ts';
import { addPublicationTable } from '../publications/mend-publication-table.ts';
import { createSequence, ownSequence } from '../sequences/create-sequence.ts';
import { writeForeignOptions, writeParameters } from '../write-options.ts';
import { attachPartition } from './attach-partition.ts';
import { keepNewTable } from './keep-table.ts';

/**
 * Makes a table with everything that belongs to it: the sequences of its serial columns, the table with its columns,
 * keys and checks, its indexes, and its foreign keys as statements of their own, so that tables may refer to each
 * other in a circle.
 *
 * A partition is made as a table by itself and then attached: that takes a weaker lock on the parent than CREATE TABLE
 * ... PARTITION OF, and keeps the names of its constraints and indexes.
 *
 * @param includes the children that are missing only because the table is
 * @see https://www.postgresql.org/docs/18/sql-createtable.html
 */
export function createTable(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const table = attributesOf<AnyTable>(context.expected, id);
  const isPartition = table.partitionOf !== undefined;
  const ofKind = (kind: string) => includes.filter((child) => kindOf(child) === kind).sort(compareNames);
  const sequences = ofKind('sequence');
  const columns = ofKind('column').sort((a, b) => positionOf(a, context) - positionOf(b, context));
  const constraints = ofKind('constraint').map((child) => ({
    id: child,
    ...attributesOf<ConstraintAttributes>(context.expected, child),
  }));
  const isFromParent = ({ isInherited }: { readonly isInherited?: true }) => isInherited === true;
  const foreignKeys = constraints.filter(({ type }) => type === 'foreign key');
  const others = constraints.filter(({ type }) => type !== 'foreign key');
  const valid = others.filter((each) => each.isValidated !== false && (isPartition || !isFromParent(each)));
  const repeated = repeatedKeys(valid);
  const inline = valid.filter((each) => !repeated.includes(each));
  const apart = [...repeated, ...others.filter((each) => each.isValidated === false && !isFromParent(each))];

  const attached = isPartition ? attachPartition(id, table, includes, context) : undefined;
  const own = [id, ...columns, ...inline.map((each) => each.id)];
  const created = makeStatement(context, {
    sql: createTableSql(
      id,
      table,
      columns,
      inline.map((each) => each.id),
      context,
    ),
    causedBy: [id],
    // By itself a partition is of no use to anybody, so whatever holds the attaching back holds this back too.
    hazards: [...(attached?.hazards ?? []), ...dangersOf(table, columns, context)],
    ...parentLock(table, context),
    provides: own,
    requires: [
      ...requirementsOf(own, sequences, table, context),
      ...(attached?.requires ?? []).filter((need) => !own.includes(need)),
    ],
  });
  const indexes = sortIndexes(ofKind('index'), id, context);
  const added = apart.map((each) =>
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(id)} ADD ${constraintClause(each.id, context)}${each.isValidated === false ? ' NOT VALID' : ''}`,
      causedBy: [id],
      provides: [each.id],
      requires: [id, ...needsOf([each.id], context)],
    }),
  );
  return {
    statements: [
      ...sequences.map((sequence) => createSequence(sequence, [id], context)),
      created,
      ...(isPartition ? [] : setInheritedDefaults(columns, [id], context)),
      ...sequences.flatMap((sequence) => ownSequence(sequence, [id, sequence], context)),
      ...columns.flatMap((column) => keepNewColumn(column, [id], context)),
      ...added,
      ...valid.flatMap((each) => keepKey(each.id, undefined, [id], [], context)),
      ...ofKind('statistics-object').flatMap((child) => createStatisticsObject(child, [id], context)),
      ...indexes.ofParent.map((index) => createIndex(index, id, [id], context)),
      ...(attached === undefined ? [] : [attached]),
      ...indexes.own.map((index) => createIndex(index, id, [id], context)),
      ...keepNewTable(id, [id], context),
      ...foreignKeys.filter((each) => !isFromParent(each)).map((each) => addForeignKey(each.id, id, [id], context)),
      ...setRowSecurity(id, rowSecurityOf(table), [id], [], context),
      ...ofKind('policy').map((child) => createPolicy(child, [id], [], context)),
      ...[...ofKind('trigger'), ...ofKind('rule')].flatMap((child) => createAttached(child, [id], [], context)),
      ...ofKind('publication-table').map((child) => addPublicationTable(child, [id], context)),
    ],
    unplanned: includes
      .filter((child) => !madeHere.includes(kindOf(child)))
      .map((child) => ({ id: child, reason: `no rule makes a ${kindOf(child)} yet: ${nameOf(child)}` })),
  };
}

/** A foreign table lets queries reach another database. */
function dangersOf({ server, options }: AnyTable, columns: readonly ObjectId[], { expected }: RuleContext) {
  if (server === undefined) return [];
  return foreignHazards(options, ...columns.map((id) => attributesOf<ColumnAttributes>(expected, id).foreignOptions));
}

/**
 * The keys that differ in nothing but their name, or in being the primary one, from a key before them: CREATE TABLE makes
 * one of such, and leaves out the others without a word.
 */
function repeatedKeys<T extends ConstraintAttributes>(constraints: readonly T[]): readonly T[] {
  const isPrimary = ({ type }: T) => Number(type === 'primary key');
  const keys = constraints.filter(({ type }) => type !== 'check').sort((a, b) => isPrimary(b) - isPrimary(a));
  // Behind the words that say which kind of key it is.
  const shapeOf = ({ type, definition }: T) => definition.slice(type === 'exclusion' ? 0 : type.length);
  return keys.filter((each, i) => keys.slice(0, i).some((other) => shapeOf(other) === shapeOf(each)));
}

/** Indexes that become part of a parent's, in the order of those, and the others. */
function sortIndexes(indexes: readonly ObjectId[], table: ObjectId, context: RuleContext) {
  const { expected } = context;
  const parentOf = (index: ObjectId) => belongsTo(expected.objects[index])[1];
  const onTable = indexes.filter((index) => belongsTo(expected.objects[index])[0] === table);
  return {
    ofParent: onTable
      .filter((index) => parentOf(index) !== undefined)
      .sort((a, b) => compareAge(parentOf(a) ?? '', parentOf(b) ?? '', context)),
    own: onTable.filter((index) => parentOf(index) === undefined),
  };
}

const madeHere = [
  'sequence',
  'column',
  'constraint',
  'index',
  'statistics-object',
  'publication-table',
  'policy',
  'trigger',
  'rule',
];

function rowSecurityOf({ isRowSecured, isRowSecurityForced }: AnyTable) {
  return [
    ...(isRowSecured ? (['isRowSecured'] as const) : []),
    ...(isRowSecurityForced ? (['isRowSecurityForced'] as const) : []),
  ];
}

function positionOf(column: ObjectId, context: RuleContext): number {
  return notesOf<ColumnNotes>(column, context).position ?? 0;
}

type AnyTable = TableAttributes & Partial<ForeignTableAttributes>;

function createTableSql(
  id: ObjectId,
  table: AnyTable,
  columns: readonly ObjectId[],
  constraints: readonly ObjectId[],
  context: RuleContext,
): string {
  const isPartition = table.partitionOf !== undefined;
  const lines = [
    ...columns
      .map((column) => [column, attributesOf<ColumnAttributes>(context.expected, column)] as const)
      .filter(([, { isInherited }]) => isPartition || isInherited !== true)
      .map(([column, attributes]) =>
        table.ofType === undefined
          ? columnDefinition(column, isPartition ? standalone(attributes) : attributes)
          : typedColumnDefinition(column, attributes),
      )
      .filter((line) => line !== undefined),
    ...constraints.map((constraint) => constraintClause(constraint, context)),
  ];
  const parents = table.inherits ?? [];
  const isTyped = table.ofType !== undefined;
  return [
    `CREATE ${kindOfTable(table)}TABLE IF NOT EXISTS ${quoteId(id)}${isTyped ? ` OF ${quoteId(table.ofType)}` : ''}`,
    ...(lines.length === 0 ? [isTyped ? '' : ' ()'] : [` (\n  ${lines.join(',\n  ')}\n)`]),
    ...(parents.length === 0 || isPartition ? [] : [` INHERITS (${parents.map(quoteId).join(', ')})`]),
    ...(table.partitionKey === undefined ? [] : [` PARTITION BY ${table.partitionKey}`]),
    ...(table.accessMethod === undefined ? [] : [` USING ${quoteIdentifier(table.accessMethod)}`]),
    ...(table.server === undefined
      ? storageClause(table)
      : [` SERVER ${quoteIdentifier(table.server)}${writeForeignOptions(table.options)}`]),
  ].join('');
}

function kindOfTable(table: AnyTable): string {
  if (table.server !== undefined) return 'FOREIGN ';
  return table.persistence === 'unlogged' ? 'UNLOGGED ' : '';
}

function storageClause({ options }: AnyTable): readonly string[] {
  return options === undefined ? [] : [` WITH ${writeParameters(options)}`];
}

/** A partition takes its identity from its parent when it is attached, and may not bring one along. */
function standalone(column: ColumnAttributes): ColumnAttributes {
  if (column.isInherited !== true || column.identity === undefined) return column;
  const { identity: _, identityOptions: __, ...rest } = column;
  return rest as ColumnAttributes;
}

function parentLock(table: TableAttributes, context: RuleContext) {
  const parents = existing(table.inherits ?? [], context);
  return parents.length === 0 ? {} : { lockMode: 'SHARE UPDATE EXCLUSIVE' as const, locks: parents };
}

/** A partition needs its parent only when it is attached. */
function requirementsOf(
  own: readonly ObjectId[],
  sequences: readonly ObjectId[],
  table: TableAttributes,
  context: RuleContext,
): readonly ObjectId[] {
  const { partitionOf } = table;
  const ofParent = (id: ObjectId) =>
    partitionOf !== undefined && (id === partitionOf || belongsTo(context.expected.objects[id])[0] === partitionOf);
  const needs = needsOf(own, context).filter((need) => !ofParent(need));
  return [...new Set([...sequences, ...(partitionOf === undefined ? (table.inherits ?? []) : []), ...needs])].sort(
    compareNames,
  );
}
