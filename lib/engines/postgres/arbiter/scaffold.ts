import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { CollationAttributes, CompositeTypeAttributes, RangeTypeAttributes } from '../object-kinds.ts';
import type { AggregateAttributes, RoutineAttributes } from '../program-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart, quoteLiteral } from '../quote.ts';
import { writeAggregate, writeRoutine } from '../rules/programs/write-routines.ts';
import { writeCollation, writeCompositeType, writeRangeType } from '../rules/types/write-types.ts';

/** Makes scaffolds from one snapshot. */
export type Scaffolder = (ids: readonly ObjectId[], owner: ObjectId) => readonly string[];

/**
 * Prepares to write the statements that make the barest objects on which a text can be replayed: tables as columns with
 * their types, and the types, sequences, extensions and schemas that those stand on, as the snapshot's dependencies
 * have it. Kinds that are not made here are left out; a text that needs one then fails to be replayed, which is said.
 *
 * Each statement stands alone: when one fails, the rest is still worth running. The function takes the ids that are
 * needed, and the object whose text is in question, since what that depends on is needed too.
 *
 * @param counterpart the snapshot on the other side, which may know dependencies that nobody asked this one for
 */
export function makeScaffolder(snapshot: CatalogSnapshot, counterpart: CatalogSnapshot): Scaffolder {
  const columns = columnsByTable(snapshot);
  const needsOf = (id: ObjectId) => snapshot.dependencies[id] ?? counterpart.dependencies[id] ?? [];
  const notesOf = (id: ObjectId) => snapshot.notes?.[id] ?? counterpart.notes?.[id] ?? {};
  // A view needs columns, which stand where their whole table does.
  const groundsOf = (id: ObjectId) =>
    needsOf(id).map((need) =>
      kindOf(need) === 'column' && kindOf(id) !== 'column' ? (belongsTo(snapshot.objects[need])[0] ?? need) : need,
    );
  return (ids, owner) => {
    const seen = new Set<ObjectId>();
    const visit = (id: ObjectId): string[] => {
      if (seen.has(id) || snapshot.objects[id] === undefined) return [];
      seen.add(id);
      if (kindOf(id) === 'column') return needsOf(id).flatMap(visit);
      const parts = columns.get(id) ?? [];
      const before = [...groundsOf(id), ...parts].flatMap(visit);
      return [...makeSchema(schemaOf(id, notesOf(id))), ...before, ...create(id, parts, snapshot, notesOf(id))];
    };
    return [...new Set([...ids, ...groundsOf(owner)].flatMap(visit))];
  };
}

function columnsByTable(snapshot: CatalogSnapshot): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const columns = new Map<ObjectId, ObjectId[]>();
  for (const [id, attributes] of Object.entries(snapshot.objects)) {
    const [table] = belongsTo(attributes);
    if (kindOf(id) !== 'column' || table === undefined) continue;
    const siblings = columns.get(table);
    if (siblings === undefined) columns.set(table, [id]);
    else siblings.push(id);
  }
  return columns;
}

/** An extension's objects are in a schema that only the notes know. */
function schemaOf(id: ObjectId, notes: Attributes): string | undefined {
  const { kind, path } = parseObjectId(id);
  if (kind === 'extension') return typeof notes.schema === 'string' ? notes.schema : 'public';
  return path.length < 2 ? undefined : path[0];
}

function makeSchema(schema: string | undefined): string[] {
  return schema === undefined ? [] : [`create schema if not exists ${quoteIdentifier(schema)}`];
}

function create(id: ObjectId, columns: readonly ObjectId[], snapshot: CatalogSnapshot, notes: Attributes): string[] {
  const attributes = snapshot.objects[id] ?? {};
  const name = quoteId(id);
  switch (kindOf(id)) {
    case 'extension':
      return [
        `create extension if not exists ${name} with schema ${quoteIdentifier(schemaOf(id, notes) ?? 'public')} cascade`,
      ];
    case 'enum': {
      const labels = Array.isArray(attributes.labels) ? attributes.labels : [];
      return [`create type ${name} as enum (${labels.map((label) => quoteLiteral(String(label))).join(', ')})`];
    }
    case 'domain':
      return [`create domain ${name} as ${attributes.type}${collate(attributes.collation)}`];
    case 'sequence':
      return [`create sequence ${name} as ${attributes.type}`];
    case 'composite-type':
      return [writeCompositeType(id, attributes as CompositeTypeAttributes)];
    case 'range-type':
      return [writeRangeType(id, attributes as RangeTypeAttributes)];
    case 'collation':
      return [writeCollation(id, attributes as CollationAttributes)];
    case 'table':
    case 'foreign-table':
      return [`create table ${name} ()`, ...columns.map((column) => addColumn(name, column, snapshot))];
    case 'function':
    case 'procedure': {
      const kind = kindOf(id) === 'function' ? 'FUNCTION' : 'PROCEDURE';
      return [`set local check_function_bodies = off; ${writeRoutine(id, kind, attributes as RoutineAttributes)}`];
    }
    case 'aggregate':
      return [writeAggregate(id, attributes as AggregateAttributes)];
    case 'view':
    case 'materialized-view':
      return [`create view ${name} as ${attributes.definition}`];
    case 'constraint': {
      // A query that groups by a key may name the other columns.
      const [owner] = belongsTo(attributes);
      if (attributes.type !== 'primary key' || owner === undefined) return [];
      return [`alter table ${quoteId(owner)} add ${attributes.definition}`];
    }
    default:
      return [];
  }
}

/** Column by column: one whose type cannot be had here must not keep the others away. */
function addColumn(table: string, column: ObjectId, snapshot: CatalogSnapshot): string {
  const { type, collation } = snapshot.objects[column] ?? {};
  return `alter table ${table} add column ${quoteLastPart(column)} ${type}${collate(collation)}`;
}

function collate(collation: unknown): string {
  return typeof collation === 'string' ? ` collate ${collation}` : '';
}
