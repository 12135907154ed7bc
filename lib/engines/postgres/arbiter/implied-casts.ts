import { parse, scan } from 'libpg-query';
import { byteIndexer } from '../compile/split-statements.ts';
import { isTree, placedNodes } from './parse-tree.ts';

/** Puts a text into its place and answers with what is read back; undefined when it cannot be done. */
export type Reread = (text: string) => Promise<string | undefined>;

/** Casts that are tried one by one; a text with more is left as it is. */
const mostCasts = 60;

/**
 * Takes out of a text the casts that PostgreSQL adds by itself: those without which it reads back the same. Servers
 * before 14 print more of them, since the SQL form of a call hides them and the function's form does not.
 *
 * @param frame what stands before and after the text in a statement
 */
export async function withoutImpliedCasts(
  text: string,
  frame: readonly [string, string],
  reread: Reread,
): Promise<string> {
  const casts = (await placedNodes(text, frame)).filter(({ kind }) => kind === 'TypeCast');
  const meant = await reread(text);
  if (meant === undefined || casts.length > mostCasts) return text;
  let kept = text;
  // From the last to the first, so that the places before stay true.
  for (const { at } of casts.reverse()) {
    const end = await endOfCast(kept, at);
    if (end === undefined) continue;
    const shorter = kept.slice(0, at) + kept.slice(end);
    if ((await reread(shorter)) === meant) kept = shorter;
  }
  return kept;
}

/** The index after the type's name of the cast whose `::` stands at an index: the longest run that reads as a type. */
async function endOfCast(text: string, at: number): Promise<number | undefined> {
  if (!text.startsWith('::', at)) return undefined;
  const rest = text.slice(at);
  const indexAt = byteIndexer(rest);
  const { tokens } = await scan(rest);
  let longest: number | undefined;
  for (const token of tokens.slice(1, 14)) {
    const end = indexAt(token.end);
    if (await isCastOnly(rest.slice(0, end))) longest = at + end;
  }
  return longest;
}

/** Whether a text such as `::character varying(20)` is a cast and nothing more. */
async function isCastOnly(cast: string): Promise<boolean> {
  try {
    const [statement, ...others] = (await parse(`select null${cast}`)).stmts ?? [];
    const root: unknown = statement?.stmt;
    const select = isTree(root) ? root.SelectStmt : undefined;
    const targets = isTree(select) && select.fromClause === undefined ? select.targetList : undefined;
    const target =
      Array.isArray(targets) && targets.length === 1 && isTree(targets[0]) ? targets[0].ResTarget : undefined;
    if (others.length > 0 || !isTree(target) || target.name !== undefined || !isTree(target.val)) return false;
    return isTree(target.val.TypeCast) && isTree(target.val.TypeCast.arg) && 'A_Const' in target.val.TypeCast.arg;
  } catch {
    return false;
  }
}
