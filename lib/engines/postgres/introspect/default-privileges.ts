import { formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';
import type { DefaultPrivilegeAttributes, Grants } from '../privilege-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import { grantsOf, withdrawnFrom } from './privileges.ts';

export interface DefaultPrivilegeRow {
  readonly role: string;
  readonly schema: string | null;
  readonly type: 'f' | 'L' | 'n' | 'r' | 'S' | 'T';
  readonly grants: Grants | null;
}

/**
 * What will be granted on objects that a role makes from now on. What holds for all schemas takes the place of what
 * PostgreSQL grants by itself; what holds for one comes on top.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-default-acl.html
 */
export const defaultPrivilegesPart: CatalogPart<DefaultPrivilegeRow> = {
  fields: {
    role: 'pg_get_userbyid(d.defaclrole)',
    schema: 's.nspname',
    type: 'd.defaclobjtype',
    grants: grantsOf(
      'd.defaclacl',
      `(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end)::"char"`,
      'd.defaclrole',
    ),
  },
  from: `
  from pg_default_acl d
  left join user_schema s on s.oid = d.defaclnamespace
  where d.defaclnamespace = 0
    or s.oid is not null`,
};

const types = { f: 'functions', L: 'large objects', n: 'schemas', r: 'tables', S: 'sequences', T: 'types' } as const;

export function* readDefaultPrivileges(
  rows: readonly DefaultPrivilegeRow[],
): Iterable<readonly [ObjectId, DefaultPrivilegeAttributes]> {
  for (const { role, schema, type, grants } of rows) {
    const path = [role, ...(schema === null ? [] : [schema]), types[type]];
    yield [
      formatObjectId('default-privilege', path),
      { grants: { ...(schema === null ? withdrawnFrom(types[type]) : {}), ...grants } },
    ];
  }
}
