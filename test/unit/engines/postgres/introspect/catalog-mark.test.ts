import { expect, test } from 'vitest';
import { extras } from '../../../../../lib/catalog/extras.ts';
import { makeMark, markQuery } from '../../../../../lib/engines/postgres/introspect/catalog-mark.ts';
import { catalogQuery } from '../../../../../lib/engines/postgres/introspect/catalog-query.ts';
import {
  catalogsByValue,
  markedCatalogs,
  unmarkedCatalogs,
} from '../../../../../lib/engines/postgres/introspect/marked-catalogs.ts';

/** What looks like a catalog's name and is none: schemas and a type. */
const noCatalogs = ['pg_catalog', 'pg_temp', 'pg_node_tree'];

/** The names in a query that can be those of catalogs and their views; what is called is a function. */
function namesIn(sql: string): readonly string[] {
  return [...new Set(sql.match(/\bpg_[a-z_]+\b(?!\()/g))].filter((name) => !noCatalogs.includes(name)).sort();
}

test('a mark covers every catalog that introspection names', () => {
  const covered: readonly string[] = [...markedCatalogs(18), ...Object.values(catalogsByValue)];
  const read = namesIn(catalogQuery({ withDependencies: true, extras }));
  expect(read).toContain('pg_attribute');
  expect(read.filter((name) => !covered.includes(name))).toEqual([]);
});

test('a mark looks at every catalog that it is said to cover, and at no other', () => {
  for (const major of [13, 14, 15, 16, 17, 18]) {
    const said = [...markedCatalogs(major), ...Object.values(catalogsByValue)].sort();
    expect(namesIn(markQuery(major))).toEqual(said);
  }
  expect(markedCatalogs(18).filter((name) => name in unmarkedCatalogs)).toEqual([]);
});

test('there is no mark without an answer, and another one for whoever reads something else', () => {
  const checks = { withDependencies: false, extras: [] };
  expect(makeMark(undefined, checks)).toBeUndefined();
  expect(makeMark({ mark: null }, checks)).toBeUndefined();
  const marks = [
    makeMark({ mark: '[1]' }, checks),
    makeMark({ mark: '[2]' }, checks),
    makeMark({ mark: '[1]' }, { ...checks, withDependencies: true }),
    makeMark({ mark: '[1]' }, { ...checks, extras: ['comments'] }),
  ];
  expect(new Set(marks).size).toBe(4);
  expect(makeMark({ mark: '[1]' }, checks)).toBe(marks[0]);
});
