import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatChildId, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../../plan/rule.ts';

/** The CHECK that proves that a column of a table holds no NULL, under a name of our own. */
export function notNullProof(column: ObjectId, table: ObjectId): ObjectId {
  return formatChildId('constraint', table, `driftline_not_null_${fingerprintText(column)}`);
}

/**
 * Whether a constraint that nobody expects is the proof of an attempt that failed, as where a row held NULL, and that this
 * plan takes up: it goes once it has served.
 */
export function isTakenUp(id: ObjectId, { actual, differs }: RuleContext): boolean {
  return Object.entries(actual.objects).some(([column, attributes]) => {
    const [table] = belongsTo(attributes);
    const isOpen = differs(column, 'isNullable') || differs(column, 'isNotNullValidated');
    return isOpen && table !== undefined && id === notNullProof(column, table);
  });
}
