import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../../diff/drift.ts';
import { ownerOf } from '../describe.ts';
import type { CheckReport, RunReport } from '../run-report.ts';
import { type Unseen, unseenIn } from '../unseen.ts';

/** The drifts of one table, or of one object that stands alone. */
export interface DriftGroup {
  readonly owner: ObjectId;
  readonly drifts: readonly Drift[];
  /** The fragment of its place in the page. */
  readonly anchor: string;
}

/** One environment as the page shows it. */
export interface EnvironmentView {
  readonly run: RunReport;
  readonly anchor: string;
  /** Migration heads last: they explain what stands above. */
  readonly groups: readonly DriftGroup[];
  readonly unseen: readonly Unseen[];
  /** Whether there is more to say of it than its card says. */
  readonly hasSection: boolean;
}

/** Groups a check's drifts by environment and table, and gives each its place in the page. */
export function viewEnvironments({ environments }: CheckReport): readonly EnvironmentView[] {
  return environments.map((run, i) => {
    const groups = Map.groupBy(run.drifts, ownerOf);
    const owners = [...groups.keys()].sort(
      (a, b) => Number(isHead(a)) - Number(isHead(b)) || compareNames(nameOf(a), nameOf(b)) || compareNames(a, b),
    );
    const unseen = unseenIn(run);
    return {
      run,
      anchor: `e${i}`,
      groups: owners.map((owner, j) => ({ owner, drifts: groups.get(owner) ?? [], anchor: `e${i}-${j}` })),
      unseen,
      hasSection:
        groups.size > 0 ||
        unseen.length > 0 ||
        run.applied !== undefined ||
        run.accepted !== undefined ||
        run.diagnostics.length > 0,
    };
  });
}

/** Migration heads come last: they explain what stands above. */
export function isHead(id: ObjectId): boolean {
  return kindOf(id) === 'migration-head';
}
