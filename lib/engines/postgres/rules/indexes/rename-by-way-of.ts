import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';

/**
 * Renames an index by way of a name of our own, so that several can exchange their names.
 *
 * @see https://www.postgresql.org/docs/18/sql-alterindex.html
 */
export function renameByWayOf(
  present: ObjectId,
  wanted: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const [schema = ''] = parseObjectId(present).path;
  const between = formatObjectId('index', [schema, `driftline_named_${fingerprintText(`${present} ${wanted}`)}`]);
  const [table = ''] = attributesOf<IndexAttributes>(context.expected, wanted).belongsTo;
  const parts = {
    causedBy,
    hazards: [hazards.renames],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [table],
  } as const;
  const rename = (from: ObjectId, to: ObjectId) => `ALTER INDEX ${quoteId(from)} RENAME TO ${quoteLastPart(to)}`;
  return [
    makeStatement(context, { ...parts, sql: rename(present, between), removes: [present], provides: [between] }),
    makeStatement(context, {
      ...parts,
      sql: rename(between, wanted),
      requires: [between],
      removes: [between],
      provides: [wanted],
    }),
  ];
}
