import type { Grants } from '../../privilege-kinds.ts';

const routines = ['function', 'procedure', 'aggregate', 'functions'];
const types = ['enum', 'domain', 'composite-type', 'range-type', 'types'];

/**
 * What PostgreSQL grants by itself on a new object of a kind, or by default privileges of a type. Where PUBLIC has it no
 * more, a catalog says so: `public: []`.
 *
 * @see https://www.postgresql.org/docs/18/ddl-priv.html
 */
export function builtInGrants(kind: string): Grants {
  if (routines.includes(kind)) return { public: ['EXECUTE'] };
  return types.includes(kind) ? { public: ['USAGE'] } : {};
}
