import { fingerprintText } from '../../../catalog/fingerprint.ts';
import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { ColumnAttributes } from '../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../quote.ts';
import { descendantsOf, inheritorsOf } from './descendants.ts';
import { hazards } from './hazards.ts';
import { attributesOf, makeStatement } from './make-statement.ts';

/**
 * Makes a type anew that cannot be altered: the old one steps aside under a name of our own, every column of it moves
 * over by way of text, then the old one goes. All in one transaction.
 *
 * @param word `TYPE` or `DOMAIN`
 * @param created what makes the new one
 */
export function rebuildType(
  id: ObjectId,
  word: 'TYPE' | 'DOMAIN',
  created: readonly Statement[],
  context: RuleContext,
): Mending {
  const [schema = ''] = parseObjectId(id).path;
  const aside = `driftline_old_${fingerprintText(id)}`;
  const columns = Object.keys(context.actual.dependencies).filter((column) => movesAlong(column, id, context));
  const tables = [...new Set(columns.map((column) => belongsTo(context.actual.objects[column])[0] ?? ''))];
  const parts = { causedBy: [id], hazards: [hazards.rebuildsType] } as const;
  return {
    rebuilt: [id, ...columns.flatMap((column) => [column, ...inheritorsOf(column, context.actual)])],
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

/** A column that is of the type before and after. One that changes its type does so by itself, a child's with its parent. */
function movesAlong(column: ObjectId, type: ObjectId, { expected, actual }: RuleContext): boolean {
  if (kindOf(column) !== 'column' || actual.objects[column]?.isInherited === true) return false;
  if (actual.objects[column]?.generated !== undefined) return false;
  if (!actual.dependencies[column]?.includes(type) || !expected.dependencies[column]?.includes(type)) return false;
  return actual.objects[column]?.type === expected.objects[column]?.type;
}

function moveColumn(column: ObjectId, type: ObjectId, context: RuleContext): readonly Statement[] {
  const now = attributesOf<ColumnAttributes>(context.actual, column);
  const then = attributesOf<ColumnAttributes>(context.expected, column);
  const [table = ''] = then.belongsTo;
  const name = quoteLastPart(column);
  const family = [column, ...inheritorsOf(column, context.actual)];
  const locks = [table, ...descendantsOf(table, context.actual)];
  const text = then.type.endsWith('[]') ? 'text[]' : 'text';
  const alter = (action: string, parts: Partial<Statement> = {}) =>
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(table)} ALTER COLUMN ${name} ${action}`,
      causedBy: [type],
      hazards: [hazards.rebuildsType],
      lockMode: 'ACCESS EXCLUSIVE',
      locks,
      ...parts,
    });
  return [
    ...(now.default === undefined ? [] : [alter('DROP DEFAULT')]),
    alter(`TYPE ${then.type} USING ${name}::${text}::${then.type}`, {
      provides: family,
      removes: family,
      requires: [type],
      sizedBy: locks,
    }),
    ...(then.default === undefined ? [] : [alter(`SET DEFAULT ${then.default}`)]),
  ];
}
