import type { ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import { namesTaken } from './names-taken.ts';
import type { Statement } from './statement.ts';

/**
 * Orders statements so that each comes after all that provide what it requires, and after those before it in its own
 * group, and so that what is removed goes after what depends on it and before what takes its name. Where that leaves a choice the given order decides, so equal inputs are ordered equally.
 *
 * Statements of one transaction stand together: first what runs alone because the transaction needs it (an enum label
 * that a default uses), then the transaction, then what runs alone and may take long (index builds). Only where a
 * transaction needs what another made through a statement of its own is there a second one.
 *
 * @param groups the statements of each mended object, in the order in which its rule wants them
 * @param actual what depends on what before the plan
 * @throws Error when statements require each other, which is a bug in a rule
 */
export function orderStatements(
  groups: readonly (readonly Statement[])[],
  actual: Pick<CatalogSnapshot, 'objects' | 'dependencies'> = { objects: {}, dependencies: {} },
): readonly Statement[] {
  const nodes = linkAll(groups, actual);
  const inTurn = sortTopologically(nodes, (node) => node.position);
  const stages = assignStages(inTurn);
  const stageThenPosition = (node: Node) => (stages.get(node) ?? 0) * nodes.length + node.position;
  return sortTopologically(nodes, stageThenPosition).map(({ statement }) => {
    const { comesAfter: _, comesBefore: __, ...finished } = statement;
    return finished;
  });
}

/**
 * The statements that wait for each other, so that none of them can be the first; empty when they can be ordered.
 *
 * @param groups as {@link orderStatements} takes them
 */
export function findCircle(
  groups: readonly (readonly Statement[])[],
  actual: Pick<CatalogSnapshot, 'objects' | 'dependencies'>,
): readonly Statement[] {
  const nodes = linkAll(groups, actual);
  const sorted = new Set(takeInTurn(nodes, (node) => node.position));
  const stuck = new Set(nodes.filter((node) => !sorted.has(node)));
  // What only waits for those in the circle is not in it.
  for (let size = -1; size !== stuck.size; ) {
    size = stuck.size;
    for (const node of stuck) if (![...node.after].some((next) => stuck.has(next))) stuck.delete(node);
  }
  return [...stuck].map(({ statement }) => statement);
}

function linkAll(
  groups: readonly (readonly Statement[])[],
  actual: Pick<CatalogSnapshot, 'objects' | 'dependencies'>,
): readonly Node[] {
  const nodes = linkStatements(groups);
  linkRemovals(nodes, actual);
  linkTurns(nodes);
  return nodes;
}

/** A statement among those that it waits for and those that wait for it. */
interface Node {
  readonly statement: Statement;
  readonly position: number;
  /** The number of its group, within which the given order decides. */
  readonly group: number;
  readonly before: Set<Node>;
  readonly after: Set<Node>;
}

function linkStatements(groups: readonly (readonly Statement[])[]): readonly Node[] {
  const nodes: Node[] = [];
  const providers = new Map<ObjectId, Node[]>();
  for (const [number, group] of groups.entries()) {
    let previous: Node | undefined;
    for (const statement of group) {
      const node: Node = { statement, position: nodes.length, group: number, before: new Set(), after: new Set() };
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

/** What stands on something goes before it, and whatever is removed goes before what takes its name. */
function linkRemovals(
  nodes: readonly Node[],
  { objects, dependencies }: Pick<CatalogSnapshot, 'objects' | 'dependencies'>,
) {
  const removers = new Map<ObjectId, Node>();
  for (const node of nodes) for (const id of node.statement.removes ?? []) removers.set(id, node);
  if (removers.size === 0) return;
  const names = Map.groupBy(
    [...removers].flatMap(([id, node]) => namesTaken(id).map((name) => ({ name, node }))),
    ({ name }) => name,
  );
  for (const [id, node] of removers) {
    for (const need of [...(dependencies[id] ?? []), ...belongsTo(objects[id])]) {
      const remover = removers.get(need);
      // A child that falls by the same statement as what it is part of has no place of its own.
      if (remover !== undefined && remover.group !== node.group) link(node, remover);
    }
  }
  for (const node of nodes) {
    for (const id of node.statement.provides) {
      for (const taken of namesTaken(id).flatMap((name) => names.get(name) ?? [])) {
        if (taken.node.group !== node.group && !node.after.has(taken.node)) link(taken.node, node);
      }
    }
  }
  for (const node of nodes) {
    // What stops standing on something without being removed does so before that goes.
    const { provides, removes = [] } = node.statement;
    for (const id of node.statement.causedBy) {
      if (removers.has(id) || objects[id] === undefined) continue;
      for (const need of dependencies[id] ?? []) {
        const remover = removers.get(need);
        if (remover === undefined || remover.group === node.group || remover.statement.provides.includes(need))
          continue;
        if (removes.includes(need) || provides.includes(need) || remover.after.has(node)) continue;
        // One of its own statements frees it; those after that one may need what comes in its place.
        const isFree = [...remover.before].some((each) => each.group === node.group && each.position < node.position);
        if (isFree && leadsTo(remover, node)) continue;
        link(node, remover);
      }
    }
  }
}

/** What is to be in order before or after a statement, where nothing else says otherwise. */
function linkTurns(nodes: readonly Node[]): void {
  const turning = nodes.filter(({ statement }) => statement.comesAfter ?? statement.comesBefore);
  if (turning.length === 0) return;
  const concerned = new Map<ObjectId, Set<Node>>();
  for (const node of nodes) {
    const { causedBy, provides, removes = [] } = node.statement;
    for (const id of [...causedBy, ...provides, ...removes]) {
      concerned.set(id, (concerned.get(id) ?? new Set()).add(node));
    }
  }
  const others = (node: Node, ids: readonly ObjectId[] = []) =>
    ids.flatMap((id) => [...(concerned.get(id) ?? [])]).filter(({ group }) => group !== node.group);
  for (const node of turning) {
    for (const other of others(node, node.statement.comesAfter)) if (!leadsTo(node, other)) link(other, node);
    for (const other of others(node, node.statement.comesBefore)) if (!leadsTo(other, node)) link(node, other);
  }
}

function leadsTo(from: Node, to: Node): boolean {
  const seen = new Set([from]);
  for (const node of seen) {
    if (node === to) return true;
    for (const next of node.after) seen.add(next);
  }
  return false;
}

function link(first: Node, second: Node): void {
  if (first === second) return;
  first.after.add(second);
  second.before.add(first);
}

/**
 * Takes again and again, of the nodes that wait for nothing any more, the one of the lowest rank.
 *
 * @throws Error when some wait for each other
 */
function sortTopologically(nodes: readonly Node[], rankOf: (node: Node) => number): readonly Node[] {
  const sorted = takeInTurn(nodes, rankOf);
  if (sorted.length === nodes.length) return sorted;
  const stuck = nodes.filter((node) => !sorted.includes(node)).map((node) => node.statement.sql);
  throw new Error(`bug: these statements require each other: ${stuck.join('; ')}`);
}

/** As many nodes as can be taken, in turn. */
function takeInTurn(nodes: readonly Node[], rankOf: (node: Node) => number): readonly Node[] {
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
  return sorted;
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
