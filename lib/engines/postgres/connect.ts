import { Socket } from 'node:net';
import { userInfo } from 'node:os';
import pg from 'pg';
import type { Json } from '../../catalog/snapshot.ts';
import { DriftlineError } from '../../errors.ts';
import type { ConnectionSource, ConnectOptions } from '../engine.ts';
import { type Attempt, explainConnectFailure } from './explain-connect-failure.ts';
import { parseValue } from './parse-value.ts';
import type { Queryable, QueryResult, Row } from './queryable.ts';
import { readServerFacts, type ServerIdentity } from './server-facts.ts';
import { sqlState, sqlStateOf } from './sqlstate.ts';
import { chooseTls } from './tls-options.ts';
import { parsePostgresUrl } from './url.ts';

/** One open connection to one PostgreSQL server. Not for concurrent use. */
export interface PostgresConnection extends Queryable {
  readonly server: ServerIdentity & {
    readonly address: string;
    readonly encrypted: boolean;
    /** The server sees this very socket: no proxy, pooler or translated address stands between. */
    readonly isDirect: boolean;
  };
  /**
   * Runs the statements of a text and answers with one result for each.
   *
   * @param options.parameters what `$1`, `$2` stand for; a text with parameters is one statement
   * @param options.answerWithinMs gives the connection up when the server is silent for longer; by default what the
   * timeouts of the connection allow
   * @param options.onRow told each row as soon as it has come, while the server works on the next
   * @param options.onNotice told what the server remarks on statements of the text themselves, by SQLSTATE; not what
   * functions and triggers remark that they call
   * @param options.copyRows what `COPY ... FROM stdin` reads
   * @throws pg.DatabaseError what the server says of a statement that failed
   * @throws DriftlineError `connection-lost`
   */
  readonly query: (
    sql: string,
    options?: {
      readonly parameters?: readonly Json[];
      readonly answerWithinMs?: number;
      readonly onRow?: (row: Row) => void;
      readonly onNotice?: (state: string) => void;
      readonly copyRows?: string;
    },
  ) => Promise<readonly QueryResult[]>;
  /** Whether a transaction is open, also one that has failed, as of the last query. */
  readonly isInTransaction: () => boolean;
  /** Whether no query can be put to it any more. */
  readonly isLost: () => boolean;
  /** Ends the connection. Never throws, also when it is long gone. */
  readonly close: () => Promise<void>;
}

/** How much longer than its timeouts an answer may take before the server is taken to be gone. */
const answerGraceMs = 10_000;

/** How long a server may take to say good-bye. */
const closeTimeoutMs = 1000;

/**
 * Opens one connection and asks the server what it is.
 *
 * What the URL leaves out is taken from PGUSER and PGPASSWORD, and the database is called like the user, as everywhere
 * with PostgreSQL. `options.database` wins over the URL's. No other variables are looked at, and no password files.
 *
 * @throws DriftlineError the codes of {@link Engine.connect}, besides `server-unavailable`, `connection-failed`,
 * `certificate-unreadable` and `unsupported-server`
 */
export async function connect(
  source: ConnectionSource,
  options: ConnectOptions & { readonly database?: string },
): Promise<PostgresConnection> {
  const url = parsePostgresUrl(source.url);
  const user = url.user ?? process.env.PGUSER ?? userInfo().username;
  const database = options.database ?? url.database ?? user;
  const ssl = await chooseTls(url, source.tls);
  const address = addressOf(url.host, url.port);
  const timeoutMs = Math.min(options.connectTimeoutMs, url.connectTimeoutMs ?? Number.POSITIVE_INFINITY);

  const socket = new Socket();
  let tlsAnswer: number | undefined;
  if (ssl) socket.once('data', (bytes: Buffer) => (tlsAnswer = bytes[0]));
  const client = new pg.Client({
    host: url.host,
    port: url.port,
    user,
    database,
    password: () => url.password ?? process.env.PGPASSWORD ?? refuseWithoutPassword(address, user),
    ssl,
    application_name: url.applicationName ?? options.applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => socket,
    types: { getTypeParser: parseValue },
  });
  // Without a listener, a server that ends the connection between two queries would end this process.
  let lost: unknown;
  client.on('error', (error) => (lost = error));

  let hasTimedOut = false;
  const timer = setTimeout(() => {
    hasTimedOut = true;
    socket.destroy();
  }, timeoutMs);
  const attempt = (): Attempt => ({ address, user, database, usesTls: ssl !== false, hasTimedOut, tlsAnswer });
  const patienceMs = options.statementTimeoutMs + options.lockTimeoutMs + answerGraceMs;
  let isOver = false;
  const onLoss = () => {
    isOver = true;
    return lost;
  };
  const query = makeQuery(client, socket, patienceMs, address, onLoss);
  try {
    await client.connect();
    const facts = await readServerFacts({ query });
    const isDirect = facts.clientPort !== null && facts.clientPort === socket.localPort;
    const server = { ...facts, address, encrypted: ssl !== false, isDirect };
    // The last word of the server on every query; the published types do not have it.
    const status = () => (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus();
    const isInTransaction = () => status() === 'T' || status() === 'E';
    const isLost = () => isOver || lost !== undefined || socket.destroyed;
    return { server, query, isInTransaction, isLost, close: () => close(client, socket) };
  } catch (error) {
    socket.destroy();
    throw explainConnectFailure(error, attempt(), timeoutMs);
  } finally {
    clearTimeout(timer);
  }
}

/** `[::1]:5432`, `db.example.com:5432`, `/var/run/postgresql/.s.PGSQL.5432` */
function addressOf(host: string, port: number): string {
  if (host.startsWith('/')) return `${host.replace(/\/$/u, '')}/.s.PGSQL.${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function refuseWithoutPassword(address: string, user: string): never {
  throw new DriftlineError(
    'authentication-failed',
    `${address} asks for the password of ${user}, and none was given.`,
    {
      remedy: 'Put it into the URL after the user and a colon, best as an environment variable.',
    },
  );
}

/** Errors after which the server closes the connection: its next words are lost. */
const fatalStates: readonly (string | undefined)[] = [
  sqlState.adminShutdown,
  sqlState.crashShutdown,
  sqlState.databaseDropped,
  sqlState.idleSessionTimeout,
  sqlState.idleInTransactionSessionTimeout,
  sqlState.transactionTimeout,
];

function makeQuery(
  client: pg.Client,
  socket: Socket,
  patienceMs: number,
  address: string,
  onLoss: () => unknown,
): PostgresConnection['query'] {
  return async (sql, { parameters, answerWithinMs = patienceMs, onRow, onNotice, copyRows } = {}) => {
    const timer = setTimeout(() => socket.destroy(), answerWithinMs);
    const hear = ({ code, where }: { readonly code?: string | undefined; readonly where?: string | undefined }) => {
      if (code !== undefined && where === undefined) onNotice?.(code);
    };
    if (onNotice) client.on('notice', hear);
    const failures: unknown[] = [];
    const tell = (row: Row) => {
      try {
        onRow?.(row);
      } catch (error) {
        // Thrown on, it would end the process from inside the socket's events.
        failures.push(error);
      }
    };
    let results: readonly QueryResult[];
    try {
      results = await send(client, sql, { parameters, onRow: onRow && tell, copyRows });
    } catch (error) {
      const state = sqlStateOf(error);
      if (state !== undefined && !fatalStates.includes(state)) throw error;
      throw new DriftlineError('connection-lost', `The connection to ${address} was lost.`, {
        remedy: 'Try again; if it happens often, look into the log of the server and of whatever stands between.',
        cause: onLoss() ?? error,
      });
    } finally {
      clearTimeout(timer);
      client.removeListener('notice', hear);
    }
    if (failures.length > 0) throw failures[0];
    return results;
  };
}

interface Sent {
  readonly parameters: readonly Json[] | undefined;
  readonly onRow: ((row: Row) => void) | undefined;
  readonly copyRows: string | undefined;
}

/** The part of a connection that takes rows, which the published types do not have. */
interface CopyTarget {
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
}

function send(client: pg.Client, sql: string, { parameters, onRow, copyRows }: Sent): Promise<readonly QueryResult[]> {
  return new Promise((resolve, reject) => {
    const config = { text: sql, ...(parameters === undefined ? {} : { values: [...parameters] }) };
    const query = new pg.Query<Row>(config, (error, result: QueryResult | QueryResult[]) => {
      if (error) reject(error);
      else resolve(Array.isArray(result) ? result : [result]);
    });
    if (onRow) query.on('row', onRow);
    if (copyRows !== undefined) {
      Object.assign(query, {
        handleCopyInResponse: (target: CopyTarget) => {
          target.sendCopyFromChunk(Buffer.from(copyRows));
          target.endCopyFrom();
        },
      });
    }
    client.query(query);
  });
}

async function close(client: pg.Client, socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), closeTimeoutMs);
  try {
    await client.end();
  } catch {
    socket.destroy();
  } finally {
    clearTimeout(timer);
  }
}
