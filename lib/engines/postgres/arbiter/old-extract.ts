import { namesOf, placedNodes } from './parse-tree.ts';

const oldName = 'date_part';

/**
 * Writes a text that a server before 14 printed as a later one would have understood its source: EXTRACT was the
 * function `date_part` there, which gives double precision, where now it is one of its own that gives numeric.
 *
 * Source: https://www.postgresql.org/docs/release/14.0/
 *
 * @param frame what stands before and after the text in a statement
 * @returns undefined when the text has no `date_part`
 */
export async function withNewExtract(text: string, frame: readonly [string, string]): Promise<string | undefined> {
  if (!text.includes(oldName)) return undefined;
  const calls = (await placedNodes(text, frame)).filter(
    ({ kind, node, at }) =>
      kind === 'FuncCall' && namesOf(node.funcname).join('.') === oldName && text.startsWith(oldName, at),
  );
  if (calls.length === 0) return undefined;
  return calls.reduceRight(
    (edited, { at }) => `${edited.slice(0, at)}pg_catalog."extract"${edited.slice(at + oldName.length)}`,
    text,
  );
}
