import { fork } from 'node:child_process';
import type { CallOptions, Row, SqliteDatabase } from '../sqlite-database.ts';
import { SqliteError } from '../sqlite-error.ts';
import type { Answer, Request } from './protocol.ts';

export interface ProcessOptions {
  /** An absolute path, or `:memory:`. */
  readonly path: string;
  readonly isReadOnly: boolean;
  /** How long a statement waits for the lock of another connection. */
  readonly busyTimeoutMs: number;
}

/** A checkout is TypeScript and the published build is JavaScript: the process's file is of the same kind as this one. */
const processFile = import.meta.url.endsWith('.ts')
  ? new URL('./sqlite-process.ts', import.meta.url)
  : new URL('./sqlite-process.js', import.meta.url);

/** Longest a statement may take where nobody says otherwise. */
const defaultTimeoutMs = 60_000;

/**
 * Opens a database in a process of its own, so that whatever SQLite does there can be ended: a statement that takes too
 * long, or is no longer wanted, and with it the transaction that it belongs to.
 *
 * @throws SqliteError when the file cannot be opened
 */
export async function openInProcess(options: ProcessOptions): Promise<SqliteDatabase> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fork(processFile, [], {
    // Node.js 22 calls its SQLite experimental on standard error; options of this process need not suit another.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let isGone = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      isGone = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const ask = async (request: Request, timeoutMs: number): Promise<Answer> => {
    if (isGone || !child.connected) throw gone();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        timer = setTimeout(() => {
          kill();
          reject(new SqliteError('timed-out', `it took longer than ${timeoutMs} ms`));
        }, timeoutMs);
        child.once('message', (answer) => resolve(answer as Answer));
        exited.then(() => reject(gone()));
        child.send(request, (error) => {
          if (error !== null) reject(gone(error));
        });
      });
    } finally {
      clearTimeout(timer);
      child.removeAllListeners('message');
    }
  };
  const call = async (request: Request, { timeoutMs = defaultTimeoutMs }: CallOptions): Promise<readonly Row[]> => {
    const answer = await ask(request, timeoutMs);
    if (answer.kind === 'error') throw new SqliteError('refused', answer.message, answer.code);
    return answer.kind === 'rows' ? answer.rows : [];
  };
  const database: SqliteDatabase = {
    query: (sql, given = {}) => call({ kind: 'query', sql, args: given.args ?? [] }, given),
    run: async (sql, given = {}) => {
      await call({ kind: 'run', sql }, given);
    },
    close: async () => {
      // Without a listener of its own the process ends by itself; SQLite undoes what was not committed.
      if (child.connected) child.disconnect();
      const patience = setTimeout(kill, 2_000);
      await exited;
      clearTimeout(patience);
    },
    kill,
  };
  try {
    await call({ kind: 'open', ...options }, { timeoutMs: options.busyTimeoutMs + 20_000 });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function gone(cause?: unknown): SqliteError {
  return new SqliteError('gone', 'the process that held the database is gone', 0, cause);
}
