import leven from 'leven';
import type { StrayValue } from './value-check.ts';

/** A stray value with the accepted value that it most resembles, where it resembles one. */
export interface RecognisedStray extends StrayValue {
  readonly nearest?: string;
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/**
 * The accepted value that a stray one was probably meant to be: the same but for letter case and white space, or at
 * most one letter in three away and no other accepted value as near. Undefined when none is plausible.
 *
 * @example nearestValue('Telegramm', ['telegram', 'email']) // 'telegram'
 */
export function nearestValue(stray: string, accept: readonly string[]): string | undefined {
  const meant = fold(stray);
  if (meant === '') return undefined;
  const same = accept.find((value) => fold(value) === meant);
  if (same !== undefined) return same;
  const ranked = accept
    .map((value) => ({
      value,
      letters: Math.max(fold(value).length, meant.length),
      distance: distance(fold(value), meant),
    }))
    .filter(({ letters, distance }) => distance * 3 <= letters)
    .sort((a, b) => a.distance - b.distance);
  const [first, second] = ranked;
  return first === undefined || second?.distance === first.distance ? undefined : first.value;
}

/** Lengths alone can rule a match out, which spares the work on long texts. */
function distance(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return Math.abs(a.length - b.length) * 3 > longest ? longest : leven(a, b);
}
