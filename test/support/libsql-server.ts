import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/**
 * What befalls requests. `hang`: no answer. `half`: an answer that never ends. `dead`: the connection is cut. A number: that
 * HTTP status.
 */
export type LibsqlFault = 'hang' | 'half' | 'dead' | number;

/** A server that speaks as much of libSQL's protocol as a client needs, over one SQLite file, on 127.0.0.1. */
export interface LibsqlServer extends AsyncDisposable {
  /** `127.0.0.1:4711` */
  readonly host: string;
  /** All that a client sent except its headers. */
  readonly received: readonly string[];
  /** Decides what goes wrong, request by request. */
  fault: (path: string, body: string) => LibsqlFault | undefined;
  /** Forgets every stream, as after ten seconds in which nothing was asked. */
  readonly expireStreams: () => void;
  /** Streams that nobody has closed. */
  readonly openStreams: () => number;
}

interface Streams {
  readonly path: string;
  readonly open: Map<string, DatabaseSync>;
}

interface Statement {
  readonly sql: string;
  readonly args?: readonly { readonly type: string; readonly value?: string | number; readonly base64?: string }[];
}

interface Step {
  readonly stmt: Statement;
  readonly condition?: { readonly type: 'is_autocommit' };
}

interface Body {
  readonly baton: string | null;
  readonly requests?: readonly { readonly type: string; readonly sql?: string }[];
  readonly batch?: { readonly steps: readonly Step[] };
}

/**
 * Answers as `sqld` 0.24 does, also where that is odd: SQL that its own parser cannot read, or that it does not serve, ends a
 * cursor with HTTP status 500, and a pipeline with an error that has a code.
 *
 * @see https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 */
export async function startLibsqlServer(path: string, token: string): Promise<LibsqlServer> {
  const streams: Streams = { path, open: new Map() };
  const received: string[] = [];
  const closeAll = () => {
    for (const database of streams.open.values()) database.close();
    streams.open.clear();
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const url = request.url ?? '/';
    received.push(`${url} ${body}`);
    const fault = running.fault(url, body);
    if (fault === 'dead') request.socket.destroy();
    if (fault === 'half') response.writeHead(200).write('{"baton":null,');
    if (typeof fault === 'string') return;
    const { status, lines } =
      fault !== undefined
        ? { status: fault, lines: [] }
        : request.headers.authorization === `Bearer ${token}`
          ? answer(streams, url, JSON.parse(body))
          : { status: 401, lines: [{ error: 'Unauthorized: `The JWT is invalid`' }] };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('a TCP server without a port');
  const running: LibsqlServer = {
    host: `127.0.0.1:${address.port}`,
    received,
    fault: () => undefined,
    expireStreams: closeAll,
    openStreams: () => streams.open.size,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      closeAll();
    },
  };
  return running;
}

interface Answer {
  readonly status: number;
  /** One JSON text a line. */
  readonly lines: readonly object[];
}

function answer(streams: Streams, url: string, body: Body): Answer {
  const database = body.baton === null ? new DatabaseSync(streams.path) : streams.open.get(body.baton);
  if (database === undefined) {
    return { status: 500, lines: [{ message: 'The stream has expired due to inactivity', code: 'STREAM_EXPIRED' }] };
  }
  if (body.baton !== null) streams.open.delete(body.baton);
  const head = { baton: randomUUID(), base_url: null };
  const { requests = [], batch = { steps: [] } } = body;
  try {
    if (url === '/v3/cursor') {
      const entries = batch.steps.flatMap((step, i) => stepEntries(database, step, i));
      streams.open.set(head.baton, database);
      return { status: 200, lines: [head, ...entries] };
    }
    const results = requests.map((each) => pipelineResult(database, each));
    if (requests.some(({ type }) => type === 'close')) {
      database.close();
      return { status: 200, lines: [{ ...head, baton: null, results }] };
    }
    streams.open.set(head.baton, database);
    return { status: 200, lines: [{ ...head, results }] };
  } catch (error) {
    database.close();
    return { status: 500, lines: [{ error: `Internal Error: \`${(error as Error).message}\`` }] };
  }
}

function pipelineResult(database: DatabaseSync, { type, sql = '' }: { readonly type: string; readonly sql?: string }) {
  const ok = (more: object = {}) => ({ type: 'ok', response: { type, ...more } });
  try {
    switch (type) {
      case 'close':
        return ok();
      case 'get_autocommit':
        return ok({ is_autocommit: !database.isTransaction });
      case 'sequence':
        database.exec(sql);
        return ok();
      case 'describe':
        database.prepare(sql);
        return ok({ result: { params: [], cols: [], is_explain: false, is_readonly: true } });
      default:
        throw new RangeError(`no request of the type ${type}`);
    }
  } catch (error) {
    return { type: 'error', error: protocolError(error) };
  }
}

/** Throws for what ends the whole request. */
function stepEntries(database: DatabaseSync, { stmt, condition }: Step, step: number): readonly object[] {
  if (!isServed(stmt.sql)) throw new RangeError(`unsupported statement: ${stmt.sql}`);
  if (condition !== undefined && database.isTransaction) return [];
  try {
    const statement = database.prepare(stmt.sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const rows = statement.all(...(stmt.args ?? []).map(argument)) as unknown as readonly SQLOutputValue[][];
    const cols = statement.columns().map(({ name, type }) => ({ name, decltype: type }));
    return [
      { type: 'step_begin', step, cols },
      ...rows.map((row) => ({ type: 'row', row: row.map(protocolValue) })),
      { type: 'step_end', affected_row_count: 0, last_insert_rowid: null },
    ];
  } catch (error) {
    // SQLite has one code for all that is wrong with SQL; the server's own parser only knows the grammar.
    if ((error as Error).message.includes('syntax error')) throw error;
    return [{ type: 'step_error', step, error: protocolError(error) }];
  }
}

/** The server refuses what would change a connection for others, or reach beyond the database. */
function isServed(sql: string): boolean {
  return !/^\s*(?:vacuum|attach|pragma\s+\w+\s*=)/iu.test(sql);
}

function argument({ type, value }: { readonly type: string; readonly value?: string | number }) {
  if (type === 'null' || value === undefined) return null;
  return type === 'integer' ? BigInt(value) : value;
}

function protocolValue(value: SQLOutputValue): object {
  if (value === null) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  if (typeof value === 'string') return { type: 'text', value };
  return { type: 'blob', base64: Buffer.from(value).toString('base64').replace(/=+$/u, '') };
}

const names: { readonly [code: number]: string } = { 5: 'SQLITE_BUSY', 6: 'SQLITE_LOCKED', 11: 'SQLITE_CORRUPT' };

function protocolError(error: unknown): object {
  const { message, errcode = 0 } = error as { readonly message: string; readonly errcode?: number };
  return { message: `SQLite error: ${message}`, code: names[errcode & 0xff] ?? 'SQL_INPUT_ERROR' };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
