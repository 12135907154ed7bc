import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import type { ColumnStorage } from '../../storage-kinds.ts';
import { writeOptionChanges } from '../foreign/foreign-options.ts';
import { attributesOf, existing, makeStatement } from '../make-statement.ts';
import { changeOptions, writeParameterNames, writeParameters } from '../write-options.ts';

/** The attributes of a column that say how it is kept. */
export const keptAttributes = ['storage', 'compression', 'statisticsTarget', 'options', 'foreignOptions'] as const;

/** Says of a column that has just been made how it is kept, where ADD COLUMN cannot. */
export function keepNewColumn(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): readonly Statement[] {
  const column = attributesOf<ColumnAttributes>(context.expected, id);
  const told = keptAttributes.filter((name) => name !== 'foreignOptions' && column[name] !== undefined);
  return told.flatMap((name) => keepColumn(id, name, {}, causedBy, [], context));
}

/**
 * Turns one thing about how a column is kept into what is expected, for values that are written from now on; children
 * of its table stay as they are.
 *
 * @param actual how it is kept now
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-STORAGE
 */
export function keepColumn(
  id: ObjectId,
  attribute: (typeof keptAttributes)[number],
  actual: ColumnStorage,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const column = attributesOf<ColumnAttributes>(context.expected, id);
  const table = column.belongsTo[0] ?? '';
  const locks = existing([table], context);
  const isForPlanner = attribute === 'statisticsTarget' || attribute === 'options';
  const lockMode = isForPlanner ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return actionsFor(attribute, actual, column, Number.parseInt(context.actual.serverVersion, 10)).map((action) =>
    makeStatement(context, {
      sql: `ALTER TABLE ONLY ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} ${action}`,
      causedBy,
      hazards: dangers,
      ...(locks.length === 0 ? {} : { lockMode, locks }),
      requires: [table, id],
    }),
  );
}

function actionsFor(
  attribute: (typeof keptAttributes)[number],
  actual: ColumnStorage,
  expected: ColumnStorage & Pick<ColumnAttributes, 'type'>,
  major: number,
): readonly string[] {
  switch (attribute) {
    case 'storage':
      return [`SET STORAGE ${expected.storage?.toUpperCase() ?? storageOfType(expected.type, major)}`];
    case 'compression':
      return [`SET COMPRESSION ${expected.compression ?? 'DEFAULT'}`];
    case 'statisticsTarget':
      return [`SET STATISTICS ${expected.statisticsTarget ?? -1}`];
    case 'options': {
      const { set, removed } = changeOptions(actual.options, expected.options);
      return [
        ...(Object.keys(set).length === 0 ? [] : [`SET ${writeParameters(set)}`]),
        ...(removed.length === 0 ? [] : [`RESET ${writeParameterNames(removed)}`]),
      ];
    }
    case 'foreignOptions':
      return [writeOptionChanges(actual.foreignOptions, expected.foreignOptions)];
  }
}

/** DEFAULT, for what the type has, came with 16; before, it has to be named. Types of fixed length have no other. */
function storageOfType(type: string, major: number): string {
  if (major >= 16) return 'DEFAULT';
  if (/^(?:numeric|inet|cidr)\b(?!.*\[\])/u.test(type)) return 'MAIN';
  return type === 'tsquery' ? 'PLAIN' : 'EXTENDED';
}
