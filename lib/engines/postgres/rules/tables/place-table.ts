import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { equalJson } from '../../../../catalog/normalize.ts';
import { formatChildId, kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { PartitionNotes, TableAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { nameAsPaired } from '../indexes/name-as-paired.ts';
import { joinMendings, makeStatement } from '../make-statement.ts';
import { unmendable } from '../unmendable.ts';
import { attachmentOf, defaultPartitions, leaving } from './attach-partition.ts';
import { descendantsOf, ownParts } from './descendants.ts';

/** The attributes that say where a table stands among others. */
export const places: readonly string[] = ['partitionOf', 'partitionBound', 'isDetaching', 'inherits'];

/**
 * Gives a table that is there, with its rows, the place among others that it should have: as a partition, as an heir, or
 * by itself.
 *
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function placeTable(id: ObjectId, attributes: readonly string[], context: RuleContext): Mending {
  const isPart = attributes.some((name) => name !== 'inherits');
  return joinMendings([
    ...(isPart ? [placePartition(id, context)] : []),
    ...(attributes.includes('inherits') ? [changeParents(id, context)] : []),
  ]);
}

/** Whether a table that is there gets other parents, so that what it has from them goes along. */
export function changesPlace(table: ObjectId, { expected, actual }: RuleContext): boolean {
  const [then, now] = [expected.objects[table], actual.objects[table]];
  if (then === undefined || now === undefined) return false;
  return !['partitionOf', 'inherits'].every((name) => equalJson(then[name], now[name]));
}

/** Whether a table of the database is to stand without a parent that it has. */
export function leavesParent(table: ObjectId, parent: ObjectId, context: RuleContext): boolean {
  const parents = parentsOf(table, context.expected);
  return table in context.expected.objects && changesPlace(table, context) && !parents.includes(parent);
}

/** The tables that a table is part of or inherits from. */
export function parentsOf(table: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  const { partitionOf, inherits } = (objects[table] ?? {}) as Partial<TableAttributes>;
  return [...(partitionOf === undefined ? [] : [partitionOf]), ...(inherits ?? [])];
}

/**
 * Detaches a partition, attaches a table, or both in one transaction. What PostgreSQL would find out by reading all rows
 * under its strongest lock, a CHECK proves before: validated while reads and writes go on, dropped afterwards.
 */
function placePartition(id: ObjectId, context: RuleContext): Mending {
  const then = (context.expected.objects[id] ?? {}) as Partial<TableAttributes>;
  const now = (context.actual.objects[id] ?? {}) as Partial<TableAttributes>;
  const isAttached = then.partitionOf !== undefined;
  // PostgreSQL lets nothing be altered of what has begun to leave.
  const proof =
    now.isDetaching === true ? undefined : proveBound(id, isAttached ? context.expected : context.actual, context);
  const detached = now.partitionOf === undefined ? [] : [detach(id, now.partitionOf, isAttached, proof, context)];
  const [added = [], dropped = []] = proof === undefined || detached.some(isPlain(isAttached)) ? [] : proof;
  const attached = isAttached ? [attach(id, then, added.length > 0, context)] : [];
  const named = isAttached ? nameAsPaired(id, movedWith(id, context), context) : { statements: [] };
  return { ...named, statements: [...added, ...detached, ...attached, ...dropped, ...named.statements] };
}

/** A partition that only goes, and goes at once, has nothing to prove. */
function isPlain(isAttached: boolean): (statement: Statement) => boolean {
  return ({ transaction }) => !isAttached && transaction === 'inside';
}

function boundProof(table: ObjectId): ObjectId {
  return formatChildId('constraint', table, `driftline_bound_${fingerprintText(table)}`);
}

/** The CHECK that stands for the bound, and its end; undefined where none can. */
function proveBound(
  id: ObjectId,
  snapshot: CatalogSnapshot,
  context: RuleContext,
): readonly [readonly Statement[], readonly Statement[]] | undefined {
  const { boundCheck } = (snapshot.notes?.[id] ?? {}) as PartitionNotes;
  // That of a default partition depends on all the others, and of foreign rows nothing is proved.
  const isDefault = snapshot.objects[id]?.partitionBound === 'DEFAULT';
  if (boundCheck === undefined || isDefault || kindOf(id) === 'foreign-table') return undefined;
  const check = boundProof(id);
  const [alter, proof] = [`ALTER TABLE ${quoteId(id)}`, quoteLastPart(check)];
  const locks = [id, ...descendantsOf(id, context.actual)];
  const parts = { causedBy: movedWith(id, context), locks, lockMode: 'ACCESS EXCLUSIVE' as const };
  const isComing = snapshot === context.expected;
  return [
    [
      makeStatement(context, {
        ...parts,
        sql: `${alter} ADD CONSTRAINT ${proof} CHECK (${boundCheck}) NOT VALID`,
        hazards: [hazards.addNotValid, isComing ? hazards.attachesRows : hazards.detachesRows],
        provides: [check],
        ...(isComing ? { comesAfter: ownParts(id, context) } : {}),
      }),
      makeStatement(context, {
        ...parts,
        sql: `${alter} VALIDATE CONSTRAINT ${proof}`,
        hazards: [hazards.validate, ...(isComing ? [hazards.failsOnRows] : [])],
        lockMode: 'SHARE UPDATE EXCLUSIVE',
        transaction: 'outside',
        requires: [check],
        provides: [check],
        sizedBy: locks,
      }),
    ],
    [
      makeStatement(context, {
        ...parts,
        sql: `${alter} DROP CONSTRAINT ${proof}`,
        hazards: [isComing ? hazards.attachesRows : hazards.detachesRows],
        requires: [check],
        removes: [check],
      }),
    ],
  ];
}

/** The first major that detaches while others read and write. */
const detachesConcurrently = 14;

/** What has begun to leave can only leave: also where it is to come back. */
function detach(id: ObjectId, parent: ObjectId, comesBack: boolean, proof: unknown, context: RuleContext): Statement {
  const hasDefault = defaultPartitions(parent, context).length > 0;
  const isFinal = context.actual.objects[id]?.isDetaching === true;
  const isOnline =
    !comesBack &&
    !isFinal &&
    !hasDefault &&
    proof !== undefined &&
    Number.parseInt(context.actual.serverVersion, 10) >= detachesConcurrently;
  return makeStatement(context, {
    sql: `ALTER TABLE ${quoteId(parent)} DETACH PARTITION ${quoteId(id)}${isOnline ? ' CONCURRENTLY' : isFinal ? ' FINALIZE' : ''}`,
    causedBy: movedWith(id, context),
    hazards: isOnline ? [hazards.detachesRows, hazards.detachesInSteps] : [hazards.detachesRows],
    lockMode: isOnline ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
    locks: [parent, id, ...(hasDefault ? defaultPartitions(parent, context) : [])],
    ...(isOnline ? { transaction: 'outside' as const, lockTimeoutMs: context.buildTimeoutMs } : {}),
    statementTimeoutMs: isOnline ? context.buildTimeoutMs : context.statementTimeoutMs,
    provides: [leaving(id)],
    ...(comesBack ? {} : { comesBefore: ownParts(id, context) }),
  });
}

function attach(
  id: ObjectId,
  { partitionOf: parent = '', partitionBound: bound = '' }: Partial<TableAttributes>,
  isProved: boolean,
  context: RuleContext,
): Statement {
  const attachment = attachmentOf(id, parent, bound, context);
  const scanned = isProved || kindOf(id) === 'foreign-table' ? [] : [id];
  return makeStatement(context, {
    ...attachment,
    causedBy: movedWith(id, context),
    hazards: [
      ...(attachment.hazards ?? []),
      hazards.attachesRows,
      ...(scanned.length === 0 ? [] : [hazards.scanWhileLocked, hazards.failsOnRows]),
    ],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [...new Set([...(attachment.locks ?? []), parent, id])].filter((each) => !context.isCreated(each)),
    // Without its proof it would read every row under the strongest lock.
    requires: [id, parent, ...(isProved ? [boundProof(id)] : [])],
    comesAfter: [...(attachment.comesAfter ?? []), ...ownParts(id, context)],
    sizedBy: [...(attachment.sizedBy ?? []), ...scanned],
  });
}

/**
 * Takes a table away from parents by INHERITS and gives it others. PostgreSQL adds each at the end.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-INHERIT
 */
function changeParents(id: ObjectId, context: RuleContext): Mending {
  const then = ((context.expected.objects[id] ?? {}) as Partial<TableAttributes>).inherits ?? [];
  const now = ((context.actual.objects[id] ?? {}) as Partial<TableAttributes>).inherits ?? [];
  const kept = now.filter((parent) => then.includes(parent));
  const gone = now.filter((parent) => !then.includes(parent));
  const added = then.filter((parent) => !now.includes(parent));
  const isInOrder = [...kept, ...added].every((parent, i) => parent === then[i]);
  const statement = (parent: ObjectId, parts: Partial<Statement>, action: string) =>
    makeStatement(context, {
      sql: `ALTER TABLE ${quoteId(id)} ${action} ${quoteId(parent)}`,
      causedBy: movedWith(id, context),
      lockMode: 'ACCESS EXCLUSIVE',
      locks: [id, parent].filter((each) => !context.isCreated(each)),
      ...parts,
    });
  const statements = [
    ...gone.map((parent) => {
      const comesBefore = ownParts(id, context);
      return statement(parent, { hazards: [hazards.detachesRows], provides: [leaving(id)], comesBefore }, 'NO INHERIT');
    }),
    ...added.map((parent) => {
      const comesAfter = [...ownParts(id, context), ...ownParts(parent, context)];
      return statement(parent, { hazards: [hazards.attachesRows], requires: [parent], comesAfter }, 'INHERIT');
    }),
  ];
  const reason = unmendable['table inherits'];
  return { statements, ...(isInOrder ? {} : { unplanned: [{ id, reason }] }) };
}

/** The table, and what of it differs only in coming from a parent: it changes with the table. */
function movedWith(id: ObjectId, context: RuleContext): readonly ObjectId[] {
  const { expected, actual } = context;
  const moved = ownParts(id, context).filter((part) => {
    const [then, now] = [expected.objects[part], actual.objects[part]];
    if (then === undefined || now === undefined) return false;
    return ['belongsTo', 'isInherited'].some((name) => !equalJson(then[name], now[name]));
  });
  return [id, ...moved];
}
