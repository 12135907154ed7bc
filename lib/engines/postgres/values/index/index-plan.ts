import type { Json } from '../../../../catalog/snapshot.ts';

/** A node of what `EXPLAIN (format json)` answers. */
type PlanNode = { readonly [field: string]: Json };

/** Nodes that read no table by themselves. */
const harmless = new Set([
  'Aggregate',
  'Append',
  'CTE Scan',
  'Function Scan',
  'Limit',
  'Materialize',
  'Memoize',
  'Merge Append',
  'Nested Loop',
  'Recursive Union',
  'Result',
  'Subquery Scan',
  'Values Scan',
  'WorkTable Scan',
]);

/**
 * Whether a plan reads tables only by the given kind of index access, and no index from end to end: an index scan
 * with a filter and no condition, or one that feeds a sort, would read every row.
 */
export function readsByIndexOnly(explained: Json, access: 'walk' | 'bitmap'): boolean {
  return nodesOf(planOf(explained)).every((node) => {
    const type = node['Node Type'];
    if (typeof type === 'string' && harmless.has(type)) return true;
    if (access === 'bitmap') return type === 'Bitmap Heap Scan' || type === 'Bitmap Index Scan';
    if (type !== 'Index Scan' && type !== 'Index Only Scan') return false;
    return node['Index Cond'] !== undefined || node.Filter === undefined;
  });
}

/** Whether the planner has proved that a query cannot have rows, so that it would read nothing. */
export function readsNothing(explained: Json): boolean {
  return nodesOf(planOf(explained)).every(
    (node) => node['Node Type'] === 'Result' && node['One-Time Filter'] === 'false',
  );
}

function planOf(explained: Json): PlanNode {
  const [first] = explained as readonly { readonly Plan: PlanNode }[];
  return first?.Plan ?? {};
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  const children = (node.Plans ?? []) as readonly PlanNode[];
  return [node, ...children.flatMap(nodesOf)];
}
