import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { descendantsOf, inheritorsOf } from '../tables/descendants.ts';

/**
 * Makes a type or collation anew that cannot be altered: the old one steps aside under a name of our own, every column of it moves
 * over by way of text, then the old one goes. All in one transaction.
 *
 * @param word for its kind
 * @param created what makes the new one
 */
export function rebuildType(
  id: ObjectId,
  word: 'TYPE' | 'DOMAIN' | 'COLLATION',
  created: readonly Statement[],
  context: RuleContext,
): Mending {
  const [schema = ''] = parseObjectId(id).path;
  const aside = `driftline_old_${fingerprintText(id)}`;
  const { columns, tables, family } = whatMoves(id, context);
  const parts = { causedBy: [id], hazards: [hazards.rebuildsType] } as const;
  return {
    rebuilt: [id, ...family],
    statements: [
      makeStatement(context, {
        ...parts,
        sql: `ALTER ${word} ${quoteId(id)} RENAME TO ${quoteIdentifier(aside)}`,
        removes: [id],
        sizedBy: tables,
      }),
      ...created.map((each) => ({ ...each, hazards: [...each.hazards, hazards.rebuildsType] })),
      ...columns.flatMap((column) => moveColumn(column, id, context)),
      makeStatement(context, { ...parts, sql: `DROP ${word} ${quoteIdentifier(schema)}.${quoteIdentifier(aside)}` }),
    ],
  };
}

/**
 * The same for a type that leaves functions of its name behind when it steps aside, as a range type does: its columns hold
 * text meanwhile.
 */
export function rebuildByText(id: ObjectId, created: readonly Statement[], context: RuleContext): Mending {
  const { columns, tables, family } = whatMoves(id, context);
  const parts = { causedBy: [id], hazards: [hazards.rebuildsType] } as const;
  const away = columns.flatMap((column) => moveColumn(column, id, context, 'away'));
  return {
    rebuilt: [id, ...family],
    statements: [
      ...away,
      makeStatement(context, { ...parts, sql: `DROP TYPE ${quoteId(id)}`, removes: [id], sizedBy: tables }),
      ...created.map((each) => ({ ...each, hazards: [...each.hazards, hazards.rebuildsType] })),
      ...columns.flatMap((column) => moveColumn(column, id, context, 'back')),
    ],
  };
}

/** The columns that are of the type before and after, their tables, and the columns that change along with them. */
function whatMoves(id: ObjectId, context: RuleContext) {
  const columns = Object.keys(context.actual.dependencies).filter((column) => movesAlong(column, id, context));
  return {
    columns,
    tables: [...new Set(columns.map((column) => belongsTo(context.actual.objects[column])[0] ?? ''))],
    family: columns.flatMap((column) => [column, ...inheritorsOf(column, context.actual)]),
  };
}

/** A column that is of the type before and after. One that changes its type does so by itself, a child's with its parent. */
function movesAlong(column: ObjectId, type: ObjectId, { expected, actual }: RuleContext): boolean {
  if (kindOf(column) !== 'column' || actual.objects[column]?.isInherited === true) return false;
  if (actual.objects[column]?.generated !== undefined) return false;
  if (!actual.dependencies[column]?.includes(type) || !expected.dependencies[column]?.includes(type)) return false;
  return actual.objects[column]?.type === expected.objects[column]?.type;
}

/**
 * @param how at once, or by two statements with the type's own end and beginning between them
 */
function moveColumn(
  column: ObjectId,
  type: ObjectId,
  context: RuleContext,
  how: 'at once' | 'away' | 'back' = 'at once',
): readonly Statement[] {
  const now = attributesOf<ColumnAttributes>(context.actual, column);
  const then = attributesOf<ColumnAttributes>(context.expected, column);
  const [table = ''] = then.belongsTo;
  const name = quoteLastPart(column);
  const family = [column, ...inheritorsOf(column, context.actual)];
  const locks = [table, ...descendantsOf(table, context.actual)];
  const text = then.type.endsWith('[]') ? 'text[]' : 'text';
  const collation = then.collation === undefined ? '' : ` COLLATE ${then.collation}`;
  const move = kindOf(type) === 'collation' ? collation : `${collation} USING ${name}::${text}::${then.type}`;
  const alter = (action: string, parts: Partial<Statement> = {}) =>
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(table)} ALTER COLUMN ${name} ${action}`,
      causedBy: [type],
      hazards: [hazards.rebuildsType],
      lockMode: 'ACCESS EXCLUSIVE',
      locks,
      ...parts,
    });
  const before = now.default === undefined ? [] : [alter('DROP DEFAULT')];
  const after = then.default === undefined ? [] : [alter(`SET DEFAULT ${then.default}`)];
  // Whatever depends on the column goes before its first change and comes after the last.
  const moving = { removes: family, provides: family, sizedBy: locks };
  switch (how) {
    case 'away':
      return [...before, alter(`TYPE ${text} USING ${name}::${text}`, moving)];
    case 'back':
      return [alter(`TYPE ${then.type}${move}`, { provides: family, requires: [type], sizedBy: locks }), ...after];
    case 'at once':
      return [...before, alter(`TYPE ${then.type}${move}`, { ...moving, requires: [type] }), ...after];
  }
}
