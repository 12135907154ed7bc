import { describe, expect, test } from 'vitest';
import { majors } from '../../../support/databases.ts';
import { introspectSql } from '../../../support/introspect-sql.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('statistics read the same wherever their columns stand in the table', async () => {
    const columns = ['"a, ""b"" FROM x" int', '"(ndistinct) ON c" text', 'z int'];
    const made = ([first, second, third]: readonly (string | undefined)[]) => `
      create schema "o.d"; create table "o.d"."t FROM" (${first}, ${second}, ${third});
      create statistics one (ndistinct) on z, "a, ""b"" FROM x" from "o.d"."t FROM";
      create statistics "o.d"."two ON" on "(ndistinct) ON c", z from "o.d"."t FROM";
      ${major < 14 ? '' : `create statistics three on upper("(ndistinct) ON c"), z, (z + 1), "a, ""b"" FROM x" from "o.d"."t FROM";`}
      ${major < 14 ? '' : `create statistics four on (lower("(ndistinct) ON c")) from "o.d"."t FROM";`}`;
    const { snapshot } = await introspectSql(major, made(columns));
    const definitions = Object.entries(snapshot.objects)
      .filter(([id]) => id.startsWith('statistics-object:'))
      .map(([id, { definition }]) => [id.slice('statistics-object:'.length), definition]);
    expect(Object.fromEntries(definitions)).toEqual({
      'public.one': '(ndistinct) ON "a, ""b"" FROM x", z FROM "o.d"."t FROM"',
      '"o.d"."two ON"': 'ON "(ndistinct) ON c", z FROM "o.d"."t FROM"',
      ...(major < 14
        ? {}
        : {
            'public.three': 'ON "a, ""b"" FROM x", z, upper("(ndistinct) ON c"), (z + 1) FROM "o.d"."t FROM"',
            'public.four': 'ON lower("(ndistinct) ON c") FROM "o.d"."t FROM"',
          }),
    });
    const again = await introspectSql(major, made(columns.toReversed()));
    expect(again.snapshot.objects).toEqual(snapshot.objects);
  });
});
