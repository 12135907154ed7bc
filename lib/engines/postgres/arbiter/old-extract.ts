import { isTree, namesOf, type PlacedNode, placedNodes } from './parse-tree.ts';

const oldName = 'date_part';
const oldCast = '::double precision';

/**
 * Writes a text that a server before 14 printed as a later one would have understood its source: EXTRACT was the
 * function `date_part` there, which gives double precision, where now it is one of its own that gives numeric; so are
 * the numbers that it is compared with.
 *
 * Source: https://www.postgresql.org/docs/release/14.0/
 *
 * @param frame what stands before and after the text in a statement
 * @returns undefined when the text has no `date_part`
 */
export async function withNewExtract(text: string, frame: readonly [string, string]): Promise<string | undefined> {
  if (!text.includes(oldName)) return undefined;
  const nodes = await placedNodes(text, frame);
  const calls = nodes.filter(
    ({ kind, node, at }) =>
      kind === 'FuncCall' && namesOf(node.funcname).join('.') === oldName && text.startsWith(oldName, at),
  );
  if (calls.length === 0) return undefined;
  const edits = [
    ...calls.map(({ at }) => ({ at, was: oldName, is: 'pg_catalog."extract"' })),
    ...nodes.filter((each) => isCastNumber(each, text)).map(({ at }) => ({ at, was: oldCast, is: '::numeric' })),
  ].sort((a, b) => a.at - b.at);
  return edits.reduceRight(
    (edited, { at, was, is }) => `${edited.slice(0, at)}${is}${edited.slice(at + was.length)}`,
    text,
  );
}

/**
 * `(6)::double precision`, and after a restore `(ARRAY[(6)::numeric])::double precision[]`. Columns that are cast stay
 * so, since a person may have meant it.
 */
function isCastNumber({ kind, node, at }: PlacedNode, text: string): boolean {
  if (kind !== 'TypeCast' || !isTree(node.arg) || !text.startsWith(oldCast, at)) return false;
  return 'A_Const' in node.arg || 'A_ArrayExpr' in node.arg;
}
