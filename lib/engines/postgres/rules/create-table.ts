import { compareNames } from '../../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { ColumnAttributes, ColumnNotes, ConstraintAttributes, TableAttributes } from '../object-kinds.ts';
import { quoteId, quoteLastPart } from '../quote.ts';
import { addForeignKey } from './add-foreign-key.ts';
import { attachPartition } from './attach-partition.ts';
import { columnDefinition } from './column-definition.ts';
import { constraintClause } from './constraint-clause.ts';
import { createIndex } from './create-index.ts';
import { createSequence, ownSequence } from './create-sequence.ts';
import { attributesOf, existing, makeStatement, needsOf, notesOf } from './make-statement.ts';

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
  const table = attributesOf<TableAttributes>(context.expected, id);
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
  const inline = others.filter((each) => each.isValidated !== false && (isPartition || !isFromParent(each)));
  const apart = others.filter((each) => each.isValidated === false && !isFromParent(each));

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
    ...parentLock(table, context),
    provides: own,
    requires: requirementsOf(own, sequences, table, context),
  });
  const checks = apart.map((each) =>
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(id)} ADD ${constraintClause(each.id, context)} NOT VALID`,
      causedBy: [id],
      provides: [each.id],
      requires: [id, ...needsOf([each.id], context)],
    }),
  );
  return {
    statements: [
      ...sequences.map((sequence) => createSequence(sequence, [id], context)),
      created,
      ...inheritedDeviations(id, table, columns, context),
      ...sequences.flatMap((sequence) => ownSequence(sequence, [id], context)),
      ...checks,
      ...ofKind('index')
        .filter((index) => belongsTo(context.expected.objects[index])[0] === id)
        .map((index) => createIndex(index, id, [id], context)),
      ...(isPartition ? [attachPartition(id, table, includes, context)] : []),
      ...foreignKeys.filter((each) => !isFromParent(each)).map((each) => addForeignKey(each.id, id, [id], context)),
    ],
    unplanned: includes
      .filter((child) => !madeHere.includes(kindOf(child)))
      .map((child) => ({ id: child, reason: `no rule makes a ${kindOf(child)} yet: ${nameOf(child)}` })),
  };
}

const madeHere = ['sequence', 'column', 'constraint', 'index'];

function positionOf(column: ObjectId, context: RuleContext): number {
  return notesOf<ColumnNotes>(column, context).position ?? 0;
}

function createTableSql(
  id: ObjectId,
  table: TableAttributes,
  columns: readonly ObjectId[],
  constraints: readonly ObjectId[],
  context: RuleContext,
): string {
  const isPartition = table.partitionOf !== undefined;
  const lines = [
    ...columns
      .map((column) => [column, attributesOf<ColumnAttributes>(context.expected, column)] as const)
      .filter(([, { isInherited }]) => isPartition || isInherited !== true)
      .map(([column, attributes]) => columnDefinition(column, isPartition ? standalone(attributes) : attributes)),
    ...constraints.map((constraint) => constraintClause(constraint, context)),
  ];
  const parents = table.inherits ?? [];
  return [
    `CREATE ${table.persistence === 'unlogged' ? 'UNLOGGED ' : ''}TABLE IF NOT EXISTS ${quoteId(id)} (`,
    ...(lines.length === 0 ? [] : [`\n  ${lines.join(',\n  ')}\n`]),
    ')',
    ...(parents.length === 0 || isPartition ? [] : [` INHERITS (${parents.map(quoteId).join(', ')})`]),
    ...(table.partitionKey === undefined ? [] : [` PARTITION BY ${table.partitionKey}`]),
  ].join('');
}

/** A partition takes its identity from its parent when it is attached, and may not bring one along. */
function standalone(column: ColumnAttributes): ColumnAttributes {
  if (column.isInherited !== true || column.identity === undefined) return column;
  const { identity: _, identityOptions: __, ...rest } = column;
  return rest as ColumnAttributes;
}

/** A child of INHERITS may have its own default for a column that it inherits. */
function inheritedDeviations(
  id: ObjectId,
  table: TableAttributes,
  columns: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  if (table.partitionOf !== undefined) return [];
  return columns.flatMap((column) => {
    const attributes = attributesOf<ColumnAttributes>(context.expected, column);
    const parent = attributes.belongsTo[1];
    if (attributes.isInherited !== true || parent === undefined) return [];
    const inherited = attributesOf<ColumnAttributes>(context.expected, parent);
    if (inherited.default === attributes.default || attributes.generated !== undefined) return [];
    const action = attributes.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${attributes.default}`;
    return [
      makeStatement(context, {
        sql: `ALTER TABLE ONLY ${quoteId(id)} ALTER COLUMN ${quoteLastPart(column)} ${action}`,
        causedBy: [id],
        requires: [id, ...needsOf([column], context)],
      }),
    ];
  });
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
