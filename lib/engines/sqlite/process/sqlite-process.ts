import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Json } from '../../../catalog/snapshot.ts';
import type { Answer, Request } from './protocol.ts';

/**
 * The process that holds one database: SQLite works on the thread that asks it, and only the end of its process stops a
 * statement that does not end. When whoever asked is gone, so is this, and SQLite undoes what was not committed.
 */
let database: DatabaseSync | undefined;

function answer(request: Request): Answer {
  switch (request.kind) {
    case 'open': {
      const { path, isReadOnly, busyTimeoutMs } = request;
      database = new DatabaseSync(path, { readOnly: isReadOnly, timeout: busyTimeoutMs });
      return { kind: 'done' };
    }
    case 'query': {
      const statement = opened().prepare(request.sql);
      statement.setReadBigInts(true);
      return { kind: 'rows', rows: statement.all(...request.args).map(plainRow) };
    }
    case 'run':
      opened().exec(request.sql);
      return { kind: 'done' };
  }
}

function opened(): DatabaseSync {
  if (database === undefined) throw new Error('no database has been opened');
  return database;
}

function plainRow(row: { readonly [column: string]: SQLOutputValue }): { readonly [column: string]: Json } {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plainValue(value)]));
}

function plainValue(value: SQLOutputValue): Json {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : value;
}

function failure(error: unknown): Answer {
  const { message, errcode } = error as { readonly message?: string; readonly errcode?: number };
  return { kind: 'error', message: message ?? String(error), code: errcode ?? 0 };
}

process.on('message', (request: Request) => {
  let reply: Answer;
  try {
    reply = answer(request);
  } catch (error) {
    reply = failure(error);
  }
  process.send?.(reply);
});
process.on('disconnect', () => database?.close());
// Ctrl-C in a terminal reaches every process of its group: whoever asked decides what is to end.
process.on('SIGINT', () => undefined);
