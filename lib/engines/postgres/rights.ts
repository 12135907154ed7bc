import type { Refusal } from '../repair.ts';
import type { Queryable } from './queryable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import type { Right } from './rights-needed.ts';

interface Lack extends Right {
  readonly role: string;
  readonly database: string;
  /** Null where nothing has the name. */
  readonly owner: string | null;
  readonly isOwnedBySuperuser: boolean | null;
}

/** Asks the server which of these rights the role lacks, and says for each which GRANT would give it. */
export async function findLackingRights(database: Queryable, rights: readonly Right[]): Promise<readonly Refusal[]> {
  if (rights.length === 0) return [];
  const [answer] = await database.query(lackingQuery(rights));
  const refusals = (answer?.rows ?? []).map((row) => refusalFor(row as unknown as Lack));
  return [...new Map(refusals.map((refusal) => [refusal.reason, refusal])).values()];
}

/**
 * What is not there cannot be asked about, and is no lack: another statement makes it, or the statement will fail. An
 * index has its table's owner, who may replace it.
 */
function lackingQuery(rights: readonly Right[]): string {
  return `
select needed."right", needed.catalog, needed.schema, needed.name, needed.signature,
  current_user as role, current_database() as database, pg_get_userbyid(found.owner) as owner,
  (select rolsuper from pg_roles where oid = found.owner) as "isOwnedBySuperuser"
from json_to_recordset(${quoteLiteral(JSON.stringify(rights))})
  as needed("right" text, catalog text, schema text, name text, signature text)
left join pg_namespace n on n.nspname = needed.schema
left join lateral (
  select c.oid, c.relowner as owner
  from pg_class c
  where needed.catalog = 'relation' and c.relnamespace = n.oid and c.relname = needed.name
  union all
  select t.oid, t.typowner
  from pg_type t
  where needed.catalog = 'type' and t.typnamespace = n.oid and t.typname = needed.name
  union all
  select p.oid, p.proowner
  from pg_proc p
  where needed.catalog = 'routine' and p.pronamespace = n.oid and p.proname = needed.name
    and replace(oidvectortypes(p.proargtypes), ', ', ',') = needed.signature
  union all
  -- One name may stand for a collation in several encodings.
  select o.oid, o.collowner
  from pg_collation o
  where needed.catalog = 'collation' and o.collnamespace = n.oid and o.collname = needed.name
    and o.collencoding in (-1, (select encoding from pg_database where datname = current_database()))
) found on true
where not coalesce(case needed."right"
  when 'create in database' then has_database_privilege(current_database(), 'create')
  when 'use schema' then has_schema_privilege(n.oid, 'usage')
  when 'use type' then has_type_privilege(found.oid, 'usage')
  when 'references' then has_table_privilege(found.oid, 'references')
  when 'make' then case
    when found.owner is null then has_schema_privilege(n.oid, 'create')
    else pg_has_role(found.owner, 'usage')
  end
  else pg_has_role(found.owner, 'usage')
end, true)
order by 1, 2, 3, 4, 5`;
}

function refusalFor({ right, schema, name, signature, role, database, owner, isOwnedBySuperuser }: Lack): Refusal {
  const code = 'insufficient-privilege';
  const who = quoteIdentifier(role);
  const parts = [schema, name].filter((part) => part !== '').map(quoteIdentifier);
  const object = `${parts.join('.')}${signature === '' ? '' : `(${signature})`}`;
  switch (right) {
    case 'create in database': {
      const grant = `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${who};`;
      return { code, reason: `${role} may not create schemas or extensions in this database`, remedy: grant };
    }
    case 'use schema': {
      const grant = `GRANT USAGE ON SCHEMA ${object} TO ${who};`;
      return { code, reason: `${role} may not use anything in the schema ${schema}`, remedy: grant };
    }
    case 'use type': {
      const grant = `GRANT USAGE ON TYPE ${object} TO ${who};`;
      return { code, reason: `${role} may not use the type ${object}`, remedy: grant };
    }
    case 'references': {
      const grant = `GRANT REFERENCES ON TABLE ${object} TO ${who};`;
      return { code, reason: `${role} may not refer to ${object} by a foreign key`, remedy: grant };
    }
    case 'make':
    case 'own': {
      if (owner === null) {
        const grant = `GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${who};`;
        return { code, reason: `${role} may not create anything in the schema ${schema}`, remedy: grant };
      }
      const ordinary = `GRANT ${quoteIdentifier(owner)} TO ${who};`;
      // Whoever is a member of a superuser may become it.
      const grant = isOwnedBySuperuser
        ? `${owner} is a superuser, whom nobody should be granted: ALTER ... OWNER TO a role that is none, and GRANT that role TO ${who};`
        : ordinary;
      return {
        code,
        reason: `${role} does not own ${object}, and only its owner ${owner} may alter it`,
        remedy: grant,
      };
    }
  }
}
