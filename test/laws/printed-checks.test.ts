import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogSettings } from '../../lib/engines/postgres/introspect/settings.ts';
import { mentions, readAllowedSet, type Subject } from '../../lib/engines/postgres/values/constraint/allowed-set.ts';
import { readForeignKey } from '../../lib/engines/postgres/values/constraint/find-lookup.ts';
import { readTypeName } from '../../lib/engines/postgres/values/constraint/type-name.ts';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';
import { parseAllowedSet, parseForeignKey, parseMentions, parseTypeName } from '../support/parser-verdict.ts';
import { lawRuns } from './law-runs.ts';

/** Columns whose names and types are traps for whoever reads what the server prints, with constants of each type. */
const columns = {
  s: { type: 'text', constants: ["'a'", "''", "'it''s'", "'AND'", "'a\\b'", "'('", "'x]'", "'é''\"'", "'\n--'"] },
  '"Mixed Case"': { type: 'character varying(20)', constants: ["'a'", "'b '", "'::text'"] },
  '"current_user"': { type: 'text', constants: ["'a'", "'OR'"] },
  '"true"': { type: 'boolean', constants: ['true', 'false'] },
  value: { type: 'integer', constants: ['0', '1', '-2', '2147483647', '-2147483648'] },
  big: { type: 'bigint', constants: ['0', '1', '-3', '9223372036854775807'] },
  exact: { type: 'numeric', constants: ['1', '1.0', '-2.50', '1e3', '100000000000000000000'] },
  padded: { type: 'character(3)', constants: ["'a'", "'b  '"] },
  '"it\'s"': { type: 'bpchar', constants: ["'a'"] },
  bits: { type: 'bit varying', constants: ["B'101'"] },
  code: { type: '"char"', constants: ["'a'"] },
  mood: { type: 'app."Mood"', constants: ['\'ok\'::app."Mood"', '\'so, so\'::app."Mood"'] },
  loose: { type: 'citext', constants: ["'A'", "'b'"] },
  day: { type: 'date', constants: ["'2024-02-29'", 'current_date'] },
  span: { type: 'interval day to second', constants: ["'1 day'"] },
} as const;

type Column = keyof typeof columns;
const anyColumn = fc.constantFrom(...(Object.keys(columns) as Column[]));

/** A condition that may list what one column holds: its column, and SQL as a person may write it. */
const list = (column: Column): fc.Arbitrary<string> => {
  const { type, constants } = columns[column];
  const constant = fc.constantFrom(...constants);
  const some = fc.array(constant, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 4, arbitrary: some.map((its) => `${column} in (${its.join(', ')})`) },
    { weight: 2, arbitrary: constant.map((it) => `${column} = ${it}`) },
    some.map((its) => `${column} = any (array[${its.join(', ')}]::${type}[])`),
    some.map((its) => `${column}::text in (${its.map((it) => `(${it})::text`).join(', ')})`),
    some.map(
      (its) => `${column}::text = any (array[${its.map((it) => `(${it})::character varying::text`).join(', ')}])`,
    ),
    constant.map((it) => `${column}::text = (${it})::character varying(2)::text`),
    some.map((its) => `${column} not in (${its.join(', ')})`),
    some.map((its) => `${column} <> all (array[${its.join(', ')}]::${type}[])`),
    constant.map((it) => `${it} = ${column}`),
    constant.map((it) => `array[${column}] <@ array[${it}]::${type}[]`),
    constant.map((it) => `(${column})::text || 'x' = (${it})::text`),
    constant.map((it) => `(${column}::text collate "C") = (${it})::text`),
    constant.map((it) => `${column}::text between 'a' and (${it})::text`),
    constant.map((it) => `case when ${column} = ${it} then true else false end`),
    constant.map((it) => `coalesce(${column}, ${it}) = ${it}`),
    fc.constant(`${column} is null`),
    fc.constant(`${column} is not null`),
    fc.constant(`length(${column}::text) > 0`),
    fc.constant('t.* is not null'),
    fc.constant('"true"'),
    fc.constant("current_user = 'a'"),
    fc.constant("tags <@ array['a', 'b']::text[]"),
    fc.constant("tags <@ '{a,b}'::text[]"),
    fc.constant("(pair).left_side = 'a'"),
  );
};

/** Lists joined by AND and OR, of one column or two. */
const condition: fc.Arbitrary<string> = fc.tuple(anyColumn, anyColumn).chain(
  ([one, other]) =>
    fc.letrec<{ readonly condition: string }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        { weight: 5, arbitrary: list(one) },
        list(other),
        fc
          .array(tie('condition'), { minLength: 2, maxLength: 3 })
          .map((its) => its.map((it) => `(${it})`).join(' or ')),
        fc
          .array(tie('condition'), { minLength: 2, maxLength: 3 })
          .map((its) => its.map((it) => `(${it})`).join(' and ')),
        tie('condition').map((it) => `not (${it})`),
      ),
    })).condition,
);

const bare = (name: string) => name.replaceAll('"', '');
const subjects: readonly Subject[] = [...Object.keys(columns), 'tags', 'pair', 'left_side', 'text', 'date'].map(
  (name) => ({
    column: bare(name),
    ...(name === 'mood' ? { typeSchema: 'app' } : name === 'loose' ? { typeSchema: 'public' } : {}),
  }),
);

/** What the parser says; undefined for what it refuses. */
function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let printed: readonly string[] = [];
  beforeAll(async () => {
    const named = Object.entries(columns).map(([name, { type }]) => `${name} ${type}`);
    database = await createDatabase(
      major,
      `create extension citext;
      create schema app;
      create type app."Mood" as enum ('ok', 'so, so');
      create type pair as (left_side text);
      create table t (${named.join(', ')}, tags text[], pair pair)`,
    );
    const { numRuns = 400, seed = 1 } = lawRuns(400);
    const conditions = [...new Set(fc.sample(condition, { numRuns, seed }))];
    const added = conditions.map((sql, i) => `add constraint c${i} check (${sql})${i % 5 === 0 ? ' not valid' : ''}`);
    await database.sql(`alter table t ${added.join(',\n')}`);
    await database.sql(`create domain kind as text constraint k check (value in ('a', 'b')) check (value = 'c')`);
    await database.sql(`begin;${catalogSettings({ lockTimeoutMs: 1000, statementTimeoutMs: 30_000 })}`);
    printed = (
      await database.sql(`select pg_get_constraintdef(oid) as text from pg_constraint
      where contype = 'c' order by conname`)
    ).map(({ text }) => String(text));
  });
  afterAll(() => database.drop());

  test('what is read in a CHECK as the server prints it is what its own parser says, to the last value', () => {
    const wrong = printed.flatMap((text) =>
      subjects.flatMap((subject) => {
        const [said, meant] = [readAllowedSet(text, subject), parseAllowedSet(text, subject)];
        return JSON.stringify(said) === JSON.stringify(meant) || hasCase(text) ? [] : [{ text, subject, said, meant }];
      }),
    );
    expect(wrong).toEqual([]);
    const found = printed.filter((text) => subjects.some((subject) => readAllowedSet(text, subject) !== undefined));
    expect(found.length).toBeGreaterThan(printed.length / 5);
  });

  test('a column that a CHECK speaks of is never overlooked', () => {
    const overlooked = printed.flatMap((text) =>
      subjects.filter(({ column }) => parseMentions(text, column) && !mentions(text, column)).map((it) => [text, it]),
    );
    expect(overlooked).toEqual([]);
    expect(subjects.filter(({ column }) => mentions("CHECK ((s = 'value'::text))", column))).toEqual([{ column: 's' }]);
  });

  test('SQL made of a printed text by losing, gaining or swapping words proves nothing that the parser does not prove', () => {
    const damaged = fc.record({
      text: fc.constantFrom(...printed),
      from: fc.nat(),
      to: fc.nat(),
      how: fc.constantFrom('lose' as const, 'gain' as const, 'swap' as const),
    });
    const runs = lawRuns<[Damage]>(3000);
    let accepted = 0;
    fc.assert(
      fc.property(damaged, (damage) => {
        const text = damageText(damage);
        for (const subject of subjects) {
          const said = readAllowedSet(text, subject);
          // What is no SQL at all no server prints.
          if (said === undefined || parsed(() => parseMentions(text, subject.column)) === undefined) continue;
          accepted += 1;
          expect(said).toEqual(parseAllowedSet(text, subject));
        }
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan((runs.numRuns ?? 0) / 50);
  });

  test('every type reads as the parser reads it, also as an array, with a length, and under hostile names', async () => {
    await database.sql('rollback');
    await database.sql(`create schema "o.d"; create domain "o.d"."ty""pe[]" as text; create domain app."time" as text`);
    await database.sql(`begin;${catalogSettings({ lockTimeoutMs: 1000, statementTimeoutMs: 30_000 })}`);
    const names = await database.sql(`select distinct format_type(t.oid, m.m) as name
      from pg_type t, (values (null), (-1), (5), (393222)) m (m)
      where t.typtype <> 'p' and (t.typtypmod = -1 or m.m = -1)
        and (t.typname ~ '^_?(bit|varbit|bpchar|varchar|numeric|time|timetz|timestamp|timestamptz)$' or m.m is null or m.m = -1)`);
    const read = names.map(({ name }) => String(name));
    const odd = ['interval day to second(3)', 'interval year', 'numeric(5,-2)', 'app."time"', 'character varying[]'];
    const wrong = [...read, ...odd].flatMap((name) => {
      const [said, meant] = [readTypeName(name), parsed(() => parseTypeName(name))];
      // How the parser writes an interval's fields down is its own affair.
      const isInterval = said?.path[0] === 'interval' && said.isModified && meant?.isModified === true;
      return isInterval || JSON.stringify(said) === JSON.stringify(meant) ? [] : [{ name, said, meant }];
    });
    expect(wrong).toEqual([]);
    expect(read).toContain('"o.d"."ty""pe[]"');
  });

  test("a foreign key's columns read as the parser reads them", async () => {
    await database.sql('rollback');
    await database.sql(`create table app."So (much)" ("ON" int primary key, b int, unique (b, "ON"));
      create table refers (
        "Key" int references app."So (much)" on delete set null,
        plain int references app."So (much)" ("ON") on update cascade deferrable initially deferred,
        foreign key (plain, "Key") references app."So (much)" (b, "ON") match full
      )`);
    await database.sql(`begin;${catalogSettings({ lockTimeoutMs: 1000, statementTimeoutMs: 30_000 })}`);
    const keys = await database.sql(`select pg_get_constraintdef(oid) as text from pg_constraint where contype = 'f'`);
    const [said, meant] = [readForeignKey, parseForeignKey].map((read) => keys.map(({ text }) => read(String(text))));
    expect(said).toEqual(meant);
    expect(
      said
        ?.filter((key) => key !== undefined)
        .map(({ from }) => from)
        .sort(),
    ).toEqual(['Key', 'plain']);
  });
});

interface Damage {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly how: 'lose' | 'gain' | 'swap';
}

/** Words are taken out, doubled or put elsewhere, whole. */
function damageText({ text, from, to, how }: Damage): string {
  const words: readonly string[] = text.match(/\s+|"(?:[^"]|"")*"|'(?:[^']|'')*'|\w+|::|<@|<>|./gsu) ?? [];
  const [i, j] = [from % words.length, to % words.length];
  const [word, other] = [words[i] ?? '', words[j] ?? ''];
  switch (how) {
    case 'lose':
      return words.toSpliced(i, 1).join('');
    case 'gain':
      return words.toSpliced(i, 0, other).join('');
    case 'swap':
      return words.with(i, other).with(j, word).join('');
  }
}

function hasCase(text: string): boolean {
  return text.includes('CASE');
}
