import type { Extra } from '../catalog/extras.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import { addPlaces } from './add-places.ts';
import { diffCatalogs } from './diff-catalogs.ts';
import type { Drift } from './drift.ts';
import { foldChildren } from './fold-children.ts';
import { addHints } from './hints.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { keepExtras } from './keep-extras.ts';
import { markConsequences } from './mark-consequences.ts';
import { pairRenames } from './pair-renames.ts';
import { pairUniques } from './pair-uniques.ts';
import { leaveOut, narrowToSchemas, schemasOf } from './scope.ts';
import { applySeverityRules, type SeverityRule } from './severity-rules.ts';
import { isReported, type UnexpectedRule } from './unexpected-rule.ts';

/** What of two catalogs is compared, and how bad it is. */
export interface DriftRules {
  /**
   * The schemas to compare; absent: those in which the expectation has objects. Where it has none at all, those in which
   * the actual catalog has some: an empty expectation would else agree with every database.
   */
  readonly schemas?: readonly string[];
  /** Objects that are nobody's drift. */
  readonly ignore: readonly IgnoreRule[];
  /** Whether objects that the expectation does not know are drift. */
  readonly unexpected: UnexpectedRule;
  /** Severities other than the default ones; the first rule that matches wins. */
  readonly severity?: readonly SeverityRule[];
  /** What is only compared for those who ask. @default nothing */
  readonly extras?: readonly Extra[];
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
  const promised = schemasOf(expected);
  const schemas = rules.schemas ?? (promised.length > 0 ? promised : schemasOf(actual));
  const patterns = rules.ignore.map(({ pattern }) => pattern);
  const narrow = (snapshot: CatalogSnapshot) => leaveOut(narrowToSchemas(snapshot, schemas), patterns);
  const narrowed = keepExtras({ expected: narrow(expected), actual: narrow(actual) }, rules.extras);
  return { ...narrowed, wholeActual: actual, raw: diffCatalogs(narrowed.expected, narrowed.actual) };
}

/**
 * Turns the raw differences into the drifts that people read: without those that are only another spelling, the same
 * object under another name or in another form as one drift, children folded into their parents, places, causes and
 * hints added, severities as the rules have them, in id order.
 *
 * @param settled fingerprints of the raw differences, and of the questions of `renameQuestions`, that an engine found
 * to be two spellings of one definition
 */
export function presentDrifts(
  comparison: Comparison,
  settled: ReadonlySet<string>,
  rules: DriftRules,
): readonly Drift[] {
  const { expected, actual, wholeActual, raw } = comparison;
  const real = raw.filter((drift) => !settled.has(drift.fingerprint));
  const paired = pairUniques(pairRenames(real, settled), expected, actual);
  const folded = foldChildren(paired, expected, actual);
  const reported = folded.filter((drift) => drift.kind !== 'unexpected' || isReported(drift.id, rules.unexpected));
  const marked = markConsequences(addPlaces(reported, expected, actual), expected, actual);
  const hinted = addHints(marked, expected, wholeActual);
  return applySeverityRules(hinted, rules.severity);
}
