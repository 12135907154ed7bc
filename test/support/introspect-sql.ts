import type { Introspection } from '../../lib/engines/engine.ts';
import { connect, type PostgresConnection } from '../../lib/engines/postgres/connect.ts';
import { type IntrospectOptions, introspect } from '../../lib/engines/postgres/introspect/introspect.ts';
import { createDatabase } from './databases.ts';

/** Opens a connection as Driftline does. */
export function connectTo(url: string): Promise<PostgresConnection> {
  return connect(
    { url },
    { connectTimeoutMs: 10_000, lockTimeoutMs: 2000, statementTimeoutMs: 30_000, applicationName: 'driftline test' },
  );
}

/** Introspects what a URL leads to. */
export async function introspectUrl(url: string, options: IntrospectOptions = {}): Promise<Introspection> {
  const connection = await connectTo(url);
  try {
    return await introspect(connection, options);
  } finally {
    await connection.close();
  }
}

/** Introspects what these texts, each run by itself, make of an empty database of a major. */
export async function introspectSql(
  major: number,
  sql: string | readonly string[],
  options: IntrospectOptions = {},
): Promise<Introspection> {
  const database = await createDatabase(major);
  try {
    for (const text of typeof sql === 'string' ? [sql] : sql) await database.sql(text);
    return await introspectUrl(database.url, options);
  } finally {
    await database.drop();
  }
}
