/** Where parse trees have the name of a tablespace, as libpg-query calls the fields. */
const fields = [
  'tablespacename',
  'tableSpace',
  'tableSpaceName',
  'indexspace',
  'orig_tablespacename',
  'new_tablespacename',
];

/** Those that every server has. */
const always = ['', 'pg_default', 'pg_global'];

/**
 * The tablespaces that a statement names: CREATE TABLE and INDEX with all that has an index, SET TABLESPACE, the setting
 * `default_tablespace`, CREATE TABLESPACE itself.
 *
 * @param tree a parse tree as libpg-query gives it
 */
export function namedTablespaces(tree: unknown): readonly string[] {
  return [...new Set(namesBelow(tree))].filter((name) => !always.includes(name));
}

function* namesBelow(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const item of node) yield* namesBelow(item);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('subtype' in node && node.subtype === 'AT_SetTableSpace' && 'name' in node) yield String(node.name);
  if ('name' in node && node.name === 'default_tablespace' && 'args' in node) yield* textsBelow(node.args);
  for (const [field, value] of Object.entries(node)) {
    if (typeof value === 'string' && fields.includes(field)) yield value;
    else yield* namesBelow(value);
  }
}

function* textsBelow(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  if ('sval' in node && typeof node.sval === 'string') yield node.sval;
  else for (const value of Object.values(node)) yield* textsBelow(value);
}
