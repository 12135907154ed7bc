import type { BenchOptions } from './bench-report.ts';
import type { Run } from './measure.ts';

/** What is measured beside others, and how it runs once. */
export interface Entrant {
  readonly name: string;
  readonly runs: number;
  readonly run: () => Promise<Run>;
}

/** Runs them one after another, in turns, so that whatever else the machine does hits all of them. Runs by name. */
export async function takeTurns(
  entrants: readonly Entrant[],
  { runs, progress }: BenchOptions,
): Promise<ReadonlyMap<string, readonly Run[]>> {
  const taken = new Map<string, Run[]>(entrants.map((entrant) => [entrant.name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const entrant of entrants.filter((one) => turn < one.runs)) {
      const result = await entrant.run();
      taken.get(entrant.name)?.push(result);
      progress(`run ${turn + 1} of ${entrant.runs}: ${entrant.name}: ${Math.round(result.ms)} ms`);
    }
  }
  return taken;
}
