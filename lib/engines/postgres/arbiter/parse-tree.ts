import { parse } from 'libpg-query';
import { byteIndexer } from '../compile/split-statements.ts';

/** A node of a parse tree, or the fields of one. */
export type Tree = { readonly [field: string]: unknown };

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a qualified name in a parse tree. */
export function namesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown) => (isTree(item) && isTree(item.String) ? String(item.String.sval ?? '') : ''));
}

export interface PlacedNode {
  readonly kind: string;
  readonly node: Tree;
  /** Index into the text. */
  readonly at: number;
}

/**
 * The nodes of a text's parse tree that know their place, in the order of their places.
 *
 * @param frame what stands before and after the text in a statement
 * @throws SqlError when the statement does not parse
 */
export async function placedNodes(text: string, [before, after]: readonly [string, string]): Promise<PlacedNode[]> {
  const sql = before + text + after;
  const indexAt = byteIndexer(sql);
  const found: PlacedNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isTree(value)) return;
    for (const [kind, node] of Object.entries(value)) {
      if (isTree(node) && typeof node.location === 'number') {
        found.push({ kind, node, at: indexAt(node.location) - before.length });
      }
      visit(node);
    }
  };
  visit(await parse(sql));
  return found.filter(({ at }) => at >= 0 && at < text.length).sort((a, b) => a.at - b.at);
}
