import type { SourceStatement } from './split-statements.ts';

/** Statements about the database as a whole or the server, which name a database or a folder that is not here. */
export function concernsTheServer({ kind, tree }: SourceStatement): boolean {
  if (/^(AlterDatabase\w*|AlterSystem|(Create|Drop|Alter)TableSpace\w*)Stmt$/.test(kind)) return true;
  if (typeof tree !== 'object' || tree === null) return false;
  const objectType = 'objtype' in tree ? tree.objtype : 'objectType' in tree ? tree.objectType : undefined;
  return objectType === 'OBJECT_DATABASE' || objectType === 'OBJECT_TABLESPACE';
}

/** Roles belong to the whole server: what migrations say of them is left to whoever keeps it. */
export function concernsRoles({ kind }: SourceStatement): boolean {
  return /^(Create|Alter|Drop|Grant)Role(Set)?Stmt$|^(DropOwned|ReassignOwned)Stmt$/.test(kind);
}
