import type { PGlite } from '@electric-sql/pglite';
import { parseValue } from '../parse-value.ts';
import type { Queryable, Row } from '../queryable.ts';

/** Lets the embedded PostgreSQL be asked as a server is, with the same values in the rows. */
export function makeQueryable(database: PGlite): Queryable {
  return {
    query: async (sql) => {
      const parsers = Object.fromEntries(Object.keys(database.parsers).map((oid) => [oid, parseValue(Number(oid))]));
      const results = await database.exec(sql, { parsers });
      return results.map(({ rows }) => ({ rows: rows as Row[] }));
    },
  };
}
