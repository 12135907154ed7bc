/**
 * The roles that a statement names, wherever its parse tree does: GRANT, OWNER TO, CREATE POLICY, SET ROLE and the
 * rest. Roles that it creates are not among them, nor are `public` and `current_user`.
 *
 * @param tree a parse tree as libpg-query gives it
 */
export function namedRoles(kind: string, tree: unknown): string[] {
  const roles = [...rolesBelow(tree), ...(kind === 'VariableSetStmt' ? roleThatIsSet(tree) : [])];
  return [...new Set(roles)];
}

function* rolesBelow(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const item of node) yield* rolesBelow(item);
  } else if (isRecord(node)) {
    if (node.roletype === 'ROLESPEC_CSTRING' && typeof node.rolename === 'string') yield node.rolename;
    else for (const value of Object.values(node)) yield* rolesBelow(value);
  }
}

/** SET ROLE and SET SESSION AUTHORIZATION are settings to the grammar; `none` and `default` are no names there. */
function roleThatIsSet(tree: unknown): string[] {
  if (!isRecord(tree) || (tree.name !== 'role' && tree.name !== 'session_authorization')) return [];
  const [value] = Array.isArray(tree.args) ? tree.args : [];
  const constant = isRecord(value) && isRecord(value.A_Const) ? value.A_Const.sval : undefined;
  return isRecord(constant) && typeof constant.sval === 'string' && constant.sval !== 'none' ? [constant.sval] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
