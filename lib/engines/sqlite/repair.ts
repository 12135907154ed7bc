import type { ObjectId } from '../../catalog/object-id.ts';
import type { Statement } from '../../plan/statement.ts';
import { StatementError } from '../../statement-error.ts';
import type { ConnectOptions, ServerFacts } from '../engine.ts';
import type { Keepsake, Refusal, Repair } from '../repair.ts';
import { backUp, removeBackup } from './back-up.ts';
import { ownNameOf, quoteText } from './quote.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { primaryCodeOf, resultCode } from './sqlite-error.ts';
import { statementFailure } from './statement-failure.ts';

/** The steps of a repair on SQLite, and the connection that writes while one is under way. */
export interface SqliteRepair extends Repair {
  readonly writer: () => SqliteDatabase | undefined;
}

/** The file that is repaired, and how to get a connection that may write it. */
export interface WriterSource {
  readonly path: string;
  readonly open: () => Promise<SqliteDatabase>;
}

/** How much longer than waiting for a lock a short step may take before the connection is given up. */
const stepMs = 30_000;

/**
 * The steps of a repair. SQLite lets one connection write at a time: the repair takes that place by BEGIN IMMEDIATE, copies
 * the database while nobody else can write, and only then changes anything.
 *
 * @param reader reads only, and makes the copy: SQLite makes none within a transaction
 * @see https://www.sqlite.org/lang_transaction.html
 */
export function makeRepair(
  reader: SqliteDatabase,
  server: ServerFacts,
  options: ConnectOptions,
  source: WriterSource,
): SqliteRepair {
  let writer: SqliteDatabase | undefined;
  let wasCancelled = false;
  let backup: Keepsake | undefined;
  /** Rows that pointed nowhere before a statement touched their table. */
  const orphans = new Map<ObjectId, number | undefined>();
  const opened = (): SqliteDatabase => {
    if (writer === undefined) throw new StatementError('connection-lost', 'the connection that writes is gone');
    return writer;
  };
  const step = async (sql: string, statementTimeoutMs = stepMs): Promise<void> => {
    try {
      await opened().run(sql, { timeoutMs: statementTimeoutMs + options.lockTimeoutMs });
    } catch (error) {
      throw statementFailure(error, { statementTimeoutMs }, wasCancelled);
    }
  };
  /** Undefined where a reference is to what is no key, so that SQLite counts nothing. */
  const countOrphans = async (table: ObjectId): Promise<number | undefined> => {
    const sql = `select count(*) as n from pragma_foreign_key_check(${quoteText(ownNameOf(table))})`;
    try {
      const [row] = await opened().query(sql, { timeoutMs: options.statementTimeoutMs });
      return Number(row?.n);
    } catch (error) {
      if (primaryCodeOf(error) === resultCode.error) return undefined;
      throw statementFailure(error, options, wasCancelled);
    }
  };
  const dropWriter = async (): Promise<void> => {
    const closing = writer;
    writer = undefined;
    await closing?.close();
  };
  return {
    writer: () => writer,
    refusals: async () => (server.isReadOnly ? [readOnly(server.address)] : []),
    lock: async () => {
      wasCancelled = false;
      writer = await source.open();
      return true;
    },
    unlock: dropWriter,
    begin: async () => {
      writer ??= await source.open();
      orphans.clear();
      await step('begin immediate');
      try {
        backup = await backUp(reader, source.path, new Date(), options.statementTimeoutMs);
      } catch (error) {
        throw statementFailure(error, options, wasCancelled);
      }
    },
    run: async (statement) => {
      for (const table of statement.locks) if (!orphans.has(table)) orphans.set(table, await countOrphans(table));
      for (const table of tablesMadeBy(statement)) orphans.set(table, 0);
      await step(statement.sql, statement.statementTimeoutMs);
      // SQLite does not say when it finds a table there; since BEGIN nobody else can have made one.
      return 'ran';
    },
    commit: async () => {
      for (const [table, before] of orphans) {
        const found = await countOrphans(table);
        if (found !== undefined && before !== undefined && found > before)
          throw new StatementError('other', orphaned(table, found - before));
      }
      await step('commit');
    },
    rollback: async () => {
      const made = backup;
      backup = undefined;
      // SQLite has undone it by itself where the disk is full, and undoes it with the end of the connection elsewhere.
      await step('rollback').catch(dropWriter);
      if (made !== undefined) await removeBackup(made);
    },
    keepsake: () => backup,
    // Everything runs in the transaction.
    cleanUp: async () => false,
    cancel: async () => {
      wasCancelled = true;
      writer?.kill();
    },
  };
}

function tablesMadeBy({ provides }: Statement): readonly ObjectId[] {
  return provides.filter((id) => id.startsWith('table:'));
}

function orphaned(table: ObjectId, count: number): string {
  return `foreign_key_check finds ${count === 1 ? 'a row' : `${count} rows`} of ${ownNameOf(table)} that would point at nothing`;
}

function readOnly(address: string): Refusal {
  return {
    code: 'read-only',
    reason: `${address} or its folder may not be written by the user who runs Driftline`,
    remedy: 'Repair as a user who may write both: SQLite keeps its journal beside the file.',
  };
}
