/** How a pass through a table is spread over runs. */
export type RunPlan = {
  readonly runsPerPass: number;
  /** Runs to come until every page has been looked at; 0 once all have been. */
  readonly runsToGo: number;
};

/**
 * A later run may be slower than the one that showed the pace: this much of it is counted on. Better a run more than a
 * promise that a busy hour breaks.
 */
const reliablePace = 0.7;

/** Pages that a run is to look at: an even share of what nobody has seen yet, or of the whole once all was seen. */
export function pagesForRun(plan: RunPlan | undefined, total: number, seen: number): number {
  if (plan === undefined) return total;
  return plan.runsToGo > 0 ? Math.ceil((total - seen) / plan.runsToGo) : Math.ceil(total / plan.runsPerPass);
}

/** Plans the runs to come: as planned before while a run does its share, else by what it did. */
export function planRuns(
  earlier: RunPlan | undefined,
  { total, seen, advanced, isComplete }: { total: number; seen: number; advanced: number; isComplete: boolean },
): RunPlan | undefined {
  if (isComplete) return { runsPerPass: earlier?.runsPerPass ?? 1, runsToGo: 0 };
  if (advanced === 0) return earlier;
  const left = Math.max(1, total - seen);
  const share = earlier === undefined ? total : Math.floor((left + advanced) / Math.max(1, earlier.runsToGo));
  if (earlier !== undefined && earlier.runsToGo > 1 && advanced >= share) {
    return { ...earlier, runsToGo: earlier.runsToGo - 1 };
  }
  const runsToGo = Math.min(left, Math.ceil(left / (advanced * reliablePace)));
  return { runsPerPass: Math.max(earlier?.runsPerPass ?? 0, runsToGo + 1), runsToGo };
}
