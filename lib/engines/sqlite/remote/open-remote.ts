import { DatabaseError, Session, TimeoutError } from '@tursodatabase/serverless';
import { DriftlineError } from '../../../errors.ts';
import type { ConnectOptions, TlsSetting } from '../../engine.ts';
import type { CallOptions, Row, SqliteDatabase } from '../sqlite-database.ts';
import { resultCode, SqliteError } from '../sqlite-error.ts';
import type { SqliteAddress } from '../url.ts';
import { greet } from './greet.ts';

type RemoteAddress = Extract<SqliteAddress, { readonly kind: 'remote' }>;

/**
 * Opens a stream to a libSQL server, which answers over HTTP.
 *
 * @throws DriftlineError `host-not-found`, `connection-refused`, `connect-timeout`, `authentication-failed`,
 * `database-not-found`, `tls-untrusted`, `tls-unsupported`, `connection-failed`: never with the token in it
 */
export async function openRemote(
  { origin, token }: RemoteAddress,
  tls: TlsSetting | undefined,
  { connectTimeoutMs, lockTimeoutMs, statementTimeoutMs }: ConnectOptions,
): Promise<SqliteDatabase> {
  const url = tls?.mode === 'off' ? origin.replace(/^https:/u, 'http:') : origin;
  refuseTls(tls);
  await greet(url, token, connectTimeoutMs);
  const session = new Session({
    url,
    ...(token === undefined ? {} : { authToken: token }),
    defaultQueryTimeout: statementTimeoutMs + lockTimeoutMs,
  });
  let isGone = false;
  const call = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    if (isGone) throw new SqliteError('gone', 'the stream to the server has been closed');
    try {
      return await work(session);
    } catch (error) {
      throw remoteError(error);
    }
  };
  const limit = ({ timeoutMs }: CallOptions) => (timeoutMs === undefined ? {} : { queryTimeout: timeoutMs });
  return {
    query: (sql, given = {}) =>
      call(async () => {
        const { columns, rows } = await session.execute(sql, [...(given.args ?? [])], true, limit(given));
        return rows.map((row: ArrayLike<unknown>) => rowOf(columns, row));
      }),
    run: (sql, given = {}) => call(() => session.sequence(sql, limit(given))),
    close: async () => {
      isGone = true;
      // A server that is not there any more forgets the stream, and its transaction, by itself.
      await session.close().catch(() => undefined);
    },
    kill: () => {
      isGone = true;
      session.close().catch(() => undefined);
    },
  };
}

/** The HTTP client of Node.js trusts what the process trusts, and nothing for one connection alone. */
function refuseTls(tls: TlsSetting | undefined): void {
  if (tls?.mode !== 'no-verify' && tls?.ca === undefined) return;
  throw new DriftlineError('tls-unsupported', 'For a libSQL server `tls` takes verify and off, and no `ca`', {
    remedy: 'Set the environment variable NODE_EXTRA_CA_CERTS to the PEM file of certificate authorities instead.',
  });
}

function rowOf(columns: readonly string[], row: ArrayLike<unknown>): Row {
  return Object.fromEntries(columns.map((column, i) => [column, plainValue(row[i])]));
}

function plainValue(value: unknown): null | number | string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** SQLite's codes by the names that the protocol gives them. */
const codes: { readonly [name: string]: number } = {
  SQLITE_BUSY: resultCode.busy,
  SQLITE_LOCKED: resultCode.locked,
  SQLITE_READONLY: resultCode.readOnly,
  SQLITE_FULL: resultCode.full,
  SQLITE_CORRUPT: resultCode.corrupt,
  SQLITE_CONSTRAINT: resultCode.constraint,
  SQLITE_AUTH: resultCode.auth,
  // What the server says when a token may only read.
  BLOCKED: resultCode.auth,
};

function remoteError(error: unknown): unknown {
  if (error instanceof TimeoutError) return new SqliteError('timed-out', error.message, 0, error);
  if (error instanceof DatabaseError) {
    // An answer without a code is not SQLite's but that of the way to it: the stream is over.
    if (error.code === undefined) return new SqliteError('gone', error.message, 0, error);
    return new SqliteError('refused', error.message, codes[error.code] ?? 1, error);
  }
  return error instanceof Error ? new SqliteError('gone', error.message, 0, error) : error;
}
