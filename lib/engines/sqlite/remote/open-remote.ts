import { Session } from '@tursodatabase/serverless';
import { DriftlineError } from '../../../errors.ts';
import type { ConnectOptions, TlsSetting } from '../../engine.ts';
import type { CallOptions, Row, SqliteReader } from '../sqlite-database.ts';
import { resultCode, SqliteError } from '../sqlite-error.ts';
import type { RemoteAddress } from '../url.ts';
import { greet } from './greet.ts';
import { remoteError } from './remote-error.ts';

/** How long a server has for being told that nobody needs the stream any more. */
const farewellMs = 2_000;

/**
 * Opens a stream to a libSQL server, which answers over HTTP, for reading. A server ends a stream that nothing was asked of
 * for some ten seconds; the next query finds a new one.
 *
 * @see https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 * @throws DriftlineError `host-not-found`, `connection-refused`, `connect-timeout`, `authentication-failed`,
 * `database-not-found`, `tls-untrusted`, `tls-unsupported`, `connection-failed`: never with the token in it
 */
export async function openRemote(
  { origin, token }: RemoteAddress,
  tls: TlsSetting | undefined,
  { connectTimeoutMs, lockTimeoutMs, statementTimeoutMs }: ConnectOptions,
): Promise<SqliteReader> {
  const url = tls?.mode === 'off' ? origin.replace(/^https:/u, 'http:') : origin;
  refuseTls(tls);
  await greet(url, token, connectTimeoutMs);
  const openStream = () => new Session({ url, ...(token === undefined ? {} : { authToken: token }) });
  let stream = openStream();
  let isEnded = false;
  let isStuck = false;
  const over = Promise.withResolvers<never>();
  // Nobody may be waiting when it ends.
  over.promise.catch(() => undefined);
  const end = () => {
    isEnded = true;
    over.reject(ended());
  };
  const attempt = async <T>(work: (stream: Session) => Promise<T>): Promise<T> => {
    if (isEnded) throw ended();
    try {
      return await Promise.race([work(stream), over.promise]);
    } catch (error) {
      const told = remoteError(error, token);
      if (!(told instanceof SqliteError) || told.fault === 'refused') throw told;
      isStuck = told.fault === 'timed-out';
      stream = openStream();
      throw told;
    }
  };
  /** A stream that is over and SQL that the server cannot read get the same answer: asked about the SQL alone, it tells. */
  const ask = async <T>(sql: string, queryTimeout: number, work: (stream: Session) => Promise<T>): Promise<T> => {
    try {
      return await attempt(work);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await attempt((fresh) => fresh.describe(sql, { queryTimeout }));
    try {
      return await attempt(work);
    } catch (error) {
      throw isGone(error) && error.extendedCode !== 0
        ? new SqliteError('refused', error.message, resultCode.error)
        : error;
    }
  };
  return {
    query: async (sql, { args = [], timeoutMs = statementTimeoutMs + lockTimeoutMs }: CallOptions = {}) => {
      const queryTimeout = Math.ceil(timeoutMs);
      // Rows as bare lists: the library's other ones cannot have a column that is called length.
      const [answer] = await ask(sql, queryTimeout, (each) =>
        each.batch([{ sql, args: [...args] }], undefined, { queryTimeout }, true, true),
      );
      const { columns = [], rows = [] } = answer ?? {};
      return rows.map((row: ArrayLike<unknown>) => rowOf(columns, row));
    },
    close: async () => {
      end();
      if (isStuck) return;
      // A server that is not there any more forgets the stream by itself.
      await Promise.race([stream.close().catch(() => undefined), pause(farewellMs)]);
    },
    kill: end,
  };
}

function isGone(error: unknown): error is SqliteError {
  return error instanceof SqliteError && error.fault === 'gone';
}

function ended(): SqliteError {
  return new SqliteError('gone', 'the stream to the server has been closed');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
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
