import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import { childrenOf as partsOf } from '../../../plan/rebuild-dependents.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { ConstraintAttributes, TableAttributes } from '../object-kinds.ts';
import { quoteId, quoteLastPart } from '../quote.ts';
import { isTakenUp } from './columns/not-null-proof.ts';
import { hazards } from './hazards.ts';
import { attributesOf, makeStatement, type StatementParts } from './make-statement.ts';
import { sqlName } from './sql-name.ts';
import { leaving } from './tables/attach-partition.ts';
import { descendantsOf, inheritorsOf } from './tables/descendants.ts';
import { changesPlace, leavesParent } from './tables/place-table.ts';

/**
 * Drops an object that PostgreSQL names as COMMENT ON does, without CASCADE: `DROP VIEW public.v`.
 *
 * @param includes what falls with it
 * @param parts the locks, where others wait for it
 */
export function dropObject(
  id: ObjectId,
  includes: readonly ObjectId[],
  context: RuleContext,
  dangers: readonly Hazard[] = [hazards.dropsObject],
  parts: Partial<StatementParts> = {},
): Mending {
  const name = kindOf(id) === 'extension' ? `EXTENSION ${quoteId(id)}` : sqlName(id, context.actual);
  if (name === undefined) return { statements: [], unplanned: [{ id, reason: `no statement drops a ${kindOf(id)}` }] };
  return {
    statements: [
      makeStatement(context, {
        sql: `DROP ${name}`,
        causedBy: [id],
        hazards: dangers,
        removes: [id, ...includes],
        ...parts,
      }),
    ],
  };
}

/**
 * Drops a table with its rows. The foreign keys between tables that go together are dropped first, so that they may
 * refer to each other in a circle.
 *
 * @see https://www.postgresql.org/docs/18/sql-droptable.html
 */
export function dropTable(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const { partitionOf } = attributesOf<TableAttributes>(context.actual, id);
  const keys = includes.filter((child) => {
    const { references, isInherited } = (context.actual.objects[child] ?? {}) as Partial<ConstraintAttributes>;
    if (references === undefined || references === id || isInherited === true) return false;
    return belongsTo(context.actual.objects[child])[0] === id && !(references in context.expected.objects);
  });
  const rest = includes.filter((child) => !keys.includes(child));
  const others = [...(partitionOf === undefined ? [] : [partitionOf]), ...referencedBy(rest, context)];
  const { statements } = dropObject(id, rest, context, [hazards.dropsTable], {
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [...new Set([id, ...descendantsOf(id, context.actual), ...others])],
  });
  return { statements: [...keys.map((key) => dropConstraintOf(key, [], [id], context)), ...statements] };
}

/** The tables that foreign keys refer to, which are locked along when these are dropped. */
function referencedBy(keys: readonly ObjectId[], { actual }: RuleContext): readonly ObjectId[] {
  return keys.flatMap((key) => ((actual.objects[key] ?? {}) as Partial<ConstraintAttributes>).references ?? []);
}

/** Drops a column with its values. Heirs by INHERITS that are to keep theirs keep it, and lose the others one by one. */
export function dropColumn(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const isDerived = context.actual.objects[id]?.generated !== undefined;
  const heirs = inheritorsOf(id, context.actual).filter((each) => kindOf(each) === 'column');
  const keeping = heirs.filter((heir) => heir in context.expected.objects);
  const drop = (column: ObjectId, only: string, removes: readonly ObjectId[]) => {
    const [owner = ''] = belongsTo(context.actual.objects[column]);
    return makeStatement(context, {
      sql: `ALTER TABLE ${only}${quoteId(owner)} DROP COLUMN ${quoteLastPart(column)}`,
      causedBy: [id, ...keeping],
      hazards: [isDerived ? hazards.dropsDerivedColumn : hazards.dropsColumn],
      lockMode: 'ACCESS EXCLUSIVE',
      locks: [...new Set([owner, ...descendantsOf(owner, context.actual), ...referencedBy(removes, context)])],
      removes,
    });
  };
  if (keeping.length === 0) return { statements: [drop(id, '', [id, ...includes])] };
  const lost = heirs.filter((heir) => !keeping.includes(heir));
  const rest = includes.filter((each) => !lost.includes(each));
  return { statements: [drop(id, 'ONLY ', [id, ...rest]), ...lost.map((heir) => drop(heir, '', [heir]))] };
}

/** Drops a constraint of a table or domain. What it inherits it keeps as long as its parent has it. */
export function dropConstraint(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  if (isTakenUp(id, context)) return { statements: [] };
  const { isInherited, belongsTo: parents } = attributesOf<ConstraintAttributes>(context.actual, id);
  const [table = '', ...wholes] = parents;
  if (isInherited === true && wholes.every((whole) => !leavesParent(table, ownerOf(whole, context), context))) {
    return {
      statements: [],
      unplanned: [{ id, reason: 'it comes from the parent of its table, and goes with that one' }],
    };
  }
  return { statements: [dropConstraintOf(id, includes, [id], context)] };
}

/** What is on a table that leaves its parent is that table's own by then. */
function staysWithParent(context: RuleContext): (part: ObjectId) => boolean {
  return (part) => !changesPlace(ownerOf(part, context), context);
}

/** The table of a part of the database. */
export function ownerOf(part: ObjectId, { actual }: RuleContext): ObjectId {
  return belongsTo(actual.objects[part])[0] ?? '';
}

/** The statement that drops a constraint, in the name of whatever asks for it. */
export function dropConstraintOf(
  id: ObjectId,
  includes: readonly ObjectId[],
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  const { belongsTo: parents, references, isInherited } = attributesOf<ConstraintAttributes>(context.actual, id);
  const [parent = ''] = parents;
  const isOnDomain = kindOf(parent) === 'domain';
  const locks = [parent, ...descendantsOf(parent, context.actual), ...(references === undefined ? [] : [references])];
  const word = kindOf(parent) === 'foreign-table' ? 'FOREIGN TABLE' : kindOf(parent).toUpperCase();
  return makeStatement(context, {
    sql: `ALTER ${word} ${quoteId(parent)} DROP CONSTRAINT ${quoteLastPart(id)}`,
    causedBy,
    hazards: [hazards.dropsConstraint],
    ...(isOnDomain ? {} : { lockMode: 'ACCESS EXCLUSIVE' as const, locks }),
    // What a table has from a parent it can only lose when it has left that one.
    requires: isInherited === true && changesPlace(parent, context) ? [leaving(parent)] : [],
    removes: [id, ...includes],
  });
}

/**
 * Drops an index while reads and writes go on. That of a partitioned table can only be dropped at once, with those of
 * its partitions; one that is part of such an index goes with it.
 *
 * @see https://www.postgresql.org/docs/18/sql-dropindex.html
 */
export function dropIndex(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const [table = '', whole] = belongsTo(context.actual.objects[id]);
  if (whole !== undefined && !leavesParent(table, ownerOf(whole, context), context)) {
    return {
      statements: [],
      unplanned: [{ id, reason: 'it is part of the index of the whole table, and goes with that one' }],
    };
  }
  const isPartitioned = context.actual.objects[table]?.partitionKey !== undefined;
  return {
    statements: [
      makeStatement(context, {
        sql: `DROP INDEX ${isPartitioned ? '' : 'CONCURRENTLY '}${quoteId(id)}`,
        causedBy: [id],
        hazards: [hazards.dropsIndex],
        lockMode: isPartitioned ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE',
        locks: [table, ...(isPartitioned ? descendantsOf(table, context.actual) : [])],
        ...(isPartitioned ? {} : { transaction: 'outside' as const, lockTimeoutMs: context.buildTimeoutMs }),
        statementTimeoutMs: context.buildTimeoutMs,
        requires: whole === undefined ? [] : [leaving(table)],
        removes: [...new Set([id, ...includes, ...partsOf(id, context.actual).filter(staysWithParent(context))])],
      }),
    ],
  };
}
