import { basename } from 'node:path';
import type { Json } from '../../catalog/snapshot.ts';
import type { ConnectionSource, ConnectOptions, ServerFacts, Session } from '../engine.ts';
import { introspect } from './introspect/introspect.ts';
import { makeLasting } from './lasting-database.ts';
import { openFile, openForRepair } from './open-file.ts';
import { openRemote } from './remote/open-remote.ts';
import { makeRepair } from './repair.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { statementFailure } from './statement-failure.ts';
import { parseSqliteUrl } from './url.ts';
import { observeValues } from './values/observe-values.ts';

/** Opens one connection to a database file or a libSQL server and composes from it all that a run asks of a database. */
export async function openSession(source: ConnectionSource, options: ConnectOptions): Promise<Session> {
  const address = parseSqliteUrl(source.url, source.baseDir ?? process.cwd());
  if (address.kind === 'remote') {
    const database = await openRemote(address, source.tls, options);
    const server = await remoteFacts(database, new URL(address.origin).host, address.origin.startsWith('https:'));
    return composeSession(database, server, options, {
      kind: 'remote',
      open: () => openRemote(address, source.tls, options),
    });
  }
  const { path } = address;
  const { database: first, isWritable } = await openFile(path, options);
  const database = makeLasting(first, async () => (await openFile(path, options)).database);
  const server = await fileFacts(database, path, isWritable);
  return composeSession(database, server, options, { kind: 'file', path, open: () => openForRepair(path, options) });
}

/** How a repair gets a connection that may write. */
export type WriterSource =
  | { readonly kind: 'file'; readonly path: string; readonly open: () => Promise<SqliteDatabase> }
  | { readonly kind: 'remote'; readonly open: () => Promise<SqliteDatabase> };

function composeSession(
  database: SqliteDatabase,
  server: ServerFacts,
  options: ConnectOptions,
  source: WriterSource,
): Session {
  const repair = makeRepair(database, server, options, source);
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

async function fileFacts(database: SqliteDatabase, path: string, isWritable: boolean): Promise<ServerFacts> {
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

async function remoteFacts(database: SqliteDatabase, host: string, encrypted: boolean): Promise<ServerFacts> {
  const [row] = await database.query('select sqlite_version() as version');
  return {
    version: String(row?.version),
    database: host.split('.')[0] ?? host,
    user: '',
    address: host,
    encrypted,
    isReadOnly: false,
    rights: ['what the token allows: a token for reading alone is refused when a repair begins'],
  };
}
