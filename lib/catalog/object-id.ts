/**
 * Names one object of a database, readably and unambiguously: `kind:part.part`, then a routine's argument types in
 * parentheses. A part is written bare unless it holds a character that the notation itself uses; then it stands in
 * double quotes with inner quotes doubled: `table:public."odd.name"`.
 *
 * @example 'column:public.content_plans.status', 'function:public.slug(text,integer)', 'schema:app'
 */
export type ObjectId = string;

/** An object id taken apart. */
export interface ObjectName {
  /** The catalog's word for it in the singular: `table`, `column`, `index`. */
  readonly kind: string;
  /** From the outermost to the object itself: schema, relation, column. Plain names, never quoted. */
  readonly path: readonly string[];
  /** A routine's argument types as PostgreSQL prints them; absent for everything else. */
  readonly signature?: string;
}

const needsQuotes = /[\s.:"*(),?]|^$/u;

function formatPart(part: string): string {
  return needsQuotes.test(part) ? `"${part.replaceAll('"', '""')}"` : part;
}

/** Writes a name as an ObjectId; the inverse of {@link parseObjectId}. */
export function formatObjectId(kind: string, path: readonly string[], signature?: string): ObjectId {
  const name = `${kind}:${path.map(formatPart).join('.')}`;
  return signature === undefined ? name : `${name}(${signature})`;
}

/** Names what is part of another object: a column of a table, a constraint of a domain. */
export function formatChildId(kind: string, parent: ObjectId, name: string): ObjectId {
  return `${kind}:${nameOf(parent)}.${formatPart(name)}`;
}

const part = /(?:"((?:[^"]|"")*)"|([^\s.:"*(),?]+))(\.|\(|$)/suy;

/**
 * Reads an ObjectId back; the inverse of {@link formatObjectId}.
 *
 * @throws RangeError when the text is no ObjectId
 */
export function parseObjectId(id: ObjectId): ObjectName {
  const colon = id.indexOf(':');
  if (colon < 1) throw new RangeError(`not an object id: ${id}`);
  const kind = id.slice(0, colon);
  const path: string[] = [];
  part.lastIndex = colon + 1;
  for (;;) {
    const match = part.exec(id);
    if (!match) throw new RangeError(`not an object id: ${id}`);
    path.push(match[2] ?? (match[1] ?? '').replaceAll('""', '"'));
    if (match[3] === '') return { kind, path };
    if (match[3] === '(') {
      if (!id.endsWith(')')) throw new RangeError(`not an object id: ${id}`);
      return { kind, path, signature: id.slice(part.lastIndex, -1) };
    }
    if (part.lastIndex === id.length) throw new RangeError(`not an object id: ${id}`);
  }
}

/** The kind that an id begins with, without reading the rest. */
export function kindOf(id: ObjectId): string {
  return id.slice(0, id.indexOf(':'));
}

/** The id without its kind, for people who already know it from the context: `public.content_plans`. */
export function nameOf(id: ObjectId): string {
  return id.slice(id.indexOf(':') + 1);
}
