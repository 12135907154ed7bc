import fc from 'fast-check';
import { arbitraryName, quoteName } from './arbitrary-name.ts';

interface Column {
  readonly type: string;
  readonly isNotNull: boolean;
  /** Of what the column refuses. */
  readonly conflict: string;
  readonly default: string;
  readonly extra: 'none' | 'check' | 'unique' | 'collate' | 'stored' | 'virtual' | 'key' | 'references';
}

interface Table {
  readonly shape: 'plain' | 'strict' | 'without rowid' | 'autoincrement';
  readonly columns: readonly Column[];
  readonly constraints: readonly ('check' | 'unique' | 'foreign key')[];
  readonly indexes: readonly { readonly form: number; readonly isUnique: boolean }[];
  readonly hasView: boolean;
  readonly hasTrigger: boolean;
}

/** A schema for SQLite. What of it a drawn number leaves out is what another schema lacks. */
export interface SqliteSchema {
  readonly names: readonly string[];
  readonly tables: readonly Table[];
}

const column: fc.Arbitrary<Column> = fc.record({
  type: fc.constantFrom('integer', 'text', 'real', 'blob', 'any', 'int'),
  isNotNull: fc.boolean(),
  conflict: fc.constantFrom('', '', 'on conflict ignore', 'on conflict replace', 'on conflict abort'),
  default: fc.constantFrom('', '', "'x;y'", '7', '-1.5', "('a' || 'b')", 'null', 'current_timestamp', "x'00ff'"),
  extra: fc.constantFrom('none', 'none', 'check', 'unique', 'collate', 'stored', 'virtual', 'key', 'references'),
});

const table: fc.Arbitrary<Table> = fc.record({
  shape: fc.constantFrom('plain', 'plain', 'strict', 'without rowid', 'autoincrement'),
  columns: fc.array(column, { minLength: 1, maxLength: 4 }),
  constraints: fc.uniqueArray(fc.constantFrom('check', 'unique', 'foreign key'), { maxLength: 2 }),
  indexes: fc.array(fc.record({ form: fc.nat({ max: 4 }), isUnique: fc.boolean() }), { maxLength: 2 }),
  hasView: fc.boolean(),
  hasTrigger: fc.boolean(),
});

/** Names that SQLite takes for different ones, and keeps none of for itself. */
const names = fc.uniqueArray(
  arbitraryName.filter((name) => !/^sqlite_|^driftline_|^(?:rowid|_rowid_|oid)$/iu.test(name)),
  { minLength: 60, maxLength: 60, selector: (name) => name.toLowerCase() },
);

export const arbitrarySqlite: fc.Arbitrary<SqliteSchema> = fc.record({
  names,
  tables: fc.array(table, { minLength: 1, maxLength: 3 }),
});

/** A schema, and the same after somebody took parts of it away or made them otherwise. */
export const arbitrarySqlitePair: fc.Arbitrary<readonly [SqliteSchema, SqliteSchema]> = fc
  .tuple(arbitrarySqlite, fc.array(fc.nat({ max: 9 }), { minLength: 12, maxLength: 12 }))
  .map(([schema, dice]) => {
    let turn = 0;
    const roll = () => dice[turn++ % dice.length] ?? 0;
    const tables = schema.tables.map((each): Table | undefined => {
      const die = roll();
      if (die === 0 && schema.tables.length > 1) return undefined;
      const kept = each.columns.filter((_, i) => i === 0 || roll() > 3);
      return {
        ...each,
        columns: kept.map((one) => (roll() === 1 ? { ...one, isNotNull: !one.isNotNull, default: '7' } : one)),
        constraints: die === 1 ? [] : each.constraints,
        indexes: die === 2 ? [] : each.indexes,
        hasView: die === 3 ? false : each.hasView,
        hasTrigger: die === 4 ? false : each.hasTrigger,
      };
    });
    return [schema, { ...schema, tables: tables.map((each) => each ?? gone) }] as const;
  });

const gone: Table = { shape: 'plain', columns: [], constraints: [], indexes: [], hasView: false, hasTrigger: false };

/** Writes a schema as SQL, one statement each. Equal places have equal names, whatever else is there. */
export function writeSqlite({ names, tables }: SqliteSchema): readonly string[] {
  const nameAt = (place: number) => quoteName(names[place] ?? `n${place}`);
  return tables.flatMap((each, t) => {
    if (each.columns.length === 0) return [];
    const base = t * 20;
    const [name, key] = [nameAt(base), nameAt(base + 1)];
    const cells = each.columns.map((_, c) => nameAt(base + 2 + c));
    const [first = key] = cells;
    const definitions = each.columns.map((cell, c) => `${cells[c]} ${writeColumn(cell, cells[c] ?? key, key, name)}`);
    const constraints = each.constraints.map((kind) => writeConstraint(kind, first, key, name));
    const keyType = each.shape === 'autoincrement' ? 'integer primary key autoincrement' : 'integer primary key';
    const tail = each.shape === 'strict' ? ' strict' : each.shape === 'without rowid' ? ' without rowid' : '';
    return [
      `create table ${name} (${[`${key} ${keyType}`, ...definitions, ...constraints].join(', ')})${tail}`,
      ...each.indexes.map(
        ({ form, isUnique }, i) =>
          `create ${isUnique ? 'unique ' : ''}index ${nameAt(base + 10 + i)} on ${name} ${indexForms[form]?.replaceAll('{c}', () => first)}`,
      ),
      ...(each.hasView
        ? [`create view ${nameAt(base + 14)} as select ${first}, ${key} from ${name} where ${key} > 1`]
        : []),
      ...(each.hasTrigger
        ? [
            `create trigger ${nameAt(base + 15)} after delete on ${name} begin delete from ${name} where ${key} = old.${key}; end`,
          ]
        : []),
    ];
  });
}

const indexForms = ['({c})', '({c} desc)', '(lower({c}))', '({c}) where {c} is not null', '({c} collate nocase)'];

function writeColumn(cell: Column, name: string, key: string, table: string): string {
  if (cell.extra === 'stored' || cell.extra === 'virtual') return `${cell.type} as (${key} + 1) ${cell.extra}`;
  const isReference = cell.extra === 'references';
  return [
    cell.type,
    cell.isNotNull ? `not null ${cell.conflict}` : '',
    cell.default === '' || isReference ? '' : `default ${cell.default}`,
    cell.extra === 'check' ? `check (${name} <> 'never' or ${name} is null)` : '',
    cell.extra === 'unique' ? `unique ${cell.conflict}` : '',
    cell.extra === 'collate' ? 'collate nocase' : '',
    isReference ? `references ${table} (${key}) on delete cascade` : '',
  ].join(' ');
}

function writeConstraint(kind: Table['constraints'][number], column: string, key: string, table: string): string {
  if (kind === 'check') return `check (${column} is not ${key})`;
  return kind === 'unique' ? `unique (${column}, ${key})` : `foreign key (${column}) references ${table} (${key})`;
}
