import type { ObjectId } from '../../../../catalog/object-id.ts';
import { parseObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { quoteIdentifier } from '../../quote.ts';
import type { Options } from '../../storage-kinds.ts';
import { attributesOf, existing, makeStatement } from '../make-statement.ts';
import { changeOptions, writeParameterNames, writeParameters } from '../write-options.ts';

/** Gives the index behind a key the storage parameters that a constraint's definition does not print. */
export function keepKey(
  id: ObjectId,
  actual: Options | undefined,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { options: expected, belongsTo } = attributesOf<ConstraintAttributes>(context.expected, id);
  const { set, removed } = changeOptions(actual, expected);
  const { path } = parseObjectId(id);
  const index = [path[0] ?? '', path.at(-1) ?? ''].map(quoteIdentifier).join('.');
  const locks = existing(belongsTo.slice(0, 1), context);
  const actions = [
    ...(Object.keys(set).length === 0 ? [] : [`SET ${writeParameters(set)}`]),
    ...(removed.length === 0 ? [] : [`RESET ${writeParameterNames(removed)}`]),
  ];
  return actions.map((action) =>
    makeStatement(context, {
      sql: `ALTER INDEX ${index} ${action}`,
      causedBy,
      hazards: dangers,
      ...(locks.length === 0 ? {} : { lockMode: 'SHARE UPDATE EXCLUSIVE' as const, locks }),
      requires: [id],
    }),
  );
}
