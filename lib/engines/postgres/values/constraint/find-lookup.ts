import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { ColumnAttributes, ConstraintAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import { sqlState } from '../../sqlstate.ts';
import { ask, attempt, type ValueClient } from '../value-client.ts';
import type { ColumnLimit } from './find-allowed-sets.ts';
import { isToken, nameOf, type Piece, readPrinted } from './printed-sql.ts';

/** A table whose rows are the values that a column may hold, by a foreign key. */
export interface Lookup {
  readonly constraint: ObjectId;
  readonly table: ObjectId;
  readonly column: string;
}

/**
 * The tables that a column refers to by validated foreign keys of this column alone, where both columns are of one
 * type and collation, so that they agree on what is equal.
 */
export function findLookups(column: ObjectId, snapshot: CatalogSnapshot): readonly Lookup[] {
  const attributes = snapshot.objects[column] as ColumnAttributes | undefined;
  const owner = attributes && belongsTo(attributes)[0];
  if (attributes === undefined || owner === undefined) return [];
  const name = parseObjectId(column).path.at(-1) ?? '';
  return Object.entries(snapshot.objects).flatMap(([constraint, object]) => {
    if (!constraint.startsWith('constraint:') || belongsTo(object)[0] !== owner) return [];
    const { type, definition, isValidated, references } = object as ConstraintAttributes;
    if (type !== 'foreign key' || !isValidated || references === undefined) return [];
    const keys = readForeignKey(definition);
    if (keys === undefined || keys.from !== name) return [];
    const target = formatObjectId('column', [...parseObjectId(references).path, keys.to]);
    const referenced = snapshot.objects[target] as ColumnAttributes | undefined;
    const agrees = referenced?.type === attributes.type && referenced.collation === attributes.collation;
    return agrees ? [{ constraint, table: references, column: keys.to }] : [];
  });
}

/** The columns of a foreign key of one column, as the server prints it; undefined for one of several. */
export function readForeignKey(definition: string): { readonly from: string; readonly to: string } | undefined {
  const [foreign, key, columns, references, ...rest] = readPrinted(definition) ?? [];
  const isKey = isToken(foreign, 'word', 'FOREIGN') && isToken(key, 'word', 'KEY');
  if (!isKey || !isToken(references, 'word', 'REFERENCES')) return undefined;
  const from = onlyName(columns);
  const to = onlyName(rest.find((piece) => 'items' in piece));
  return from === undefined || to === undefined ? undefined : { from, to };
}

function onlyName(group: Piece | undefined): string | undefined {
  return group !== undefined && 'items' in group && group.items.length === 1 ? nameOf(group.items[0]) : undefined;
}

/**
 * Reads the rows of a lookup table as the values that a column is limited to. Undefined when there are more than
 * `most`, when our role may not see them, or when the triggers that enforce the foreign key are switched off.
 */
export async function readLookup(client: ValueClient, lookup: Lookup, most: number): Promise<ColumnLimit | undefined> {
  const { path } = parseObjectId(lookup.constraint);
  const [trust] = await ask<{ holds: boolean | null }>(
    client,
    `select bool_and(t.tgenabled in ('O', 'A')) as holds
    from pg_trigger t
    join pg_constraint c on c.oid = t.tgconstraint
    join pg_class r on r.oid = c.conrelid
    join pg_namespace n on n.oid = r.relnamespace
    where n.nspname = $1 and r.relname = $2 and c.conname = $3`,
    ...path.slice(0, 3),
  );
  if (trust?.holds !== true) return undefined;
  const rows = await attempt(client, [sqlState.insufficientPrivilege], () =>
    ask<{ value: string }>(
      client,
      `select ${quoteIdentifier(lookup.column)}::text as value from ${quoteId(lookup.table)} limit ${most + 1}`,
    ),
  );
  if (rows === undefined || rows.length > most) return undefined;
  return {
    id: lookup.constraint,
    values: rows.map(({ value }) => value),
    isExact: true,
    isProof: true,
    comparesText: false,
  };
}
