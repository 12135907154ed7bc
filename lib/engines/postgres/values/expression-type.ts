import { fromPart, type Look } from './look.ts';
import type { TablePart } from './table-part.ts';
import { ask, type ValueClient } from './value-client.ts';
import type { TypeFacts } from './value-type.ts';

/** The type that an expression over a table's columns has. No row is read for it. */
export async function readExpressionType(
  client: ValueClient,
  table: TablePart,
  expression: Look['subject'],
): Promise<TypeFacts | undefined> {
  const [facts] = await ask<TypeFacts>(
    client,
    `select
      t.oid::bigint::float8 as "typeOid",
      t.typtype as "typeKind",
      t.typcategory as category,
      format_type(t.oid, -1) as type,
      t.typnamespace = 'pg_catalog'::regnamespace as "isBuiltIn"
    from (values (1)) one
    left join (select ${expression} as v from ${fromPart(table)} limit 0) none on true
    join pg_type t on t.oid = pg_typeof(none.v)`,
  );
  return facts;
}
