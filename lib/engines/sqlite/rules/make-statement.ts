import type { ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';

type StatementParts = Pick<Statement, 'sql' | 'causedBy'> & Partial<Statement>;

/** Completes a statement: inside the transaction, without hazards or requirements unless the parts say otherwise. */
export function makeStatement(context: RuleContext, parts: StatementParts): Statement {
  const isLong = (parts.sizedBy ?? []).length > 0;
  return {
    hazards: [],
    locks: [],
    transaction: 'inside',
    provides: [],
    requires: [],
    sizedBy: [],
    lockTimeoutMs: context.lockTimeoutMs,
    statementTimeoutMs: isLong ? context.buildTimeoutMs : context.statementTimeoutMs,
    ...parts,
  };
}

/** The text that makes an object of the expectation, as SQLite keeps it; undefined where the snapshot lacks it. */
export function textOf(id: ObjectId, { expected }: RuleContext): string | undefined {
  const sql = expected.notes?.[id]?.sql;
  return typeof sql === 'string' ? sql : undefined;
}

/** The table or view that an object of the expectation is part of. */
export function holderOf(id: ObjectId, { expected }: RuleContext): ObjectId {
  return belongsTo(expected.objects[id]).at(-1) ?? id;
}

/** Leaves drifts to a person, with one reason. */
export function leave(drifts: readonly Drift[], reason: string): Mending {
  const ids = [...new Set(drifts.map(({ id }) => id))];
  return { statements: [], unplanned: ids.map((id) => ({ id, reason })) };
}

/** Why nothing that the migrations do not know is ever dropped. */
export const unexpectedReason =
  'the migrations do not know it, and nothing is dropped without a person: add it to the migrations or drop it yourself';

/** Why an object that is missing cannot be made. */
export const textlessReason =
  'the expectation does not hold the text that makes it: compile it from migrations, or make its base with `driftline snapshot` anew';
