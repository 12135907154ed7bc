import { formatChildId, formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';

/**
 * A catalog's rows refer to each other by these numbers, which mean nothing in another database. As text: JSON made by
 * the server holds them so.
 */
export type Oid = string;

/** The ids of the objects of one catalog by their numbers; undefined for what is not modelled or left out. */
export interface Names {
  readonly schema: (oid: Oid) => ObjectId | undefined;
  readonly extension: (oid: Oid) => ObjectId | undefined;
  readonly table: (oid: Oid) => ObjectId | undefined;
  /** By the table's number and the column's. */
  readonly column: (table: Oid, number: number) => ObjectId | undefined;
  /** What the column is called, as it is. */
  readonly columnName: (table: Oid, number: number) => string | undefined;
  /** An index of its own; that behind a constraint goes by {@link constraintOfIndex}. */
  readonly index: (oid: Oid) => ObjectId | undefined;
  readonly constraintOfIndex: (index: Oid) => ObjectId | undefined;
  readonly constraint: (oid: Oid) => ObjectId | undefined;
  readonly sequence: (oid: Oid) => ObjectId | undefined;
  /** An enum, a domain, or a table's row type; an array goes by its elements' type. */
  readonly type: (oid: Oid) => ObjectId | undefined;
  /** Any other object, by the catalog that holds it (`pg_collation`) and its number there. */
  readonly object: (catalog: string, oid: Oid) => ObjectId | undefined;
  /** Names what lives in a schema: `collation:app.german`. */
  readonly inSchema: (kind: string, row: InSchema) => ObjectId;
}

/** What lives in a schema, as rows tell it. */
export interface InSchema {
  readonly schema: Oid;
  readonly name: string;
}

/** What a name is made of, as rows tell it. */
interface Named {
  readonly oid: Oid;
  readonly name: string;
}

interface NamedInSchema extends Named, InSchema {}

interface NamedType extends NamedInSchema {
  readonly arrayType: Oid;
}

interface NamedTable extends NamedInSchema {
  readonly kind: string;
  readonly rowType: Oid;
}

interface NamedColumn {
  readonly table: Oid;
  readonly number: number;
  readonly name: string;
}

interface NamedConstraint extends Named {
  readonly parent: Oid;
  readonly isOnDomain: boolean;
  readonly index: Oid | null;
}

/** Names that grow part by part; a part is added after those that its rows refer to. */
export interface GrowingNames extends Names {
  readonly addSchemas: (rows: readonly Named[]) => void;
  readonly addExtensions: (rows: readonly Named[]) => void;
  readonly addTables: (rows: readonly NamedTable[]) => void;
  readonly addEnums: (rows: readonly NamedType[]) => void;
  readonly addDomains: (rows: readonly NamedType[]) => void;
  readonly addColumns: (rows: readonly NamedColumn[]) => void;
  readonly addConstraints: (rows: readonly NamedConstraint[]) => void;
  readonly addIndexes: (rows: readonly NamedInSchema[]) => void;
  readonly addSequences: (rows: readonly NamedInSchema[]) => void;
  /** A type of a kind that has no adder of its own: also for the numbers of its array and multirange types. */
  readonly addType: (oid: Oid, id: ObjectId) => void;
  /** Finds it again by {@link Names.object}. */
  readonly addObject: (catalog: string, oid: Oid, id: ObjectId) => void;
}

/** Names without any objects yet. */
export function makeNames(): GrowingNames {
  const schemas = new Map<Oid, ObjectId>();
  const schemaNames = new Map<Oid, string>();
  const extensions = new Map<Oid, ObjectId>();
  const tables = new Map<Oid, ObjectId>();
  const columns = new Map<Oid, (ObjectId | undefined)[]>();
  const columnNames = new Map<Oid, (string | undefined)[]>();
  const types = new Map<Oid, ObjectId>();
  const constraints = new Map<Oid, ObjectId>();
  const constraintsOfIndexes = new Map<Oid, ObjectId>();
  const indexes = new Map<Oid, ObjectId>();
  const sequences = new Map<Oid, ObjectId>();
  const others = new Map<string, ObjectId>();
  const inSchema = (kind: string, { schema, name }: InSchema) =>
    formatObjectId(kind, [schemaNames.get(schema) ?? '', name]);
  const addTypes = (kind: string, rows: readonly NamedType[]) => {
    for (const row of rows) {
      const id = inSchema(kind, row);
      types.set(row.oid, id).set(row.arrayType, id);
    }
  };
  return {
    schema: (oid) => schemas.get(oid),
    extension: (oid) => extensions.get(oid),
    table: (oid) => tables.get(oid),
    column: (table, number) => columns.get(table)?.[number],
    columnName: (table, number) => columnNames.get(table)?.[number],
    index: (oid) => indexes.get(oid),
    constraintOfIndex: (index) => constraintsOfIndexes.get(index),
    constraint: (oid) => constraints.get(oid),
    sequence: (oid) => sequences.get(oid),
    type: (oid) => types.get(oid),
    object: (catalog, oid) => others.get(`${catalog} ${oid}`),
    inSchema,
    addSchemas: (rows) => {
      for (const { oid, name } of rows) {
        schemas.set(oid, formatObjectId('schema', [name]));
        schemaNames.set(oid, name);
      }
    },
    addExtensions: (rows) => {
      for (const { oid, name } of rows) extensions.set(oid, formatObjectId('extension', [name]));
    },
    addTables: (rows) => {
      for (const row of rows) {
        const id = inSchema(row.kind === 'f' ? 'foreign-table' : 'table', row);
        tables.set(row.oid, id);
        types.set(row.rowType, id);
      }
    },
    addEnums: (rows) => addTypes('enum', rows),
    addDomains: (rows) => addTypes('domain', rows),
    addColumns: (rows) => {
      for (const { table, number, name } of rows) {
        const id = tables.get(table);
        if (id === undefined) continue;
        put(columns, table, number, formatChildId('column', id, name));
        put(columnNames, table, number, name);
      }
    },
    addConstraints: (rows) => {
      for (const { oid, parent, isOnDomain, name, index } of rows) {
        // Numbers are unique within one catalog only: a domain may have a table's.
        const whole = (isOnDomain ? types : tables).get(parent);
        if (whole === undefined) continue;
        const id = formatChildId('constraint', whole, name);
        constraints.set(oid, id);
        if (index !== null) constraintsOfIndexes.set(index, id);
      }
    },
    addIndexes: (rows) => {
      for (const row of rows) indexes.set(row.oid, inSchema('index', row));
    },
    addSequences: (rows) => {
      for (const row of rows) sequences.set(row.oid, inSchema('sequence', row));
    },
    addType: (oid, id) => {
      types.set(oid, id);
    },
    addObject: (catalog, oid, id) => {
      others.set(`${catalog} ${oid}`, id);
    },
  };
}

function put<T>(lists: Map<Oid, (T | undefined)[]>, list: Oid, place: number, value: T): void {
  const known = lists.get(list);
  if (known) known[place] = value;
  else {
    const begun: (T | undefined)[] = [];
    begun[place] = value;
    lists.set(list, begun);
  }
}
