import type { ObjectId } from '../catalog/object-id.ts';
import type { Statement } from './statement.ts';

/**
 * Orders statements so that each comes after all that provide what it requires, and after those before it in its own
 * group. Where that leaves a choice the given order decides, so equal inputs are ordered equally.
 *
 * Statements of one transaction stand together: first what runs alone because the transaction needs it (an enum label
 * that a default uses), then the transaction, then what runs alone and may take long (index builds). Only where a
 * transaction needs what another made through a statement of its own is there a second one.
 *
 * @param groups the statements of each mended object, in the order in which its rule wants them
 * @throws Error when statements require each other, which is a bug in a rule
 */
export function orderStatements(groups: readonly (readonly Statement[])[]): readonly Statement[] {
  const nodes = linkStatements(groups);
  const inTurn = sortTopologically(nodes, (node) => node.position);
  const stages = assignStages(inTurn);
  const stageThenPosition = (node: Node) => (stages.get(node) ?? 0) * nodes.length + node.position;
  return sortTopologically(nodes, stageThenPosition).map((node) => node.statement);
}

/** A statement among those that it waits for and those that wait for it. */
interface Node {
  readonly statement: Statement;
  readonly position: number;
  readonly before: Set<Node>;
  readonly after: Set<Node>;
}

function linkStatements(groups: readonly (readonly Statement[])[]): readonly Node[] {
  const nodes: Node[] = [];
  const providers = new Map<ObjectId, Node[]>();
  for (const group of groups) {
    let previous: Node | undefined;
    for (const statement of group) {
      const node: Node = { statement, position: nodes.length, before: new Set(), after: new Set() };
      nodes.push(node);
      for (const id of statement.provides) providers.set(id, [...(providers.get(id) ?? []), node]);
      if (previous !== undefined) link(previous, node);
      previous = node;
    }
  }
  for (const node of nodes) {
    for (const provider of node.statement.requires.flatMap((id) => providers.get(id) ?? [])) link(provider, node);
  }
  return nodes;
}

function link(first: Node, second: Node): void {
  if (first === second) return;
  first.after.add(second);
  second.before.add(first);
}

/** Takes again and again, of the nodes that wait for nothing any more, the one of the lowest rank. */
function sortTopologically(nodes: readonly Node[], rankOf: (node: Node) => number): readonly Node[] {
  const waits = new Map(nodes.map((node) => [node, node.before.size]));
  const ready = nodes.filter((node) => node.before.size === 0).sort((a, b) => rankOf(b) - rankOf(a));
  const sorted: Node[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    sorted.push(node);
    for (const next of node.after) {
      const left = (waits.get(next) ?? 0) - 1;
      waits.set(next, left);
      if (left === 0) insertByRank(ready, next, rankOf);
    }
  }
  if (sorted.length === nodes.length) return sorted;
  const stuck = nodes.filter((node) => !sorted.includes(node)).map((node) => node.statement.sql);
  throw new Error(`bug: these statements require each other: ${stuck.join('; ')}`);
}

/** Keeps the list descending, so that the lowest rank is popped first. */
function insertByRank(descending: Node[], node: Node, rankOf: (node: Node) => number): void {
  let [low, high] = [0, descending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = descending[middle];
    if (other !== undefined && rankOf(other) > rankOf(node)) low = middle + 1;
    else high = middle;
  }
  descending.splice(low, 0, node);
}

/**
 * Numbers the stages in which statements run: even ones hold statements that run alone, odd ones are transactions.
 * A transaction gets the first stage that it can have; what runs alone gets the last stage unless one waits for it.
 */
function assignStages(inTurn: readonly Node[]): ReadonlyMap<Node, number> {
  const stages = new Map<Node, number>();
  for (const node of inTurn) {
    const { transaction } = node.statement;
    const after = [...node.before].map(
      (other) => (stages.get(other) ?? 0) + (other.statement.transaction === transaction ? 0 : 1),
    );
    stages.set(node, Math.max(transaction === 'inside' ? 1 : 0, ...after));
  }
  const highest = Math.max(2, ...stages.values());
  const last = highest + (highest % 2);
  const awaited = new Set<Node>();
  for (const node of inTurn.toReversed()) {
    const isAwaited = [...node.after].some((next) => next.statement.transaction === 'inside' || awaited.has(next));
    if (isAwaited) awaited.add(node);
    else if (node.statement.transaction === 'outside') stages.set(node, last);
  }
  return stages;
}
