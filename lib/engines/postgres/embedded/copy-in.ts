import type { PGlite } from '@electric-sql/pglite';

/** Lets the embedded PostgreSQL run one `COPY ... FROM stdin`, with rows as they stand in a dump. */
export function copyIn(database: PGlite, sql: string, rows: string): Promise<unknown> {
  // All in one go: the server, which shares our thread, could never wait for rows that come later.
  const messages = [message('Q', `${sql}\0`), message('d', rows), message('c', '')];
  return database.runExclusive(() => database.execProtocol(Buffer.concat(messages)));
}

/**
 * A message of a client: its kind, its length and what it says.
 *
 * @see https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
function message(kind: 'Q' | 'd' | 'c', text: string): Uint8Array {
  const body = Buffer.from(text);
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
