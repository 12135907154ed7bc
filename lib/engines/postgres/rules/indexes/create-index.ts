import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';

/**
 * Creates an index on a table of the same plan: inside the transaction, since nobody can wait for an empty table that
 * nobody sees.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html
 */
export function createIndex(
  id: ObjectId,
  table: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  const { isUnique, definition } = attributesOf<IndexAttributes>(context.expected, id);
  return makeStatement(context, {
    sql: `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quoteLastPart(id)} ON ${quoteId(table)} ${definition}`,
    causedBy,
    provides: [id],
    requires: [table, ...needsOf([id], context)],
  });
}

/** What an index is to be and where, which need not be in the expectation under this name. */
export interface IndexToBuild {
  readonly id: ObjectId;
  readonly table: ObjectId;
  readonly isUnique: boolean;
  readonly definition: string;
}

/**
 * Builds an index on a table that is in use: reads and writes go on, it runs by itself, and it takes as long as two
 * scans of the table plus the end of every transaction that is open now.
 *
 * A unique one is a hazard: it fails on duplicates, and refuses them to writers before it is finished.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export function buildIndexOnline(
  { id, table, isUnique, definition }: IndexToBuild,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  return makeStatement(context, {
    sql: `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY IF NOT EXISTS ${quoteLastPart(id)} ON ${quoteId(table)} ${definition}`,
    causedBy,
    hazards: isUnique ? [hazards.failsOnDuplicates] : [],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [table],
    transaction: 'outside',
    provides: [id],
    // Under a name of our own it is the index that it is built for.
    requires: [table, ...needsOf([id, ...causedBy], context)],
    sizedBy: [table],
  });
}

/**
 * Rebuilds an INVALID index in place. Dropping it and building another would also do, but between looking and dropping
 * a build that another session had running may have made it valid; a rebuild never drops a valid index.
 *
 * @see https://www.postgresql.org/docs/18/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
export function rebuildIndexOnline(
  { id, table, isUnique }: IndexToBuild,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  return makeStatement(context, {
    sql: `REINDEX INDEX CONCURRENTLY ${quoteId(id)}`,
    causedBy,
    hazards: isUnique ? [hazards.failsOnDuplicates] : [],
    lockMode: 'SHARE UPDATE EXCLUSIVE',
    locks: [table],
    transaction: 'outside',
    provides: [id],
    requires: [id],
    sizedBy: [table],
  });
}
