import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import { childrenOf as partsOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart, quoteLiteral } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { makeStatement } from '../make-statement.ts';
import { createTable } from './create-table.ts';
import { descendantsOf } from './descendants.ts';
import { parentsOf } from './place-table.ts';

/**
 * Gives a table another partition key, or makes a plain table a partitioned one or back: PostgreSQL can do that to no
 * table that is there. The old one steps aside with its partitions into a schema of our own, the new ones are made, the
 * rows are copied, sequences go on from where they stood, and the old ones go. All in one transaction, and never
 * without a person.
 *
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html
 */
export function repartitionTable(id: ObjectId, context: RuleContext): Mending {
  const now = [id, ...descendantsOf(id, context.actual)];
  // One for each of their schemas: partitions of two may have one name.
  const asideOf = (table: ObjectId) => `driftline_aside_${fingerprintText(`${id} ${parseObjectId(table).path[0]}`)}`;
  const asides = [...new Set(now.map(asideOf))].map(quoteIdentifier);
  const then = [id, ...descendantsOf(id, context.expected)].filter((table) => table in context.actual.objects);
  const parts = { causedBy: [...new Set([id, ...then, ...now.filter((each) => each in context.expected.objects)])] };
  const dangers = [hazards.copiesTable, hazards.failsWithoutPlace];
  const make = (sql: string, more: Partial<Statement> = {}) =>
    makeStatement(context, { ...parts, hazards: dangers, lockMode: 'ACCESS EXCLUSIVE', locks: now, sql, ...more });
  const movedParts = now.flatMap((table) => partsOf(table, context.actual));
  const made = then.map((table) => createTable(table, nearParts(table, context.expected), makingAnew(then, context)));
  const old = formatObjectId(kindOf(id), [asideOf(id), parseObjectId(id).path[1] ?? '']);
  return {
    rebuilt: [...now, ...then],
    statements: [
      ...asides.map((aside) => make(`CREATE SCHEMA ${aside}`)),
      ...now.map((table, i) =>
        make(
          `ALTER TABLE ${quoteId(table)} SET SCHEMA ${quoteIdentifier(asideOf(table))}`,
          i === 0 ? { removes: [...now, ...movedParts] } : {},
        ),
      ),
      ...made.flatMap(({ statements }) =>
        statements.map((each) => ({ ...each, ...parts, hazards: [...each.hazards, ...dangers] })),
      ),
      ...copyRows(id, old, make, context),
      ...goOnNumbering(id, old, make, context),
      make(`DROP TABLE ${quoteId(old)}`, { hazards: [...dangers, hazards.dropsTable] }),
      ...asides.map((aside) => make(`DROP SCHEMA ${aside}`)),
    ],
    unplanned: made.flatMap(({ unplanned }) => unplanned ?? []),
  };
}

/** Whether a table goes and comes with one above it that is made anew. */
export function isRemadeWithParent(table: ObjectId, context: RuleContext): boolean {
  const { expected, actual } = context;
  const above = [...parentsOf(table, expected), ...parentsOf(table, actual)];
  return above.some((parent) => context.differs(parent, 'partitionKey') || isRemadeWithParent(parent, context));
}

/** What belongs to a table before it belongs to any other: what a partition has from it is made with the partition. */
function nearParts(table: ObjectId, snapshot: CatalogSnapshot): readonly ObjectId[] {
  const holderOf = (part: ObjectId): ObjectId | undefined => {
    const [holder] = belongsTo(snapshot.objects[part]);
    return holder === undefined || holder === table ? holder : holderOf(holder);
  };
  return partsOf(table, snapshot).filter((part) => holderOf(part) === table);
}

/** For the rules, the tables are of this plan: nobody waits for them. */
function makingAnew(tables: readonly ObjectId[], context: RuleContext): RuleContext {
  const own = new Set(tables.flatMap((table) => [table, ...partsOf(table, context.expected)]));
  return { ...context, isCreated: (id) => own.has(id) || context.isCreated(id) };
}

type Make = (sql: string, more?: Partial<Statement>) => Statement;

/** Computed columns fill themselves; those that only one of the tables has are left to their defaults. */
function copyRows(id: ObjectId, old: ObjectId, make: Make, context: RuleContext): readonly Statement[] {
  const columns = columnsOf(id, context)
    .filter((column) => column in context.actual.objects)
    .filter((column) => (context.expected.objects[column] as ColumnAttributes).generated === undefined)
    .map(quoteLastPart)
    .join(', ');
  if (columns === '') return [];
  const sql = `INSERT INTO ${quoteId(id)} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${quoteId(old)}`;
  const comesAfter = descendantsOf(id, context.expected).filter(context.isCreated);
  return [make(sql, { sizedBy: [id], comesAfter, statementTimeoutMs: context.buildTimeoutMs })];
}

/** The numbers of serial and identity columns. */
function goOnNumbering(id: ObjectId, old: ObjectId, make: Make, context: RuleContext): readonly Statement[] {
  const owned = (column: ObjectId) =>
    Object.keys(context.actual.objects).find(
      (each) => kindOf(each) === 'sequence' && belongsTo(context.actual.objects[each])[0] === column,
    );
  return columnsOf(id, context).flatMap((column) => {
    const [then, now] = [context.expected.objects[column], context.actual.objects[column]] as [
      ColumnAttributes,
      ColumnAttributes | undefined,
    ];
    const name = parseObjectId(column).path.at(-1) ?? '';
    const isNumbered = now?.identity !== undefined || owned(column) !== undefined;
    if (!isNumbered || (then.identity === undefined && then.default === undefined)) return [];
    const sequenceOf = (of: string) => `pg_get_serial_sequence(${quoteLiteral(of)}, ${quoteLiteral(name)})`;
    const last = `pg_sequence_last_value(${sequenceOf(quoteId(old))}::regclass)`;
    return [make(`SELECT setval(${sequenceOf(quoteId(id))}::regclass, ${last})`)];
  });
}

function columnsOf(id: ObjectId, { expected }: RuleContext): readonly ObjectId[] {
  const position = (column: ObjectId) => Number(expected.notes?.[column]?.position ?? 0);
  return Object.keys(expected.objects)
    .filter((column) => kindOf(column) === 'column' && belongsTo(expected.objects[column])[0] === id)
    .sort((a, b) => position(a) - position(b));
}
