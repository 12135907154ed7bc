import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import type { RandomSchema } from './random-schema.ts';
import { writeSchema } from './write-schema.ts';

/** Lends a database of its own that holds the schema, and removes it afterwards. */
export async function withDatabase<T>(
  major: number,
  schema: RandomSchema | undefined,
  use: (database: TestDatabase) => Promise<T>,
): Promise<T> {
  const database = await createDatabase(major);
  try {
    for (const statement of schema ? writeSchema(schema) : []) await database.sql(statement);
    return await use(database);
  } finally {
    await database.drop();
  }
}

/** Reads a database's catalog as Driftline does, with what planning needs. */
export async function readCatalog(database: TestDatabase): Promise<CatalogSnapshot> {
  const session = await engineNamed('postgresql').connect(
    { url: database.url, tls: { mode: 'off' } },
    {
      connectTimeoutMs: 10_000,
      lockTimeoutMs: 2_000,
      statementTimeoutMs: 30_000,
      applicationName: 'driftline laws',
      extras: ['comments'],
    },
  );
  try {
    return (await session.introspect({ withDependencies: true })).snapshot;
  } finally {
    await session.close();
  }
}

/** Makes a schema in a database of its own and reads it back. */
export function readSchema(major: number, schema: RandomSchema | undefined): Promise<CatalogSnapshot> {
  return withDatabase(major, schema, readCatalog);
}
