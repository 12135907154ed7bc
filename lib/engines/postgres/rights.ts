import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import { schemaOf } from '../../diff/scope.ts';
import type { Statement } from '../../plan/statement.ts';
import type { Refusal } from '../repair.ts';
import type { Queryable } from './queryable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';

/** One right that a statement needs on something that is there already. */
export interface Right {
  readonly right: 'create in database' | 'create in schema' | 'own' | 'references';
  /** Empty for the database. */
  readonly schema: string;
  /** A table, enum or domain; empty for a schema; for `create in schema` an index that may be there already. */
  readonly name: string;
}

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
  const isForeignKey = statement.lockMode === 'SHARE ROW EXCLUSIVE';
  return [
    ...statement.provides.flatMap((id) => rightToMake(id, made)),
    ...parents.filter((holder) => !made.has(formatObjectId('table', holder))).map(own),
    ...statement.locks.map((table) => {
      const { path } = parseObjectId(table);
      const isReferenced = isForeignKey && !parents.some((holder) => holder.join('\0') === path.join('\0'));
      return isReferenced ? { ...own(path), right: 'references' as const } : own(path);
    }),
  ];
}

function rightToMake(id: ObjectId, made: ReadonlySet<ObjectId>): readonly Right[] {
  const { path } = parseObjectId(id);
  const schema = schemaOf(id) ?? '';
  switch (kindOf(id)) {
    case 'schema':
    case 'extension':
      return [{ right: 'create in database', schema: '', name: '' }];
    case 'index':
      // Also provided by rebuilding one, which makes nothing new.
      return made.has(formatObjectId('schema', [schema]))
        ? []
        : [{ right: 'create in schema', schema, name: path.at(-1) ?? '' }];
    case 'table':
    case 'sequence':
    case 'domain':
    case 'collation':
    case 'composite-type':
    case 'range-type':
    case 'foreign-table':
    case 'statistics-object':
      return made.has(formatObjectId('schema', [schema])) ? [] : [{ right: 'create in schema', schema, name: '' }];
    case 'enum':
      // Also provided by adding a label, which takes the type's owner: whoever asks the server sees which it is.
      return made.has(formatObjectId('schema', [schema])) ? [] : [own(path)];
    default:
      return [];
  }
}

function isPart(id: ObjectId): boolean {
  return ['column', 'constraint'].includes(kindOf(id));
}

function holderOf(id: ObjectId): readonly string[] {
  return parseObjectId(id).path.slice(0, -1);
}

function own(path: readonly string[]): Right {
  return { right: 'own', schema: path[0] ?? '', name: path[1] ?? '' };
}

interface Lack extends Right {
  readonly role: string;
  readonly database: string;
  readonly owner: string | null;
}

/** Asks the server which of these rights the role lacks, and says for each which GRANT would give it. */
export async function findLackingRights(database: Queryable, rights: readonly Right[]): Promise<readonly Refusal[]> {
  if (rights.length === 0) return [];
  const [answer] = await database.query(lackingQuery(rights));
  const refusals = (answer?.rows ?? []).map((row) => refusalFor(row as unknown as Lack));
  return [...new Map(refusals.map((refusal) => [refusal.reason, refusal])).values()];
}

/** Who owns nothing under a name may still make it, where the schema lets them. */
function lackingQuery(rights: readonly Right[]): string {
  return `
select needed."right", needed.schema, needed.name, current_user as role, current_database() as database,
  pg_get_userbyid(coalesce(c.relowner, t.typowner)) as owner
from json_to_recordset(${quoteLiteral(JSON.stringify(rights))}) as needed("right" text, schema text, name text)
left join pg_namespace n on n.nspname = needed.schema
left join pg_class c on c.relnamespace = n.oid and c.relname = needed.name and c.relkind in ('r', 'p', 'f')
left join pg_type t on t.typnamespace = n.oid and t.typname = needed.name and c.oid is null
where not case needed."right"
  when 'create in database' then has_database_privilege(current_database(), 'create')
  when 'create in schema' then coalesce(has_schema_privilege(n.oid, 'create'), true) or exists (
    select from pg_class i
    where i.relnamespace = n.oid and i.relname = needed.name and i.relkind in ('i', 'I')
  )
  when 'references' then coalesce(has_table_privilege(c.oid, 'references'), true)
  else coalesce(
    pg_has_role(coalesce(c.relowner, t.typowner), 'usage'),
    has_schema_privilege(n.oid, 'create'),
    true
  )
end
order by 1, 2, 3`;
}

function refusalFor({ right, schema, name, role, database, owner }: Lack): Refusal {
  const [who, object] = [
    quoteIdentifier(role),
    [schema, name]
      .filter((part) => part !== '')
      .map(quoteIdentifier)
      .join('.'),
  ];
  const code = 'insufficient-privilege';
  if (right === 'create in database') {
    const grant = `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${who};`;
    return { code, reason: `${role} may not create schemas or extensions in this database`, remedy: grant };
  }
  if (right === 'references') {
    const grant = `GRANT REFERENCES ON TABLE ${object} TO ${who};`;
    return { code, reason: `${role} may not refer to ${object} by a foreign key`, remedy: grant };
  }
  if (right === 'create in schema' || owner === null) {
    const grant = `GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${who};`;
    return { code, reason: `${role} may not create anything in the schema ${schema}`, remedy: grant };
  }
  const grant = `GRANT ${quoteIdentifier(owner)} TO ${who};`;
  return { code, reason: `${role} does not own ${object}, and only its owner ${owner} may alter it`, remedy: grant };
}
