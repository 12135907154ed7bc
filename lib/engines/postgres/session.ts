import type { ConnectionSource, ConnectOptions, Session } from '../engine.ts';
import { advisoryLocksQuery, readAdvisoryLocks } from './advisory-locks.ts';
import { connect, type PostgresConnection } from './connect.ts';
import { introspect, readMark } from './introspect/introspect.ts';
import { makeRepair } from './repair.ts';
import { statementFailure } from './statement-failure.ts';
import { readTableBytes, tableBytesQuery } from './table-bytes.ts';
import { observeValues } from './values/observe-values.ts';
import { inReadOnlyTransaction } from './values/value-client.ts';

/** Opens one connection to a PostgreSQL server and composes from it all that a run asks of a database. */
export async function openSession(source: ConnectionSource, options: ConnectOptions): Promise<Session> {
  const connection = await connect(source, options);
  const repair = makeRepair(connection, () => connect(source, options));
  return {
    server: connection.server,
    introspect: async ({ withDependencies = false, isMarked = false, extras, lockTimeoutMs, earlier } = {}) => {
      const asked = {
        ...options,
        ...(extras === undefined ? {} : { extras }),
        withDependencies,
        isInTransaction: repair.isInTransaction(),
        ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs, isTriedOnce: true }),
      };
      const { major } = connection.server;
      if (earlier !== undefined && !asked.isInTransaction) {
        const [known, mark] = await Promise.all([earlier, readMark(connection, major, asked)]);
        if (known !== undefined && mark !== undefined && known.mark === mark) return known;
      }
      return introspect(connection, { ...asked, ...(isMarked ? { markedFor: major } : {}) });
    },
    observeValues: (check, introspection, memory) =>
      observeValues(connection, check, introspection, {
        lockTimeoutMs: options.lockTimeoutMs,
        ...(memory === undefined ? {} : { memory }),
      }),
    query: (sql) => queryReadOnly(connection, sql, options),
    advisoryLocks: async () => readAdvisoryLocks(await queryReadOnly(connection, advisoryLocksQuery, options)),
    tableBytes: async (tables) =>
      tables.length === 0 ? {} : readTableBytes(await queryReadOnly(connection, tableBytesQuery(tables), options)),
    repair,
    close: connection.close,
  };
}

async function queryReadOnly(connection: PostgresConnection, sql: string, options: ConnectOptions) {
  const limits = { ...options, locks: [] };
  try {
    return await inReadOnlyTransaction(connection, options, async () => (await connection.query(sql))[0]?.rows ?? []);
  } catch (error) {
    throw statementFailure(error, limits, false);
  }
}
