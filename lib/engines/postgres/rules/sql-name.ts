import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../quote.ts';

const words: { readonly [kind: string]: string } = {
  aggregate: 'AGGREGATE',
  collation: 'COLLATION',
  column: 'COLUMN',
  'composite-type': 'TYPE',
  domain: 'DOMAIN',
  enum: 'TYPE',
  'event-trigger': 'EVENT TRIGGER',
  'foreign-data-wrapper': 'FOREIGN DATA WRAPPER',
  'foreign-server': 'SERVER',
  'foreign-table': 'FOREIGN TABLE',
  function: 'FUNCTION',
  index: 'INDEX',
  'materialized-view': 'MATERIALIZED VIEW',
  procedure: 'PROCEDURE',
  publication: 'PUBLICATION',
  'range-type': 'TYPE',
  schema: 'SCHEMA',
  sequence: 'SEQUENCE',
  'statistics-object': 'STATISTICS',
  table: 'TABLE',
  view: 'VIEW',
};

/** What is named within its table. */
const onTables = ['constraint', 'policy', 'rule', 'trigger'];

/**
 * Names an object as COMMENT ON and ALTER ... OWNER TO want it, with the word for its kind: `TABLE public.orders`,
 * `CONSTRAINT positive ON public.orders`, `FUNCTION app.slug(text)`; undefined for what they cannot name.
 *
 * @see https://www.postgresql.org/docs/18/sql-comment.html
 */
export function sqlName(id: ObjectId, snapshot: CatalogSnapshot): string | undefined {
  const kind = kindOf(id);
  if (onTables.includes(kind)) {
    const [parent] = belongsTo(snapshot.objects[id]);
    if (parent === undefined) return undefined;
    const where = `${kindOf(parent) === 'domain' ? 'DOMAIN ' : ''}${quoteId(parent)}`;
    return `${kind.toUpperCase()} ${quoteLastPart(id)} ON ${where}`;
  }
  const word = words[kind];
  const { path, signature } = parseObjectId(id);
  if (word === undefined) return undefined;
  return `${word} ${path.map(quoteIdentifier).join('.')}${signature === undefined ? '' : `(${signature})`}`;
}

const grantWords: { readonly [word: string]: string } = {
  AGGREGATE: 'FUNCTION',
  'FOREIGN TABLE': 'TABLE',
  'MATERIALIZED VIEW': 'TABLE',
  SERVER: 'FOREIGN SERVER',
  VIEW: 'TABLE',
};

/** Names an object as GRANT wants it: `TABLE public.orders` for a view as well. */
export function grantName(id: ObjectId, snapshot: CatalogSnapshot): string | undefined {
  const name = sqlName(id, snapshot);
  const kind = words[kindOf(id)];
  if (name === undefined || kind === undefined) return undefined;
  return `${grantWords[kind] ?? kind}${name.slice(kind.length)}`;
}
