/** How much a generated schema holds, counted as PostgreSQL counts its catalog rows. */
export interface SchemaSize {
  readonly tables: number;
  readonly columns: number;
  /** Those behind keys included. */
  readonly indexes: number;
  readonly constraints: number;
  readonly views: number;
  readonly functions: number;
}

const schemas = ['public', 'billing', 'content', 'Audit Log'];

const columnTypes = [
  'text not null',
  'character varying(120)',
  'timestamp with time zone default now() not null',
  'numeric(12,2) default 0 not null',
  'boolean default false not null',
  "jsonb default '{}'::jsonb not null",
  'integer',
  'uuid default gen_random_uuid()',
  'text[]',
];

/** The name of the nth table, qualified. */
function tableName(n: number): string {
  return `"${schemas[n % schemas.length]}".${n % 50 === 7 ? `"Table ${n}"` : `table_${n}`}`;
}

/**
 * Writes the SQL of a schema of a middling company's size: every table has a key, 12 columns, a unique constraint and
 * a foreign key, most have a check, and each has three or four more indexes (partial, expression, INCLUDE); every
 * twentieth table is joined with its parent in a view and looked up by a function.
 * The same numbers give the same text.
 */
export function generateSchema(tables: number): string {
  const numbers = Array.from({ length: tables }, (_, n) => n);
  return [
    ...schemas.filter((schema) => schema !== 'public').map((schema) => `create schema "${schema}";`),
    ...Array.from({ length: 20 }, (_, n) => `create type public.state_${n} as enum ('new', 'open', 'done', 'x${n}');`),
    "create domain public.email as text check (value like '%@%');",
    ...numbers.map(createTable),
    ...numbers.flatMap(createIndexes),
    ...numbers.map(
      (n) => `alter table ${tableName(n)} add foreign key (parent_id) references ${tableName(Math.floor(n / 2))};`,
    ),
    ...numbers.filter((n) => n % 20 === 10).flatMap(createViewAndFunction),
  ].join('\n');
}

function createTable(n: number): string {
  const key = n % 3 === 0 ? 'bigint generated always as identity' : n % 3 === 1 ? 'bigserial' : 'uuid';
  const parentKey = Math.floor(n / 2) % 3 === 2 ? 'uuid' : 'bigint';
  const plain = columnTypes.map((type, i) => `  column_${i} ${type},`);
  return [
    `create table ${tableName(n)} (`,
    `  id ${key} primary key,`,
    `  parent_id ${parentKey},`,
    `  status public.state_${n % 20} default 'new' not null,`,
    ...plain.slice(0, n % 11 === 0 ? 7 : 9),
    ...(n % 3 === 0 ? [] : [`  check (column_3 >= 0 and status in ('new', 'open')),`]),
    '  unique (column_0, column_2)',
    ');',
  ].join('\n');
}

function createIndexes(n: number): readonly string[] {
  const table = tableName(n);
  return [
    `create index on ${table} (status) include (column_2);`,
    `create index on ${table} (lower(column_0));`,
    `create index on ${table} (parent_id) where column_4;`,
    ...(n % 20 < 9 ? [`create index on ${table} (column_2 desc nulls last, column_6);`] : []),
  ];
}

function createViewAndFunction(n: number): readonly string[] {
  const [table, parent] = [tableName(n), tableName(Math.floor(n / 2))];
  return [
    `create view public.view_${n} as`,
    `  select t.id, t.status, p.column_0 as parent from ${table} t left join ${parent} p on p.id = t.parent_id`,
    `  where t.column_4 and t.column_3 between 1 and 100;`,
    `create function public.count_${n}(wanted integer) returns bigint language sql stable`,
    `  as $$ select count(*) from ${table} where column_6 = wanted $$;`,
  ];
}

/** DDL that makes a database differ from the generated schema, in one object a statement. */
export function driftingStatements(tables: number): readonly string[] {
  const at = (part: number) => tableName(Math.floor(tables * part));
  return [
    `alter table ${at(0.11)} drop column column_1;`,
    `alter table ${at(0.22)} alter column column_3 drop default;`,
    `alter table ${at(0.33)} alter column column_0 drop not null;`,
    `alter table ${at(0.44)} alter column column_1 type character varying(200);`,
    `alter table ${at(0.55)} add column stray integer;`,
    `create index stray_index on ${at(0.66)} (column_6);`,
    `alter type public.state_3 add value 'stray';`,
  ];
}

/** Counts what a database of PostgreSQL holds outside its own schemas. */
export const countSql = `
  with relations as (
    select c.oid, c.relkind
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  )
  select
    (select count(*)::int from relations where relkind in ('r', 'p')) as tables,
    (select count(*)::int from pg_catalog.pg_attribute a join relations r on r.oid = a.attrelid
     where r.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped) as columns,
    (select count(*)::int from relations where relkind in ('i', 'I')) as indexes,
    (select count(*)::int from pg_catalog.pg_constraint k join relations r on r.oid = k.conrelid
     where k.contype <> 'n') as constraints,
    (select count(*)::int from relations where relkind = 'v') as views,
    (select count(*)::int from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as functions`;
