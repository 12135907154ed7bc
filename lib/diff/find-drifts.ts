import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import { addPlaces } from './add-places.ts';
import { diffCatalogs } from './diff-catalogs.ts';
import type { Drift } from './drift.ts';
import { foldChildren } from './fold-children.ts';
import { addHints } from './hints.ts';
import { pairRenames } from './pair-renames.ts';
import { leaveOut, narrowToSchemas, schemasOf } from './scope.ts';

export interface DriftRules {
  /** The schemas to compare; absent: those in which the expectation has objects. */
  readonly schemas?: readonly string[];
  /** Patterns of objects that are nobody's drift. */
  readonly ignore: readonly string[];
  /** Whether objects that the expectation does not know are drift. */
  readonly unexpected: 'ignore' | 'report';
}

/** Two catalogs cut to what is to be compared. */
export interface Comparison {
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
  /** The whole actual catalog, for hints. */
  readonly wholeActual: CatalogSnapshot;
  /** Every difference, before spelling is settled. */
  readonly raw: readonly Drift[];
}

/** Cuts both catalogs to the compared schemas and objects and lists every difference between them. */
export function compareCatalogs(expected: CatalogSnapshot, actual: CatalogSnapshot, rules: DriftRules): Comparison {
  const schemas = rules.schemas ?? schemasOf(expected);
  const narrow = (snapshot: CatalogSnapshot) => leaveOut(narrowToSchemas(snapshot, schemas), rules.ignore);
  const narrowed = { expected: narrow(expected), actual: narrow(actual) };
  return { ...narrowed, wholeActual: actual, raw: diffCatalogs(narrowed.expected, narrowed.actual) };
}

/**
 * Turns the raw differences into the drifts that people read: without those that are only another spelling, renames
 * paired, children folded into their parents, places and hints added, in id order.
 *
 * @param settled fingerprints of the raw differences that an engine found to be two spellings of one definition
 */
export function presentDrifts(
  comparison: Comparison,
  settled: ReadonlySet<string>,
  rules: DriftRules,
): readonly Drift[] {
  const { expected, actual, wholeActual, raw } = comparison;
  const real = raw.filter((drift) => !settled.has(drift.fingerprint));
  const folded = foldChildren(pairRenames(real), expected, actual);
  const reported = folded.filter((drift) => rules.unexpected === 'report' || drift.kind !== 'unexpected');
  return addHints(addPlaces(reported, expected, actual), expected, wholeActual);
}
