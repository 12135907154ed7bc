import { describe, expect, test } from 'vitest';
import { casts } from '../../../../lib/engines/postgres/rules/columns/cast-path.ts';
import { createDatabase, majors } from '../../../support/databases.ts';

/** Casts of some majors only: a plan goes by way of text on all of them. */
const notEverywhere = [
  'path -> point',
  ...['smallint', 'integer', 'bigint'].flatMap((number) => [`${number} -> bytea`, `bytea -> ${number}`]),
];

describe.for(majors)('PostgreSQL %i', (major) => {
  test('a type that PostgreSQL brings along is cast to just those that it casts it to', async () => {
    const database = await createDatabase(major);
    try {
      const rows = await database.sql(
        `select format('%s -> %s', format_type(castsource, null), format_type(casttarget, null)) as written
        from pg_cast
        where castsource <> casttarget
          and format_type(castsource, null) = any ($1)
          and format_type(casttarget, null) = any ($1)`,
        [Object.keys(casts)],
      );
      const found = rows.map(({ written }) => String(written)).filter((cast) => !notEverywhere.includes(cast));
      const said = Object.entries(casts).flatMap(([from, targets]) =>
        targets.filter((to) => to !== from).map((to) => `${from} -> ${to}`),
      );
      // Multiranges came with 14.
      const known = said.filter((cast) => major >= 14 || !cast.includes('multirange'));
      expect(found.toSorted()).toEqual(known.toSorted());
    } finally {
      await database.drop();
    }
  });
});
