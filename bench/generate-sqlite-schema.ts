/** How much a generated schema holds. */
export interface SqliteSchemaSize {
  readonly tables: number;
  readonly columns: number;
  readonly indexes: number;
  readonly foreignKeys: number;
  readonly views: number;
  readonly triggers: number;
}

const plainColumns = [
  'title text not null',
  'slug varchar(120) collate nocase',
  'created_at timestamp not null default current_timestamp',
  'price numeric(12, 2) not null default 0',
  'is_hidden boolean not null default false',
  "settings json not null default '{}'",
  'amount integer',
  'ratio real',
  'payload blob',
];

/** The name of the nth table. */
function tableName(n: number): string {
  return n % 50 === 7 ? `"Table ${n}"` : `table_${n}`;
}

/**
 * Writes the SQL of a schema of a middling company's size: every table has a key, a foreign key, a unique constraint,
 * a check and some 12 columns, one of them generated, and three indexes (plain, partial, expression); every tenth has a
 * trigger, every twentieth is joined with its parent in a view. The same numbers give the same text.
 *
 * @param hasChecks whether tables have their check
 */
export function generateSqliteSchema(tables: number, hasChecks = true): string {
  const numbers = Array.from({ length: tables }, (_, n) => n);
  return [
    'begin;',
    ...numbers.map((n) => createTable(n, hasChecks)),
    ...numbers.flatMap(createIndexes),
    ...numbers.filter((n) => n % 20 === 10).map(createView),
    ...numbers.filter((n) => n % 10 === 3).map(createTrigger),
    'commit;',
  ].join('\n');
}

function createTable(n: number, hasCheck: boolean): string {
  const check = hasCheck ? ` check (status in ('new', 'open', 'done', 'x${n}'))` : '';
  return [
    `create table ${tableName(n)} (`,
    `  id integer primary key${n % 3 === 0 ? ' autoincrement' : ''},`,
    `  parent_id integer references ${tableName(Math.floor(n / 2))} (id) on delete cascade,`,
    `  status text not null default 'new'${check},`,
    ...plainColumns.slice(0, n % 11 === 0 ? 7 : 9).map((column) => `  ${column},`),
    '  total numeric generated always as (price * amount) stored,',
    '  unique (title, created_at)',
    `)${n % 7 === 0 ? ' strict' : ''};`,
  ]
    .join('\n')
    .replace(/^.*$/gmu, (line) => (n % 7 === 0 ? strictly(line) : line));
}

/** A STRICT table knows six types. */
function strictly(line: string): string {
  return line
    .replace(/varchar\(120\)|timestamp|json/u, 'text')
    .replace(/numeric(?:\(12, 2\))?/u, 'real')
    .replace('boolean', 'integer');
}

function createIndexes(n: number): readonly string[] {
  const table = tableName(n);
  return [
    `create index ix_${n}_status on ${table} (status, created_at desc);`,
    `create index ix_${n}_slug on ${table} (lower(slug));`,
    `create unique index ux_${n}_parent on ${table} (parent_id, title) where is_hidden = 0;`,
  ];
}

function createView(n: number): string {
  const [table, parent] = [tableName(n), tableName(Math.floor(n / 2))];
  return `create view view_${n} as select t.id, t.status, p.title as parent from ${table} t left join ${parent} p on p.id = t.parent_id where t.price between 1 and 100;`;
}

function createTrigger(n: number): string {
  const table = tableName(n);
  return `create trigger touch_${n} after update of title on ${table} when new.title <> old.title begin update ${table} set created_at = current_timestamp where id = new.id; end;`;
}

/** DDL that makes a database differ from the generated schema, in one object a statement. */
export function driftingSqliteStatements(tables: number): readonly string[] {
  const at = (part: number) => Math.floor(tables * part);
  return [
    `alter table ${tableName(at(0.11))} drop column settings;`,
    `alter table ${tableName(at(0.22))} add column stray integer;`,
    `create index stray_index on ${tableName(at(0.33))} (amount);`,
    `drop index ix_${at(0.44)}_status;`,
    `drop index ix_${at(0.55)}_slug; create index ix_${at(0.55)}_slug on ${tableName(at(0.55))} (upper(slug));`,
    'create table stray (id integer primary key);',
  ];
}

/** Counts what a database of SQLite holds. */
export const countSqliteSql = `
  with tables as materialized (select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\')
  select
    (select count(*) from tables) as tables,
    (select count(*) from tables t join pragma_table_xinfo(t.name)) as columns,
    (select count(*) from sqlite_schema where type = 'index') as indexes,
    (select count(*) from tables t join pragma_foreign_key_list(t.name)) as foreignKeys,
    (select count(*) from sqlite_schema where type = 'view') as views,
    (select count(*) from sqlite_schema where type = 'trigger') as triggers`;
