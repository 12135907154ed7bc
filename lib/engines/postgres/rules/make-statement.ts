import { compareNames } from '../../../catalog/normalize.ts';
import { formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import { schemaOf } from '../../../diff/scope.ts';
import { blockedBy } from '../../../plan/lock-mode.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';

/** What a rule has to say of a statement; the rest has the defaults of {@link makeStatement}. */
export type StatementParts = Pick<Statement, 'sql' | 'causedBy'> & Partial<Statement>;

/**
 * Completes a statement: inside the transaction, without hazards, locks or requirements unless the parts say
 * otherwise. One whose time grows with a table gets the long timeout; run alone, it may also wait that long for its
 * locks where these let readers and writers pass while it waits, as those of an online build do.
 */
export function makeStatement(context: RuleContext, parts: StatementParts): Statement {
  const isLong = (parts.sizedBy ?? []).length > 0;
  const { transaction, lockMode } = parts;
  const isOnline = isLong && transaction === 'outside' && lockMode !== undefined && blockedBy(lockMode) === undefined;
  return {
    hazards: [],
    locks: [],
    transaction: 'inside',
    provides: [],
    requires: [],
    sizedBy: [],
    lockTimeoutMs: isOnline ? context.buildTimeoutMs : context.lockTimeoutMs,
    statementTimeoutMs: isLong ? context.buildTimeoutMs : context.statementTimeoutMs,
    ...parts,
  };
}

/**
 * What must exist before these objects can be made: what the expected catalog records, and their schemas. The objects
 * themselves are left out.
 */
export function needsOf(ids: readonly ObjectId[], context: RuleContext): readonly ObjectId[] {
  const own = new Set(ids);
  const needs = ids.flatMap((id) => {
    const schema = schemaOf(id);
    return [
      ...(context.expected.dependencies[id] ?? []),
      ...(schema === undefined ? [] : [formatObjectId('schema', [schema])]),
    ];
  });
  return [...new Set(needs)].filter((need) => !own.has(need)).sort(compareNames);
}

/**
 * The attributes of an object that the caller knows to be in the catalog, as the kind's own type.
 *
 * @throws Error when it is not there, which is a bug in a rule
 */
export function attributesOf<T extends Attributes>(snapshot: CatalogSnapshot, id: ObjectId): T {
  const attributes = snapshot.objects[id];
  if (attributes === undefined) throw new Error(`bug: ${id} is not in the catalog`);
  return attributes as T;
}

/** What the expectation notes on an object beside what is compared; empty where nothing was noted. */
export function notesOf<T extends { readonly [name: string]: unknown }>(id: ObjectId, context: RuleContext): T {
  return (context.expected.notes?.[id] ?? {}) as T;
}

/** Those of the tables that existed before the plan: only on these does a lock make anyone wait. */
export function existing(tables: readonly ObjectId[], context: RuleContext): readonly ObjectId[] {
  return [...new Set(tables)].filter((id) => !context.isCreated(id)).sort(compareNames);
}

/** Leaves drifts to a person, with one reason. */
export function leave(drifts: readonly Drift[], reason: string): Mending {
  const ids = [...new Set(drifts.map(({ id }) => id))];
  return { statements: [], unplanned: ids.map((id) => ({ id, reason })) };
}

/** Puts together what several parts of a rule answer, in their order. */
export function joinMendings(mendings: readonly Mending[]): Mending {
  const rebuilt = [...new Set(mendings.flatMap((mending) => mending.rebuilt ?? []))];
  return {
    ...(rebuilt.length === 0 ? {} : { rebuilt }),
    statements: mendings.flatMap(({ statements }) => statements),
    unplanned: mendings.flatMap(({ unplanned }) => unplanned ?? []),
  };
}
