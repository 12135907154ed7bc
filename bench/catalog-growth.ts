import { join } from 'node:path';
import type { BenchOptions, BenchReport } from './bench-report.ts';
import { round, summarize } from './bench-report.ts';
import { type Run, runContender } from './measure.ts';
import type { Entrant } from './take-turns.ts';

/** A database to read, beside a snapshot of what it should be. */
export interface Subject {
  readonly url: string;
  readonly snapshot: string;
  readonly tables: number;
}

const unchanged = ({ tables }: Subject) => `driftline, unchanged, ${tables} tables`;
const whole = ({ tables }: Subject) => `driftline, ${tables} tables`;

/** Driftline on a big schema, and on both when it has read them before and they are unchanged. */
export function growthContenders(
  small: Subject,
  large: Subject,
  dist: string,
  folder: string,
  { runs }: Pick<BenchOptions, 'runs'>,
): readonly Entrant[] {
  const knowing = (subject: Subject): Entrant => ({
    name: unchanged(subject),
    runs,
    run: async () => {
      const input = { dist, ...subject, cache: join(folder, `cache-${subject.tables}`) };
      const first = await runContender('unchanged', input);
      // The very first run finds nothing kept.
      return first.isKnown ? first : runContender('unchanged', input);
    },
  });
  const reading: Entrant = { name: whole(large), runs, run: () => runContender('driftline', { dist, ...large }) };
  return [knowing(small), reading, knowing(large)];
}

/** What the runs of {@link growthContenders} say, beside those of Driftline on the small schema. */
export function reportGrowth(
  small: Subject,
  large: Subject,
  driftline: readonly Run[],
  of: (contender: string) => readonly Run[],
): Pick<BenchReport, 'measurements' | 'ratios' | 'goals' | 'notes'> {
  const catalogs = (runs: readonly Run[]) => runs.map(({ catalogMs = Number.NaN }) => ({ ms: catalogMs }));
  const median = (runs: readonly { readonly ms: number }[]) => summarize('', runs).medianMs;
  const ratio = (a: readonly { readonly ms: number }[], b: readonly { readonly ms: number }[]) =>
    round(median(a) / median(b));
  const peak = (runs: readonly Run[]) => summarize('', runs).peakMemoryMb ?? Number.NaN;
  const [knownSmall, wholeLarge, knownLarge] = [of(unchanged(small)), of(whole(large)), of(unchanged(large))];
  const faster = ratio(catalogs(driftline), catalogs(knownSmall));
  const fasterLarge = ratio(catalogs(wholeLarge), catalogs(knownLarge));
  const [more, longer] = [round(large.tables / small.tables), ratio(wholeLarge, driftline)];
  const heavier = round(peak(wholeLarge) / peak(driftline));
  const isKnown = [...knownSmall, ...knownLarge].every((run) => run.isKnown === true);
  const recall = round(median(knownSmall.map(({ recallMs = Number.NaN }) => ({ ms: recallMs }))));
  return {
    measurements: [
      summarize(`catalog alone, ${small.tables} tables`, catalogs(driftline)),
      summarize(`catalog alone, unchanged, ${small.tables} tables`, catalogs(knownSmall)),
      summarize(`catalog alone, ${large.tables} tables`, catalogs(wholeLarge)),
      summarize(`catalog alone, unchanged, ${large.tables} tables`, catalogs(knownLarge)),
    ],
    ratios: {
      [`reading the catalog / knowing that it is unchanged, ${small.tables} tables`]: faster,
      [`reading the catalog / knowing that it is unchanged, ${large.tables} tables`]: fasterLarge,
      [`driftline, ${large.tables} tables / ${small.tables} tables`]: longer,
      [`driftline's memory, ${large.tables} tables / ${small.tables} tables`]: heavier,
    },
    goals: [
      {
        name: `an unchanged catalog is known at least 5 times faster than it is read (${faster})`,
        isReached: isKnown && faster >= 5,
      },
      {
        name: `${more} times as many tables take no more than ${more} times as long (${longer})`,
        isReached: longer <= more,
      },
      {
        name: `${more} times as many tables take no more than ${more} times the memory (${heavier})`,
        isReached: heavier <= more,
      },
    ],
    notes: [
      `"catalog alone" is without connecting; where it is unchanged, with reading what was kept from a file (${recall} ms at ${small.tables} tables, beside the server's work), which a second look is spared`,
    ],
  };
}
