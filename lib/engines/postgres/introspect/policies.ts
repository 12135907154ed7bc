import { formatChildId, type ObjectId } from '../../../catalog/object-id.ts';
import type { PolicyAttributes } from '../program-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface PolicyRow {
  readonly oid: Oid;
  readonly table: Oid;
  readonly name: string;
  readonly command: '*' | 'r' | 'a' | 'w' | 'd';
  readonly isPermissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

/**
 * Policies of row security.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-policy.html
 */
export const policiesPart: CatalogPart<PolicyRow> = {
  fields: {
    oid: 'p.oid',
    table: 'p.polrelid',
    name: 'p.polname',
    command: 'p.polcmd',
    isPermissive: 'p.polpermissive',
    roles: `(
      select json_agg(case when role = 0 then 'public' else pg_get_userbyid(role) end order by
        case when role = 0 then 'public' else pg_get_userbyid(role) end collate "C")
      from unnest(p.polroles) role
    )`,
    using: 'pg_get_expr(p.polqual, p.polrelid)',
    check: 'pg_get_expr(p.polwithcheck, p.polrelid)',
  },
  from: `
  from pg_policy p
  join user_relation c on c.oid = p.polrelid`,
};

const commands = { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' } as const;

export function addPolicies(rows: readonly PolicyRow[], names: GrowingNames): void {
  for (const { oid, table, name } of rows) {
    const owner = names.table(table);
    if (owner !== undefined) names.addObject('pg_policy', oid, formatChildId('policy', owner, name));
  }
}

export function* readPolicies(
  rows: readonly PolicyRow[],
  names: Names,
): Iterable<readonly [ObjectId, PolicyAttributes]> {
  for (const row of rows) {
    const id = names.object('pg_policy', row.oid);
    const owner = names.table(row.table);
    if (id === undefined || owner === undefined) continue;
    yield [
      id,
      {
        belongsTo: [owner],
        command: commands[row.command],
        ...(row.isPermissive ? {} : { isRestrictive: true }),
        roles: row.roles,
        ...(row.using === null ? {} : { using: row.using }),
        ...(row.check === null ? {} : { check: row.check }),
      },
    ];
  }
}
