import { type Markup, markup } from '../markup.ts';

const whole = 200;

/**
 * Draws a bar from one share of its length to another. Drawn, not styled: the page's policy allows no styles on
 * elements. It only repeats what stands beside it in words.
 *
 * @param from 0 to 1
 * @param to 0 to 1; what is not nothing is always seen
 */
export function gauge(from: number, to: number): Markup {
  const start = Math.round(from * whole);
  const width = Math.max(2, Math.round(to * whole) - start);
  return markup`<svg class="gauge" viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="${whole}" height="14"/><rect class="bar" x="${Math.min(start, whole - width)}" width="${width}" height="14"/></svg>`;
}
