import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes, ColumnNotes, DomainAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf, notesOf } from '../make-statement.ts';
import { createSequence, ownSequence } from '../sequences/create-sequence.ts';
import { descendantsOf } from '../tables/descendants.ts';
import { columnDefinition } from './column-definition.ts';
import { setInheritedDefaults } from './inherited-defaults.ts';
import { keepNewColumn } from './keep-column.ts';

/**
 * Adds a column to a table that is in use, with the sequence of a serial one.
 *
 * Without a rewrite PostgreSQL adds what is nullable or has a default that is the same for every row. A column that is
 * NOT NULL without a default is added nullable first: readers that name it work again, while NOT NULL waits until
 * somebody has filled it.
 *
 * @param includes the children that are missing only because the column is
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export function addColumn(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): readonly Statement[] {
  const column = attributesOf<ColumnAttributes>(context.expected, id);
  const table = column.belongsTo[0] ?? '';
  const dangers = dangersOf(id, column, context);
  const isRewritten = dangers.length > 0;
  const isFilled = isRewritten || column.default !== undefined || domainDefault(id, column, context) !== undefined;
  const isAddedNullable = !column.isNullable && !isFilled && column.generated === undefined;
  const sequences = includes.filter((child) => kindOf(child) === 'sequence');
  const columns = includes.filter((child) => kindOf(child) === 'column');
  const onTable = {
    causedBy: [id],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [table, ...descendantsOf(table, context.actual)],
  } as const;
  const added = makeStatement(context, {
    ...onTable,
    sql: `ALTER TABLE ${quoteId(table)} ADD COLUMN IF NOT EXISTS ${columnDefinition(id, isAddedNullable ? { ...column, isNullable: true } : column)}`,
    hazards: dangers,
    provides: [id, ...columns],
    requires: [table, ...sequences, ...needsOf([id], context)],
    sizedBy: isRewritten ? [table] : [],
  });
  const required = makeStatement(context, {
    ...onTable,
    sql: `ALTER TABLE ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} SET NOT NULL`,
    hazards: [hazards.setNotNull, hazards.failsOnNull],
    requires: [id],
    sizedBy: [table],
  });
  return [
    ...sequences.map((sequence) => createSequence(sequence, [id], context, dangers)),
    added,
    ...[id, ...columns].flatMap((each) => keepNewColumn(each, [id], context)),
    ...setInheritedDefaults(columns, [id], context),
    ...(isAddedNullable ? [required] : []),
    ...sequences.flatMap((sequence) => ownSequence(sequence, [id, sequence], context)),
  ];
}

/** What makes PostgreSQL visit every row; empty when it only writes the catalog. */
function dangersOf(id: ObjectId, column: ColumnAttributes, context: RuleContext): readonly Hazard[] {
  if (column.generated === 'stored') return [hazards.rewriteForStored];
  if (column.generated === 'virtual') return column.isNullable ? [] : [hazards.scanWhileLocked];
  if (column.identity !== undefined) return [hazards.rewriteForIdentity];
  if (domainsOf(id, column, context).some((domain) => isConstrained(domain, context))) {
    return [hazards.rewriteForDomain];
  }
  return column.default !== undefined && mayVary(id, context) ? [hazards.rewriteForDefault] : [];
}

/** Whether a column's or domain's default may differ from row to row. Where nobody noted it, the worse is assumed. */
function mayVary(id: ObjectId, context: RuleContext): boolean {
  return context.expected.notes === undefined || notesOf<ColumnNotes>(id, context).defaultIsVolatile === true;
}

/** The domains that a column's type is or stands on; none for an array of them, which PostgreSQL checks as an array. */
function domainsOf(id: ObjectId, column: ColumnAttributes, { expected }: RuleContext): readonly ObjectId[] {
  if (column.type.endsWith('[]')) return [];
  const found: ObjectId[] = [];
  const follow = (of: ObjectId): void => {
    for (const need of expected.dependencies[of] ?? []) {
      if (kindOf(need) !== 'domain' || found.includes(need)) continue;
      found.push(need);
      follow(need);
    }
  };
  follow(id);
  return found;
}

function isConstrained(domain: ObjectId, context: RuleContext): boolean {
  const { isNullable, default: filledWith } = attributesOf<DomainAttributes>(context.expected, domain);
  if (!isNullable) return true;
  if (filledWith !== undefined && mayVary(domain, context)) return true;
  return Object.values(context.expected.objects).some((attributes) => belongsTo(attributes)[0] === domain);
}

function domainDefault(id: ObjectId, column: ColumnAttributes, context: RuleContext): string | undefined {
  const [domain] = domainsOf(id, column, context);
  return domain === undefined ? undefined : attributesOf<DomainAttributes>(context.expected, domain).default;
}
