import { isIP } from 'node:net';
import { basename } from 'node:path';
import type { Json } from '../../catalog/snapshot.ts';
import type { ConnectionSource, ConnectOptions, ServerFacts, Session } from '../engine.ts';
import { explainReadFailure, introspect } from './introspect/introspect.ts';
import { makeLasting } from './lasting-database.ts';
import { openFile, openForRepair } from './open-file.ts';
import { openRemote } from './remote/open-remote.ts';
import { refuseRepair } from './remote/refuse-repair.ts';
import { makeRepair, type SqliteRepair } from './repair.ts';
import type { SqliteReader } from './sqlite-database.ts';
import { statementFailure } from './statement-failure.ts';
import { parseSqliteUrl, type RemoteAddress } from './url.ts';
import { observeValues } from './values/observe-values.ts';

/**
 * Opens one connection to a database file or a libSQL server and composes from it all that a run asks of a database.
 *
 * @throws DriftlineError as opening a file or a server does
 */
export async function openSession(source: ConnectionSource, options: ConnectOptions): Promise<Session> {
  const address = parseSqliteUrl(source.url, source.baseDir ?? process.cwd());
  if (address.kind === 'remote') {
    const database = await openRemote(address, source.tls, options);
    const server = await seeServer(database, new URL(address.origin).host, () => remoteFacts(database, address));
    return composeSession(database, server, options, refuseRepair);
  }
  const { path } = address;
  const { database: first, isWritable } = await openFile(path, options);
  const database = makeLasting(first, async () => (await openFile(path, options)).database);
  const server = await seeServer(database, path, () => fileFacts(database, path, isWritable));
  const repair = makeRepair(database, server, options, { path, open: () => openForRepair(path, options) });
  return composeSession(database, server, options, repair);
}

/** A database may be locked, or gone, right after it was opened. */
async function seeServer(
  database: SqliteReader,
  address: string,
  look: () => Promise<ServerFacts>,
): Promise<ServerFacts> {
  try {
    return await look();
  } catch (error) {
    await database.close();
    throw explainReadFailure(error, address);
  }
}

function composeSession(
  database: SqliteReader,
  server: ServerFacts,
  options: ConnectOptions,
  repair: SqliteRepair,
): Session {
  const timeoutMs = options.statementTimeoutMs;
  const query = async (sql: string): Promise<readonly { readonly [column: string]: Json }[]> => {
    try {
      return await database.query(sql, { timeoutMs });
    } catch (error) {
      throw statementFailure(error, { statementTimeoutMs: timeoutMs }, false);
    }
  };
  return {
    server,
    introspect: () => introspect(repair.writer() ?? database, server.address, timeoutMs + options.lockTimeoutMs),
    observeValues: (check, introspection, memory) => observeValues(database, check, introspection, memory),
    query,
    // What other programs agree on by locks of a number has no counterpart here.
    advisoryLocks: async () => [],
    tableBytes: async (tables) => {
      const [row] = await query('select page_count * page_size as bytes from pragma_page_count, pragma_page_size');
      return Object.fromEntries(tables.map((table) => [table, Number(row?.bytes)]));
    },
    repair,
    close: async () => {
      await repair.writer()?.close();
      await database.close();
    },
  };
}

async function fileFacts(database: SqliteReader, path: string, isWritable: boolean): Promise<ServerFacts> {
  const [row] = await database.query('select sqlite_version() as version');
  const [journal] = await database.query('pragma journal_mode');
  return {
    version: String(row?.version),
    database: basename(path),
    user: '',
    address: path,
    encrypted: false,
    isReadOnly: !isWritable,
    rights: [
      isWritable
        ? 'may write the file and its folder'
        : 'may not write the file or its folder: nothing can be repaired',
      `journal mode ${String(journal?.journal_mode)}`,
    ],
  };
}

async function remoteFacts(database: SqliteReader, { origin }: RemoteAddress): Promise<ServerFacts> {
  const { host, hostname, protocol } = new URL(origin);
  const [row] = await database.query('select sqlite_version() as version');
  return {
    version: String(row?.version),
    // Turso's hosts begin with the name of the database.
    database: isIP(hostname) === 0 ? (hostname.split('.')[0] ?? host) : host,
    user: '',
    address: host,
    encrypted: protocol === 'https:',
    isReadOnly: false,
    rights: ['reads; a libSQL server is never repaired, so that a token for reading alone is enough'],
  };
}
