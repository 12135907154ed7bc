import type { Json } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { SourcePlace } from '../source-place.ts';
import type { ValueFinding } from '../values/judge-values.ts';
import { attributeWord, describeAttribute, fullName, ownerOf } from './describe.ts';
import type { RunReport } from './run-report.ts';
import { shorten } from './sanitize.ts';
import { strayAttribute } from './text/values.ts';
import { count, listOf } from './words.ts';

/** Longest part that a sentence quotes. */
const longestQuote = 120;

/** Most stray values that a sentence names. */
const mostStrays = 3;

/**
 * Says a drift in one sentence: `table public.content_plans is missing`. Not safe to show as it is: it quotes what a
 * database holds.
 *
 * @param values the run's findings, of which stray values are named
 */
export function driftSentence(drift: Drift, values: readonly ValueFinding[] = []): string {
  const name = fullName(drift.id);
  switch (drift.kind) {
    case 'missing':
      return `${name} is missing`;
    case 'unexpected':
      return `${name} is there unexpectedly`;
    case 'invalid':
      return `${name} is there, but not in use`;
    case 'renamed':
      return `${name} is there under another name: ${typeof drift.actual === 'string' ? fullName(drift.actual) : quote(drift.actual)}`;
    case 'modified': {
      const finding = values.find(({ column, outcome }) => column === drift.id && outcome === 'stray');
      if (drift.attribute === strayAttribute && finding !== undefined) return `${name} holds ${strays(finding)}`;
      const attribute = drift.attribute ?? '';
      const [should, is] = [drift.expected, drift.actual].map((value) => quote(describeAttribute(attribute, value)));
      return `${name}: ${attributeWord(attribute)} should be ${should}, is ${is}`;
    }
  }
}

/** Where the migrations promise what drifted: the object itself, or what it is part of. */
export function placeOf(drift: Drift, { promisedBy = {} }: RunReport): SourcePlace | undefined {
  const id = [drift.id, ...(drift.belongsTo ?? []), ownerOf(drift)].find((candidate) => candidate in promisedBy);
  return id === undefined ? undefined : promisedBy[id];
}

function strays(finding: ValueFinding): string {
  const rows = `${finding.strayRowsAreAtLeast ? 'at least ' : ''}${count(finding.strayRows, 'row')}`;
  if (finding.strays.length === 0) return `values that are not accepted in ${rows}`;
  const named = finding.strays.slice(0, mostStrays).map(({ value }) => (value === null ? 'NULL' : `'${quote(value)}'`));
  const rest = finding.strays.length - named.length;
  return `${listOf(rest === 0 ? named : [...named, `${rest} more`])}, which ${finding.strays.length === 1 ? 'is' : 'are'} not accepted, in ${rows}`;
}

function quote(value: Json): string {
  const { text, note } = shorten(typeof value === 'string' ? value : JSON.stringify(value), longestQuote);
  return note === undefined ? text : `${text}… (${note})`;
}
