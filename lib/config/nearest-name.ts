import { closestMatch } from 'leven';

/** The known name that a mistyped one most likely means; absent when none is close enough to be meant. */
export function nearestName(mistyped: string, known: readonly string[]): string | undefined {
  const sameButCase = known.find((name) => name.toLowerCase() === mistyped.toLowerCase());
  const maxDistance = Math.min(Math.max(2, Math.floor(mistyped.length / 3)), mistyped.length - 1);
  return sameButCase ?? (maxDistance < 1 ? undefined : closestMatch(mistyped, known, { maxDistance }));
}

/** The end of a sentence about an unknown name: the one that is probably meant, else all that there are. */
export function didYouMean(mistyped: string, known: readonly string[]): string {
  const nearest = nearestName(mistyped, known);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length === 0 ? 'there are none' : `known: ${known.join(', ')}`;
}
