import type { SourceStatement } from './split-statements.ts';

/**
 * Statements about the database as a whole or the server, which name a database or a folder that is not here, and about subscriptions:
 * making one takes a slot of the server that publishes, and nothing of one is compared.
 */
export function concernsTheServer({ kind, tree }: SourceStatement): boolean {
  if (/^(AlterDatabase\w*|AlterSystem|(Create|Drop|Alter)(Subscription|TableSpace\w*))Stmt$/.test(kind)) return true;
  if (typeof tree !== 'object' || tree === null) return false;
  const names = ['objtype', 'objectType', 'renameType'] as const;
  const types = names.map((name) => (tree as { readonly [name: string]: unknown })[name]);
  return types.some((type) => elsewhere.includes(type));
}

const elsewhere: readonly unknown[] = ['OBJECT_DATABASE', 'OBJECT_SUBSCRIPTION', 'OBJECT_TABLESPACE'];

/** Roles belong to the whole server: what migrations say of them is left to whoever keeps it. */
export function concernsRoles({ kind }: SourceStatement): boolean {
  return /^(Create|Alter|Drop|Grant)Role(Set)?Stmt$|^(DropOwned|ReassignOwned)Stmt$/.test(kind);
}
