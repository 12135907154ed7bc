import type { Attributes } from '../../catalog/snapshot.ts';

/** Privileges by role, PUBLIC as `public`: `{ app: ['SELECT', 'UPDATE with grant option'], ops: ['ALL'] }`. */
export type Grants = { readonly [role: string]: readonly string[] };

/** What every object has that can have it, where it is asked for; see `extras`. */
export type ExtraAttributes = {
  readonly comment?: string;
  readonly owner?: string;
  readonly grants?: Grants;
};

/** `default-privilege:deploy.app.tables`, or without a schema for all: what is granted on new objects of a role. */
export type DefaultPrivilegeAttributes = Attributes & { readonly grants: Grants };
