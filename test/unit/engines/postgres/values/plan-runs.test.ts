import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesForRun, planRuns, type RunPlan } from '../../../../../lib/engines/postgres/values/rows/plan-runs.ts';

test('a first run looks at as much as it can, and its pace makes the plan', () => {
  expect(pagesForRun(undefined, 1000, 0)).toBe(1000);
  expect(planRuns(undefined, { total: 1000, seen: 300, advanced: 300, isComplete: false })).toEqual({
    runsPerPass: 5,
    runsToGo: 4,
  });
});

test('a run that saw nothing changes no plan', () => {
  const plan = { runsPerPass: 4, runsToGo: 2 };
  expect(planRuns(plan, { total: 1000, seen: 500, advanced: 0, isComplete: false })).toEqual(plan);
  expect(planRuns(undefined, { total: 1000, seen: 0, advanced: 0, isComplete: false })).toBeUndefined();
});

test('a run that falls behind makes the plan longer', () => {
  const plan = { runsPerPass: 4, runsToGo: 2 };
  const longer = planRuns(plan, { total: 1000, seen: 600, advanced: 100, isComplete: false });
  expect(longer?.runsToGo).toBe(6);
});

test('once all was seen, a pass takes as many runs again', () => {
  const plan = { runsPerPass: 4, runsToGo: 1 };
  const done = planRuns(plan, { total: 1000, seen: 1000, advanced: 250, isComplete: true });
  expect(done).toEqual({ runsPerPass: 4, runsToGo: 0 });
  expect(pagesForRun(done, 1000, 1000)).toBe(250);
});

test('runs that keep the pace see every page in exactly the runs that the first one predicted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 1_000_000 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (total, part) => {
        const pace = Math.max(1, Math.floor(total * part));
        let seen = pace;
        let plan: RunPlan | undefined = planRuns(undefined, { total, seen, advanced: pace, isComplete: seen >= total });
        const predicted = plan?.runsToGo ?? 0;
        let runs = 0;
        while (seen < total && runs < 10_000) {
          const advanced = Math.min(pace, pagesForRun(plan, total, seen), total - seen);
          seen += advanced;
          runs += 1;
          plan = planRuns(plan, { total, seen, advanced, isComplete: seen >= total });
        }
        expect(runs).toBe(predicted);
      },
    ),
  );
});
