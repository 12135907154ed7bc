import { expect, test } from 'vitest';
import { type Bench, renderReport, summarize } from '../../../bench/bench-report.ts';

const bench: Bench = {
  name: 'parade',
  about: 'how long a parade takes',
  run: () => Promise.reject(new Error('unused')),
};
const machine = { system: 'linux x64', processors: 2, memoryGb: 24, node: 'v24.0.0' };

test.for([
  ['one run', [5], { medianMs: 5, minMs: 5, maxMs: 5, runs: 1 }],
  [
    'the middle of an odd number of runs, whatever their order',
    [9, 1, 4],
    { medianMs: 4, minMs: 1, maxMs: 9, runs: 3 },
  ],
  ['the mean of the two middle ones of an even number', [8, 2, 4, 100], { medianMs: 6, minMs: 2, maxMs: 100, runs: 4 }],
  ['three digits, since no more can be told apart', [1234.5], { medianMs: 1230, minMs: 1230, maxMs: 1230, runs: 1 }],
] as const)('the median is %s', ([, times, expected]) => {
  expect(
    summarize(
      'x',
      times.map((ms) => ({ ms })),
    ),
  ).toEqual({ name: 'x', ...expected });
});

test('the peak of several runs is the highest', () => {
  const runs = [
    { ms: 1, peakMemoryMb: 80 },
    { ms: 1, peakMemoryMb: 95.04 },
  ];
  expect(summarize('x', runs).peakMemoryMb).toBe(95);
});

test('a report for people says what was measured, on what, and which goals were missed', () => {
  const report = {
    measurements: [summarize('marching band', [{ ms: 1500, peakMemoryMb: 12 }]), summarize('elephant', [{ ms: 9 }])],
    ratios: { 'band / elephant': 167 },
    goals: [
      { name: 'the band is loud', isReached: true },
      { name: 'the elephant is small', isReached: false },
    ],
    notes: ['it rained'],
  };
  expect(renderReport(bench, report, machine)).toMatchInlineSnapshot(`
    "parade: how long a parade takes
    linux x64, 2 processors, 24 GB, Node.js v24.0.0

                    median ms      min ms      max ms  runs   peak MB
    marching band        1500        1500        1500     1        12
    elephant                9           9           9     1         -

         167  band / elephant

    reached  the band is loud
    MISSED   the elephant is small

    - it rained"
  `);
});
