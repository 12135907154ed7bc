import { formatChildId, formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';
import type { ColumnRow } from './columns.ts';
import type { ConstraintRow } from './constraints.ts';
import type { DomainRow } from './domains.ts';
import type { EnumRow } from './enums.ts';
import type { ExtensionRow } from './extensions.ts';
import type { IndexRow } from './indexes.ts';
import type { SchemaRow } from './schemas.ts';
import type { SequenceRow } from './sequences.ts';
import type { TableRow } from './tables.ts';

/**
 * A catalog's rows refer to each other by these numbers, which mean nothing in another database. As text: JSON made by
 * the server holds them so.
 */
export type Oid = string;

/** The rows that name objects. */
export interface NamedRows {
  readonly schemas: readonly SchemaRow[];
  readonly extensions: readonly ExtensionRow[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly sequences: readonly SequenceRow[];
  readonly enums: readonly EnumRow[];
  readonly domains: readonly DomainRow[];
}

/** The ids of the objects of one catalog by their numbers; undefined for what is not modelled or left out. */
export interface Names {
  readonly schema: (oid: Oid) => ObjectId | undefined;
  readonly extension: (oid: Oid) => ObjectId | undefined;
  readonly table: (oid: Oid) => ObjectId | undefined;
  /** By the table's number and the column's. */
  readonly column: (table: Oid, number: number) => ObjectId | undefined;
  /** An index of its own; that behind a constraint goes by {@link constraintOfIndex}. */
  readonly index: (oid: Oid) => ObjectId | undefined;
  readonly constraintOfIndex: (index: Oid) => ObjectId | undefined;
  readonly constraint: (oid: Oid) => ObjectId | undefined;
  readonly sequence: (oid: Oid) => ObjectId | undefined;
  /** An enum, a domain, or a table's row type; an array goes by its elements' type. */
  readonly type: (oid: Oid) => ObjectId | undefined;
}

/** Names every object that the rows hold. */
export function nameObjects(rows: NamedRows): Names {
  const schemaNames = new Map(rows.schemas.map(({ oid, name }) => [oid, name]));
  const inSchema = (kind: string) => (row: { readonly oid: Oid; readonly schema: Oid; readonly name: string }) =>
    [row.oid, formatObjectId(kind, [schemaNames.get(row.schema) ?? '', row.name])] as const;

  const schemas = new Map(rows.schemas.map(({ oid, name }) => [oid, formatObjectId('schema', [name])]));
  const extensions = new Map(rows.extensions.map(({ oid, name }) => [oid, formatObjectId('extension', [name])]));
  const tables = new Map(rows.tables.map(inSchema('table')));
  const domains = new Map(rows.domains.map(inSchema('domain')));
  const columns = new Map<Oid, (ObjectId | undefined)[]>(rows.tables.map(({ oid }) => [oid, []]));
  for (const { table, number, name } of rows.columns) {
    const id = tables.get(table);
    const ofTable = columns.get(table);
    if (id !== undefined && ofTable !== undefined) ofTable[number] = formatChildId('column', id, name);
  }
  const indexes = new Map(rows.indexes.map(inSchema('index')));
  const sequences = new Map(rows.sequences.map(inSchema('sequence')));
  const constraints = new Map<Oid, ObjectId>();
  for (const { oid, parent, isOnDomain, name } of rows.constraints) {
    // Numbers are unique within one catalog only: a domain may have a table's.
    const id = (isOnDomain ? domains : tables).get(parent);
    if (id !== undefined) constraints.set(oid, formatChildId('constraint', id, name));
  }
  const constraintsOfIndexes = new Map(
    rows.constraints.flatMap(({ oid, index }) => (index === null ? [] : [[index, constraints.get(oid)]])),
  );
  const enums = new Map(rows.enums.map(inSchema('enum')));
  const types = new Map<Oid, ObjectId | undefined>([
    ...enums,
    ...domains,
    ...rows.enums.map(({ oid, arrayType }) => [arrayType, enums.get(oid)] as const),
    ...rows.domains.map(({ oid, arrayType }) => [arrayType, domains.get(oid)] as const),
    ...rows.tables.map(({ oid, rowType }) => [rowType, tables.get(oid)] as const),
  ]);
  return {
    schema: (oid) => schemas.get(oid),
    extension: (oid) => extensions.get(oid),
    table: (oid) => tables.get(oid),
    column: (table, number) => columns.get(table)?.[number],
    index: (oid) => indexes.get(oid),
    constraintOfIndex: (index) => constraintsOfIndexes.get(index),
    constraint: (oid) => constraints.get(oid),
    sequence: (oid) => sequences.get(oid),
    type: (oid) => types.get(oid),
  };
}
