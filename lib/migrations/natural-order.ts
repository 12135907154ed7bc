/** `2_b` before `10_a`; equal but for accents or letter case are told apart too. */
const collator = new Intl.Collator('en', { numeric: true });

/** Compares names as people order them. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
