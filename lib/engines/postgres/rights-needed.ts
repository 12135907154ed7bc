import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import { schemaOf } from '../../diff/scope.ts';
import type { Statement } from '../../plan/statement.ts';

/** The catalog that an object's owner stands in. */
export type OwnerCatalog = 'relation' | 'type' | 'routine' | 'collation';

/** One right that a statement needs on something that is there already. */
export interface Right {
  /** `make`: to own what has the name or, where nothing has it, to create in its schema. */
  readonly right: 'create in database' | 'use schema' | 'use type' | 'make' | 'own' | 'references';
  /** Where to look for the object; empty for a schema or the database. */
  readonly catalog: OwnerCatalog | '';
  /** Empty for the database. */
  readonly schema: string;
  /** Empty for a schema or the database. */
  readonly name: string;
  /** A routine's argument types; empty for all else. */
  readonly signature: string;
}

const catalogs: { readonly [kind: string]: OwnerCatalog } = {
  sequence: 'relation',
  view: 'relation',
  'materialized-view': 'relation',
  'foreign-table': 'relation',
  index: 'relation',
  enum: 'type',
  domain: 'type',
  'composite-type': 'type',
  'range-type': 'type',
  function: 'routine',
  procedure: 'routine',
  aggregate: 'routine',
  collation: 'collation',
};

/**
 * The rights that statements need on what they do not make themselves.
 *
 * @see https://www.postgresql.org/docs/18/ddl-priv.html
 */
export function rightsNeeded(statements: readonly Statement[]): readonly Right[] {
  const made = new Set(statements.flatMap(({ provides }) => provides));
  const rights = statements.flatMap((statement) => rightsOf(statement, made));
  return [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
}

function rightsOf(statement: Statement, made: ReadonlySet<ObjectId>): readonly Right[] {
  const parents = statement.provides.filter(isPart).map(holderOf);
  return [
    ...statement.provides.flatMap((id) => rightsToMake(id, made)),
    ...statement.causedBy.filter((id) => !statement.provides.includes(id)).flatMap((id) => rightsToChange(id, made)),
    ...statement.requires.flatMap((id) => rightsToUse(id, made)),
    ...ownersTables(statement, made),
    ...parents.filter((holder) => !made.has(formatObjectId('table', holder))).map(ownTable),
    ...statement.locks.flatMap((table) => rightsOnLocked(table, statement, parents)),
  ];
}

/**
 * Whoever alters a table owns it. Of others that are locked along with it only one that a new foreign key refers to asks
 * for a right: not its partitions, nor those at the other end of the keys of a column, nor those with values of a domain.
 *
 * @param parents the tables of what the statement makes
 */
function rightsOnLocked(
  table: ObjectId,
  { lockMode, provides, removes = [], requires }: Statement,
  parents: readonly (readonly string[])[],
): readonly Right[] {
  const { path } = parseObjectId(table);
  const isAltered = parents.some((holder) => holder.join('\0') === path.join('\0'));
  if (isAltered) return [ownTable(path)];
  const addsConstraint = provides.some((id) => kindOf(id) === 'constraint');
  if (addsConstraint && requires.includes(table)) return [{ ...ownTable(path), right: 'references' }];
  if (addsConstraint && lockMode === 'SHARE ROW EXCLUSIVE') return [];
  const isOfDomain = lockMode === 'SHARE' && provides.length === 0;
  const changesColumn = removes.some((id) => kindOf(id) === 'column' && provides.includes(id));
  return isOfDomain || changesColumn ? [] : [ownTable(path)];
}

function rightsToMake(id: ObjectId, made: ReadonlySet<ObjectId>): readonly Right[] {
  const kind = kindOf(id);
  if (kind === 'schema' || kind === 'extension') return [rightOn('create in database', '', [])];
  if (kind === 'table' || kind === 'statistics-object')
    return inSchema(id, made, [rightOn('make', '', [schemaName(id)])]);
  const catalog = catalogs[kind];
  return catalog === undefined
    ? []
    : inSchema(id, made, [{ ...rightOn('make', catalog, namesOf(id)), ...signatureOf(id) }]);
}

/** What a statement mends without making it: an index is its table's, and a table is among the locks. */
function rightsToChange(id: ObjectId, made: ReadonlySet<ObjectId>): readonly Right[] {
  const catalog = catalogs[kindOf(id)];
  if (catalog === undefined || kindOf(id) === 'index' || made.has(id)) return [];
  return [{ ...rightOn('own', catalog, namesOf(id)), ...signatureOf(id) }];
}

function rightsToUse(id: ObjectId, made: ReadonlySet<ObjectId>): readonly Right[] {
  if (made.has(id)) return [];
  if (kindOf(id) === 'schema') return [rightOn('use schema', '', [schemaName(id)])];
  return inSchema(id, made, catalogs[kindOf(id)] === 'type' ? [rightOn('use type', 'type', namesOf(id))] : []);
}

/** A sequence and the table of the column that it belongs to have one owner. */
function ownersTables({ causedBy, provides, requires }: Statement, made: ReadonlySet<ObjectId>): readonly Right[] {
  if (![...causedBy, ...provides].some((id) => kindOf(id) === 'sequence')) return [];
  const holders = requires.filter((id) => kindOf(id) === 'column').map(holderOf);
  return holders.filter((holder) => !made.has(formatObjectId('table', holder))).map(ownTable);
}

/** Whoever may not look into a schema finds nothing there. One that the plan makes is the role's own. */
function inSchema(id: ObjectId, made: ReadonlySet<ObjectId>, rights: readonly Right[]): readonly Right[] {
  const schema = schemaOf(id);
  if (schema === undefined || made.has(formatObjectId('schema', [schema]))) return [];
  return [rightOn('use schema', '', [schema]), ...rights];
}

function isPart(id: ObjectId): boolean {
  return ['column', 'constraint'].includes(kindOf(id));
}

function holderOf(id: ObjectId): readonly string[] {
  return parseObjectId(id).path.slice(0, -1);
}

function schemaName(id: ObjectId): string {
  return schemaOf(id) ?? '';
}

function namesOf(id: ObjectId): readonly string[] {
  return parseObjectId(id).path;
}

function signatureOf(id: ObjectId): Pick<Right, 'signature'> {
  return { signature: parseObjectId(id).signature ?? '' };
}

function ownTable(path: readonly string[]): Right {
  return rightOn('own', 'relation', path);
}

function rightOn(right: Right['right'], catalog: Right['catalog'], path: readonly string[]): Right {
  return { right, catalog, schema: path[0] ?? '', name: path[1] ?? '', signature: '' };
}
