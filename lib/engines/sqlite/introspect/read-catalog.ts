import { makeSnapshot } from '../../../catalog/normalize.ts';
import { formatChildId, type ObjectId } from '../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import type {
  ColumnAttributes,
  ColumnNotes,
  CreatedNotes,
  IndexAttributes,
  TableAttributes,
  TriggerAttributes,
  ViewAttributes,
} from '../object-kinds.ts';
import { foldName, mainId, showName } from '../quote.ts';
import { readIndexText, readVirtualTable, textAfterName } from '../text/definition-text.ts';
import { readTableText } from '../text/table-text.ts';
import { affinityOf } from './affinity.ts';
import type { CatalogRows, ColumnRow, IndexRow } from './catalog-query.ts';
import { collateClause, groupKeys, type NamedObject, readConstraints } from './read-constraints.ts';
import type { TableRows } from './table-rows.ts';

/** Tables in which others keep books of their own: Litestream, Cloudflare D1, libSQL. */
const internalTables = /^(?:_litestream_(?:seq|lock)|_cf_\w+|libsql_\w+)$/u;

/** Makes the snapshot that stands for what the catalog query answered. */
export function readCatalog(rows: CatalogRows): {
  readonly snapshot: CatalogSnapshot;
  readonly diagnostics: readonly Diagnostic[];
} {
  const sqlOf = new Map(
    rows.objects.flatMap(([type, name, , sql]) => (type === 'table' ? [[name, sql] as const] : [])),
  );
  const listed = rows.tables.filter(([name]) => !internalTables.test(name));
  const columnsOf = Map.groupBy(rows.columns, ([table]) => table);
  const tables = listed
    .filter(([, type]) => type === 'table')
    .map(([name, , withoutRowid, strict]) => ({
      id: mainId('table', name),
      name,
      isStrict: strict === 1,
      isWithoutRowid: withoutRowid === 1,
      sql: sqlOf.get(name) ?? '',
      text: readTableText(sqlOf.get(name) ?? ''),
      columns: columnsOf.get(name) ?? [],
    }));
  const virtual = listed
    .filter(([, type]) => type === 'virtual')
    .map(([name]) => [name, sqlOf.get(name) ?? ''] as const);
  const keys = groupKeys(rows, tables);
  const made: readonly NamedObject[] = [
    ...tables.flatMap((table) => [
      tableObject(table),
      ...table.columns.map((row) => columnObject(table, row, isRowidAlias(row, keys.indexes.get(table.name)))),
    ]),
    ...virtual.map(([name, sql]) => virtualTable(name, sql)),
    ...tables.flatMap((table) => readConstraints(table, keys)),
    ...readIndexes(rows, tables),
    ...readViewsAndTriggers(rows),
  ];
  return {
    snapshot: makeSnapshot({
      engine: 'sqlite',
      serverVersion: rows.version,
      objects: made.map(({ id, attributes }) => [id, attributes] as const),
      dependencies: dependenciesOf(made),
      notes: Object.fromEntries(made.flatMap(({ id, notes }) => (notes === undefined ? [] : [[id, notes]]))),
    }),
    diagnostics: unknownModules(virtual, rows.modules),
  };
}

function tableObject({ id, isStrict, isWithoutRowid, sql }: TableRows): NamedObject {
  return {
    id,
    attributes: {
      ...(isStrict ? { isStrict } : {}),
      ...(isWithoutRowid ? { isWithoutRowid } : {}),
    } satisfies TableAttributes,
    notes: { sql } satisfies CreatedNotes,
  };
}

function virtualTable(name: string, sql: string): NamedObject {
  return { id: mainId('table', name), attributes: readVirtualTable(sql), notes: { sql } satisfies CreatedNotes };
}

function columnObject(
  table: TableRows,
  [, position, name, type, notNull, defaultText, , hidden]: ColumnRow,
  isRowidAlias: boolean,
): NamedObject {
  const text = table.text.columns.get(foldName(name));
  const collation = text?.collation?.toUpperCase();
  const onNull = table.text.conflicts.find((each) => each.of === 'NOT NULL' && each.columns[0] === foldName(name));
  const attributes: ColumnAttributes = {
    belongsTo: [table.id],
    declaredType: type.toUpperCase(),
    affinity: affinityOf(type, table.isStrict),
    // Whoever gives a rowid NULL gets a number, also where NOT NULL is said.
    isNullable: notNull === 0 || isRowidAlias,
    ...(onNull === undefined ? {} : { onNull: onNull.clause }),
    ...(isRowidAlias ? { isRowidAlias } : {}),
    ...(defaultText === null || isNull(defaultText) ? {} : { default: defaultText }),
    ...(hidden === 2 ? { generated: 'virtual' } : hidden === 3 ? { generated: 'stored' } : {}),
    ...(text?.generatedAs === undefined ? {} : { generatedAs: text.generatedAs }),
    ...(collation === undefined || collation === 'BINARY' ? {} : { collation }),
  };
  const notes: ColumnNotes = {
    position,
    ...(text === undefined ? {} : { definition: text.definition, isKey: text.isKey }),
  };
  return { id: formatChildId('column', table.id, name), attributes, notes };
}

/** Every other primary key has an index of its own, also that of a table WITHOUT ROWID. */
function isRowidAlias([, , , , , , key]: ColumnRow, indexes: readonly IndexRow[] = []): boolean {
  return key > 0 && !indexes.some(([, , , origin]) => origin === 'pk');
}

/** A column without a default gets NULL as well. */
function isNull(text: string): boolean {
  return text.toUpperCase() === 'NULL';
}

function readIndexes(rows: CatalogRows, tables: readonly TableRows[]): readonly NamedObject[] {
  const known = new Map(tables.map((table) => [table.name, table]));
  const keysOf = Map.groupBy(rows.indexes, ([, index]) => index);
  return rows.objects.flatMap(([type, name, tableName, sql]): NamedObject[] => {
    const table = known.get(tableName);
    if (type !== 'index' || table === undefined) return [];
    const keys = keysOf.get(name) ?? [];
    const text = readIndexText(sql);
    const parts = keys.map(([, , , , , cid, column, descending, collation], i) => {
      const subject = cid === -2 ? text.expressions[i] : showName(column ?? 'rowid');
      return `${subject}${collateClause(collation)}${descending === 1 ? ' DESC' : ''}`;
    });
    const where = text.where === undefined ? '' : ` WHERE ${text.where}`;
    const attributes: IndexAttributes = {
      belongsTo: [table.id],
      isUnique: keys[0]?.[2] === 1,
      definition: `(${parts.join(', ')})${where}`,
    };
    return [{ id: mainId('index', name), attributes, notes: { sql } satisfies CreatedNotes }];
  });
}

function readViewsAndTriggers(rows: CatalogRows): readonly NamedObject[] {
  const holders = new Map(
    rows.objects.flatMap(([type, name]) =>
      type === 'table' || type === 'view' ? [[foldName(name), mainId(type, name)] as const] : [],
    ),
  );
  return rows.objects.flatMap(([type, name, on, sql]): NamedObject[] => {
    if (type === 'view') {
      return [
        {
          id: mainId('view', name),
          attributes: { definition: textAfterName(sql, 'VIEW') } satisfies ViewAttributes,
          notes: { sql } satisfies CreatedNotes,
        },
      ];
    }
    if (type !== 'trigger') return [];
    // A trigger may name its table in other letters than the table has.
    const holder = holders.get(foldName(on)) ?? mainId('table', on);
    const attributes: TriggerAttributes = { belongsTo: [holder], definition: textAfterName(sql, 'TRIGGER') };
    return [{ id: mainId('trigger', name), attributes, notes: { sql } satisfies CreatedNotes }];
  });
}

/** SQLite lets nearly everything be made before what it names; only what it looks at at once is said here. */
function dependenciesOf(made: readonly NamedObject[]): readonly (readonly [ObjectId, readonly ObjectId[]])[] {
  return made.flatMap(({ id, attributes }) => {
    const needs = [
      ...((attributes.belongsTo as readonly ObjectId[] | undefined) ?? []),
      ...(typeof attributes.references === 'string' ? [attributes.references] : []),
    ];
    return needs.length === 0 ? [] : [[id, needs] as const];
  });
}

function unknownModules(
  virtual: readonly (readonly [name: string, sql: string])[],
  modules: readonly string[],
): readonly Diagnostic[] {
  const known = new Set(modules.map((name) => name.toLowerCase()));
  return virtual.flatMap(([name, sql]): readonly Diagnostic[] => {
    const { module } = readVirtualTable(sql);
    if (known.has(module)) return [];
    return [
      {
        level: 'warning',
        code: 'virtual-table-module-unknown',
        message: `the virtual table ${showName(name)} is of the module ${module}, which this SQLite does not have: the tables behind it cannot be told from others`,
        remedy: `Leave them out of the comparison: ignore: ["table:main.${name}_*"].`,
        id: mainId('table', name),
      },
    ];
  });
}
