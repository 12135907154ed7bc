import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultMultirangeName } from '../../lib/engines/postgres/text/default-multirange-name.ts';
import { check, tell } from '../acceptance/postgres/kinds/scene.ts';
import { majors } from '../support/databases.ts';
import { dumpSchema, findOwnPgDump } from '../support/dump-schema.ts';
import { arbitrarySchema } from './arbitrary-schema.ts';
import { readCatalog, withDatabase } from './law-database.ts';
import { lawRuns } from './law-runs.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  const pgDump = findOwnPgDump(major);
  if (pgDump === undefined) console.warn(`pg_dump ${major} is not installed: the law of dumps is not tested on it`);
  test.runIf(pgDump !== undefined)('a database restored from a dump of a is a', async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      fc.pre(schema.ranges.every(({ name }) => isWhole(defaultMultirangeName(name))));
      await withDatabase(major, schema, async (database) => {
        const dump = await dumpSchema(pgDump ?? '', database.url);
        await withDatabase(major, undefined, async (restored) => {
          await restored.sql(dump);
          const { drifts } = await check(await readCatalog(database), await readCatalog(restored), ['comments']);
          expect(tell(drifts)).toEqual([]);
        });
      });
    });
    await fc.assert(law, lawRuns());
  });
});

/** PostgreSQL may cut the name of a multirange type inside a character, and then refuses the dump itself. */
function isWhole(name: string): boolean {
  return !name.includes('\uFFFD');
}
