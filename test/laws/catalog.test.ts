import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintCatalog } from '../../lib/catalog/fingerprint.ts';
import { parseSnapshot } from '../../lib/catalog/parse-snapshot.ts';
import { diffCatalogs } from '../../lib/diff/diff-catalogs.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { majors } from '../support/databases.ts';
import { quoteName } from './arbitrary-name.ts';
import { arbitraryPair, arbitrarySchema } from './arbitrary-schema.ts';
import { readCatalog, readSchema, withDatabase } from './law-database.ts';
import { lawRuns } from './law-runs.ts';

/** Settings that people make for a database or a role and that change how the server prints what it stores. */
const printingSettings = [
  ['search_path', '"$user", public, pg_catalog'],
  ['quote_all_identifiers', 'on'],
  ['timezone', 'Asia/Kathmandu'],
  ['datestyle', 'German, DMY'],
  ['intervalstyle', 'sql_standard'],
  ['bytea_output', 'escape'],
  ['extra_float_digits', '-15'],
  ['standard_conforming_strings', 'off'],
  ['lc_monetary', 'C'],
  ['default_transaction_isolation', 'serializable'],
] as const;

describe.for(majors)('PostgreSQL %i', (major) => {
  test('two databases made alike have equal catalogs: diff(a, a) is empty', async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      const [first, second] = await Promise.all([readSchema(major, schema), readSchema(major, schema)]);
      expect(diffCatalogs(first, second)).toEqual([]);
      expect(fingerprintCatalog(first)).toBe(fingerprintCatalog(second));
    });
    await fc.assert(law, lawRuns());
  });

  test("a database's settings do not change what is read from it", async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      await withDatabase(major, schema, async (database) => {
        const before = await readCatalog(database);
        for (const [setting, value] of printingSettings) {
          await database.sql(`alter database ${quoteName(database.name)} set ${setting} to '${value}'`);
        }
        expect(diffCatalogs(before, await readCatalog(database))).toEqual([]);
      });
    });
    await fc.assert(law, lawRuns(6));
  });

  test('a snapshot survives JSON', async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      const snapshot = await readSchema(major, schema);
      expect(parseSnapshot(JSON.stringify(snapshot), 'snapshot.json')).toEqual(snapshot);
    });
    await fc.assert(law, lawRuns(6));
  });

  test('swapping the two sides mirrors every drift', async () => {
    const law = fc.asyncProperty(arbitraryPair, async ([first, second]) => {
      const [a, b] = await Promise.all([readSchema(major, first), readSchema(major, second)]);
      expect(diffCatalogs(b, a).map(mirror)).toEqual(diffCatalogs(a, b).map(essence));
    });
    await fc.assert(law, lawRuns());
  });
});

/** What the law compares: severity and fingerprint follow from the kind. */
function essence({ kind, id, attribute, expected, actual }: Drift) {
  return { kind, id, attribute, expected, actual };
}

function mirror({ kind, id, attribute, expected, actual }: Drift) {
  const mirrored = kind === 'missing' ? 'unexpected' : kind === 'unexpected' ? 'missing' : kind;
  return { kind: mirrored, id, attribute, expected: actual, actual: expected };
}
