import { arch, cpus, platform, totalmem } from 'node:os';

/** How long one thing took, over several runs. */
export interface Measurement {
  readonly name: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly runs: number;
  /** Highest resident memory of the process in any run. */
  readonly peakMemoryMb?: number;
}

/** A promise about the measurements, and whether they keep it. */
export interface Goal {
  readonly name: string;
  readonly isReached: boolean;
}

/** What one bench found. Plain JSON. */
export interface BenchReport {
  readonly measurements: readonly Measurement[];
  /** How many times as long (or as much) the first is as the second: `driftline / pg_dump`. */
  readonly ratios: { readonly [name: string]: number };
  readonly goals: readonly Goal[];
  /** What was compared with what, and what could not be. */
  readonly notes: readonly string[];
}

/** One bench: `npm run bench -- NAME`. */
export interface Bench {
  readonly name: string;
  /** One line for the list of benches. */
  readonly about: string;
  readonly run: (options: BenchOptions) => Promise<BenchReport>;
}

export interface BenchOptions {
  /** How often each contender runs; benches may run slow ones less often. */
  readonly runs: number;
  /** Size of the generated schema. */
  readonly tables: number;
  /** Size of the generated schema beside which growth is measured. */
  readonly large: number;
  /** Rows of a generated table. */
  readonly rows: number;
  /** Told what is going on, one line at a time. */
  readonly progress: (line: string) => void;
}

/** Sums several runs of one thing up. Needs at least one. */
export function summarize(
  name: string,
  runs: readonly { readonly ms: number; readonly peakMemoryMb?: number }[],
): Measurement {
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  const middle = [times[Math.floor((times.length - 1) / 2)] ?? Number.NaN, times[times.length >> 1] ?? Number.NaN];
  const memory = runs.flatMap(({ peakMemoryMb = Number.NaN }) => (Number.isNaN(peakMemoryMb) ? [] : peakMemoryMb));
  return {
    name,
    medianMs: round((Number(middle[0]) + Number(middle[1])) / 2),
    minMs: round(times[0] ?? Number.NaN),
    maxMs: round(times.at(-1) ?? Number.NaN),
    runs: times.length,
    ...(memory.length > 0 && { peakMemoryMb: round(Math.max(...memory)) }),
  };
}

/** Rounds to what can be told apart: three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** The machine that the figures were measured on. */
export interface Machine {
  readonly system: string;
  readonly processors: number;
  readonly memoryGb: number;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    system: `${platform()} ${arch()}`,
    processors: cpus().length,
    memoryGb: round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

/** Renders a report for people. */
export function renderReport({ name, about }: Bench, report: BenchReport, machine: Machine): string {
  const width = Math.max(...report.measurements.map((measurement) => measurement.name.length));
  const cell = (value: number | undefined) => (value === undefined ? '-' : String(value)).padStart(9);
  return [
    `${name}: ${about}`,
    `${machine.system}, ${machine.processors} processors, ${machine.memoryGb} GB, Node.js ${machine.node}`,
    '',
    `${''.padEnd(width)}   median ms      min ms      max ms  runs   peak MB`,
    ...report.measurements.map(
      ({ name, medianMs, minMs, maxMs, runs, peakMemoryMb }) =>
        `${name.padEnd(width)}   ${cell(medianMs)}   ${cell(minMs)}   ${cell(maxMs)}  ${String(runs).padStart(4)} ${cell(peakMemoryMb)}`,
    ),
    '',
    ...Object.entries(report.ratios).map(([ratio, value]) => `${String(value).padStart(8)}  ${ratio}`),
    '',
    ...report.goals.map((goal) => `${goal.isReached ? 'reached' : 'MISSED '}  ${goal.name}`),
    '',
    ...report.notes.map((note) => `- ${note}`),
  ].join('\n');
}
