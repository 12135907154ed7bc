import type { Drift } from '../diff/drift.ts';
import { severities } from '../diff/severity.ts';
import { formatCount } from './sanitize.ts';

const irregular: readonly (readonly [singular: string, plural: string])[] = [
  ['index', 'indexes'],
  ['policy', 'policies'],
  ['column with stray values', 'columns with stray values'],
];

const bareConstraints = ['unique', 'check', 'exclusion'];

/** `1 index`, `3 indexes`, `1,204 rows`. */
export function count(number: number, word: string): string {
  const noun = bareConstraints.includes(word) ? `${word} constraint` : word;
  return `${formatCount(number)} ${number === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  const [singular, irregularPlural] = irregular.find(([ending]) => noun.endsWith(ending)) ?? ['', 's'];
  return noun.slice(0, noun.length - singular.length) + irregularPlural;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `1`, `both`, `all 3` where a part is the whole, else the number alone. */
export function share(part: number, whole: number): string {
  if (part !== whole || whole < 2) return formatCount(part);
  return whole === 2 ? 'both' : `all ${formatCount(whole)}`;
}

/** `41 ms`, `1.2 s`, `2 min 3 s`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1000) return `${whole} ms`;
  if (whole < 59_950) return `${(whole / 1000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `2026-07-30 10:00:00 UTC` from an ISO 8601 time in UTC. */
export function moment(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(iso);
  return match ? `${match[1]} ${match[2]} UTC` : iso;
}

/**
 * `catalog unchanged since 09:00:00 UTC` of a catalog that was read by an earlier run, with the day where that was another
 * one; nothing of one that this run has read.
 */
export function unchangedSince({
  catalogReadAt,
  startedAt,
}: {
  readonly catalogReadAt?: string;
  readonly startedAt: string;
}): readonly string[] {
  if (catalogReadAt === undefined) return [];
  const [readAt, now] = [moment(catalogReadAt), moment(startedAt)];
  const day = readAt.slice(0, readAt.indexOf(' ') + 1);
  return [`catalog unchanged since ${now.startsWith(day) ? readAt.slice(day.length) : readAt}`];
}

/** What people call an object's kind: `migration head` for `migration-head`. */
export function kindWord(kind: string): string {
  return kind.replaceAll('-', ' ');
}

/**
 * Counts drifts in words, the worst first: `3 missing tables, 1 modified column and 2 more`.
 *
 * @param most the number of words after which the rest is only counted
 */
export function countDrifts(drifts: readonly Drift[], wordOf: (drift: Drift) => string, most: number): string {
  const worstFirst = severities.flatMap((severity) => drifts.filter((drift) => drift.severity === severity));
  const groups = [...Map.groupBy(worstFirst, wordOf)];
  const named = groups.slice(0, groups.length === most + 1 ? most + 1 : most);
  const rest = groups.slice(named.length).reduce((sum, [, group]) => sum + group.length, 0);
  const parts = named.map(([word, group]) => count(group.length, word));
  return rest === 0 ? parts.join(', ') : `${parts.join(', ')} and ${formatCount(rest)} more`;
}
