import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes, SequenceOptions } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { sequenceOptions } from '../sequences/sequence-options.ts';
import { descendantsOf } from '../tables/descendants.ts';

/**
 * Makes a column an identity, no longer one, or one that numbers otherwise.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-GENERATED-IDENTITY
 */
export function alterIdentity(id: ObjectId, context: RuleContext): readonly Statement[] {
  const expected = attributesOf<ColumnAttributes>(context.expected, id);
  const actual = attributesOf<ColumnAttributes>(context.actual, id);
  const options = expected.identityOptions ?? {};
  if (expected.identity === undefined) {
    // What needs the column without it, as a default does, waits for it.
    return [{ ...alter(id, 'DROP IDENTITY', [hazards.dropDefault, hazards.dropsSequence], context), provides: [id] }];
  }
  const kind = `GENERATED ${expected.identity.toUpperCase()}`;
  if (actual.identity === undefined) {
    const clause = sequenceOptions(options).trim();
    const action = `ADD ${kind} AS IDENTITY${clause === '' ? '' : ` (${clause})`}`;
    return [alter(id, action, [hazards.setDefault, hazards.numbersAnew], context)];
  }
  const changes = [
    ...(expected.identity === actual.identity ? [] : [`SET ${kind}`]),
    ...(JSON.stringify(options) === JSON.stringify(actual.identityOptions ?? {})
      ? []
      : allOptions(actual.identityOptions ?? {}, options).map((option) =>
          option.startsWith('RESTART') ? option : `SET ${option}`,
        )),
  ];
  return changes.length === 0 ? [] : [alter(id, changes.join(' '), [hazards.changesNumbers], context)];
}

/**
 * Writes every option of a sequence, also where it is what the type has. Where it stands is only changed when the
 * numbers that it is to give leave no other way.
 *
 * @see https://www.postgresql.org/docs/18/sql-altersequence.html
 */
export function allOptions(actual: SequenceOptions, expected: SequenceOptions): readonly string[] {
  const isDown = expected.increment?.startsWith('-') === true;
  const start = expected.start ?? (isDown ? (expected.maximum ?? '-1') : (expected.minimum ?? '1'));
  const wasDown = actual.increment?.startsWith('-') === true;
  const began = actual.start ?? (wasDown ? (actual.maximum ?? '-1') : (actual.minimum ?? '1'));
  const [low, high] = [expected.minimum ?? (isDown ? undefined : '1'), expected.maximum ?? (isDown ? '-1' : undefined)];
  const isOutside =
    (low !== undefined && BigInt(began) < BigInt(low)) || (high !== undefined && BigInt(began) > BigInt(high));
  return [
    `INCREMENT BY ${expected.increment ?? 1}`,
    expected.minimum === undefined ? 'NO MINVALUE' : `MINVALUE ${expected.minimum}`,
    expected.maximum === undefined ? 'NO MAXVALUE' : `MAXVALUE ${expected.maximum}`,
    `START WITH ${start}`,
    ...(isOutside ? [`RESTART WITH ${start}`] : []),
    `CACHE ${expected.cache ?? 1}`,
    expected.cycle === true ? 'CYCLE' : 'NO CYCLE',
  ];
}

function alter(id: ObjectId, action: string, dangers: readonly Hazard[], context: RuleContext): Statement {
  const [table = ''] = attributesOf<ColumnAttributes>(context.expected, id).belongsTo;
  return makeStatement(context, {
    sql: `ALTER TABLE ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} ${action}`,
    causedBy: [id],
    hazards: dangers,
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [table, ...descendantsOf(table, context.actual)],
  });
}
