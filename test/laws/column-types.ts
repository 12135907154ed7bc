/** A built-in type, and what can be said of a column of it. */
export interface ColumnType {
  readonly sql: string;
  /** Whether a plain btree index and a key can hold it. */
  readonly isSortable: boolean;
  readonly defaults: readonly string[];
  /** Conditions on a column of the type; `{c}` stands for the column. */
  readonly checks: readonly string[];
  /** Index expressions over the column, method and operator class included. */
  readonly indexes?: readonly string[];
}

const number = {
  isSortable: true,
  checks: ['{c} > 0', '{c} between 1 and 10 or {c} = 42', '{c} in (1, 2, 3)', '({c} + 1) * 2 <> -7'],
};
const text = {
  isSortable: true,
  checks: [
    "{c} <> ''",
    "{c} in ('draft', 'it''s', '')",
    'length({c}) < 100',
    "lower({c}) = {c} and ({c} like 'a%' or not ({c} ~ '^b'))",
    "{c} = any (array['x', 'y'])",
  ],
  indexes: ['using btree (lower({c}))', 'using btree ({c} collate "C" desc nulls last)', 'using hash ({c})'],
};
const time = { isSortable: true, checks: ["{c} > '2000-01-01'", '{c} is not null'] };

/** The types that random columns take, with what people write beside them. */
export const columnTypes: readonly ColumnType[] = [
  { sql: 'integer', defaults: ['0', '-1', '(1 + 2)', "length('abc')"], ...number },
  { sql: 'bigint', defaults: ['9000000000'], ...number },
  { sql: 'smallint', defaults: ['7'], ...number },
  { sql: 'numeric(10,2)', defaults: ['0', '1.50', '-0.01'], ...number },
  { sql: 'numeric', defaults: ['1e3'], ...number },
  { sql: 'double precision', defaults: ["'NaN'", '0.1'], ...number },
  { sql: 'real', defaults: ['1.5'], ...number },
  {
    sql: 'text',
    defaults: ["''", "'it''s'", "('a' || 'b')", "upper('x')", "E'\\\\n'", 'current_user', 'null'],
    ...text,
    indexes: [...text.indexes, 'using btree ({c} text_pattern_ops)', "using gin (to_tsvector('simple', {c}))"],
  },
  { sql: 'character varying(50)', defaults: ["'draft'", "'x'::varchar"], ...text },
  { sql: 'character varying', defaults: ["'draft'::text"], ...text },
  { sql: 'character(3)', defaults: ["'EUR'"], isSortable: true, checks: ["{c} <> 'USD'"] },
  { sql: 'name', defaults: ["'n'"], isSortable: true, checks: [] },
  { sql: 'boolean', defaults: ['true', 'false', '(not true)'], isSortable: true, checks: ['{c}', '{c} is not true'] },
  { sql: 'date', defaults: ['current_date', "'2024-02-29'", "(date '2024-01-01' + 7)"], ...time },
  {
    sql: 'timestamp with time zone',
    defaults: ['now()', 'current_timestamp', "(now() + interval '1 day')", "'2024-01-01 00:00:00+00'"],
    ...time,
    indexes: ["using btree (timezone('UTC', {c}))", 'using brin ({c})'],
  },
  {
    sql: 'timestamp(3) without time zone',
    defaults: ["timezone('utc', now())", 'localtimestamp', "(now() at time zone 'utc')"],
    ...time,
    indexes: ["using btree (date_trunc('day', {c}))", 'using btree (extract(year from {c}))'],
  },
  { sql: 'time without time zone', defaults: ["'12:00'"], isSortable: true, checks: [] },
  { sql: 'interval', defaults: ["'1 day'", "'1 year 2 mons'"], isSortable: true, checks: ["{c} < '1 day'"] },
  { sql: 'interval day to second(3)', defaults: ["'1 day'"], isSortable: true, checks: [] },
  {
    sql: 'uuid',
    defaults: ['gen_random_uuid()', "'00000000-0000-0000-0000-000000000000'"],
    isSortable: true,
    checks: [],
  },
  {
    sql: 'jsonb',
    defaults: ["'{}'", "'[]'::jsonb", "jsonb_build_object('a', 1)"],
    isSortable: true,
    checks: ["jsonb_typeof({c}) = 'object'", "{c} ? 'a' or {c} ->> 'b' is null"],
    indexes: ['using gin ({c} jsonb_path_ops)', "using btree (({c} ->> 'a'))"],
  },
  { sql: 'json', defaults: ["'{}'"], isSortable: false, checks: [] },
  { sql: 'bytea', defaults: ["'\\x00ff'"], isSortable: true, checks: ['octet_length({c}) < 9'] },
  { sql: 'inet', defaults: ["'127.0.0.1'"], isSortable: true, checks: [] },
  {
    sql: 'text[]',
    defaults: ["'{}'", "array['a', 'b']", "'{}'::text[]"],
    isSortable: true,
    checks: ["{c} <> '{}'", 'cardinality({c}) > 0', "'a' = any ({c})"],
    indexes: ['using gin ({c})'],
  },
  { sql: 'integer[]', defaults: ["'{1,2}'"], isSortable: true, checks: ['array_length({c}, 1) = 2'] },
  {
    sql: 'int4range',
    defaults: ["'[1,5)'", 'int4range(1, 5)'],
    isSortable: true,
    checks: ['not isempty({c})'],
    indexes: ['using gist ({c})'],
  },
  { sql: 'point', defaults: ['point(0, 0)'], isSortable: false, checks: [], indexes: ['using gist ({c})'] },
  { sql: 'bit varying(8)', defaults: ["B'101'"], isSortable: true, checks: [] },
  { sql: 'tsvector', defaults: ["''"], isSortable: true, checks: [], indexes: ['using gin ({c})'] },
  { sql: '"char"', defaults: ["'a'"], isSortable: true, checks: ["{c} in ('a', 'b')"] },
  { sql: 'oid', defaults: ['0'], isSortable: true, checks: [] },
];
