import type { Attributes, CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';
import type { Comparison } from './find-drifts.ts';
import { findCandidates, questionOf } from './pair-renames.ts';

/** What an engine is to settle before objects under other names can be told from others, and on which catalogs. */
export interface RenameQuestions {
  readonly questions: readonly Drift[];
  /** The catalogs with the objects in question under the ids of the questions. */
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
}

/** More is no rename but another schema, and not worth the asking. */
const mostQuestions = 200;

/**
 * Asks of each missing index or constraint and each unexpected one on the same table that differ in one text alone
 * whether that text is one definition in two spellings, as servers of two majors print it.
 *
 * @param expected the whole catalog, also outside what is compared; likewise `actual`
 */
export function renameQuestions(
  { raw }: Comparison,
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): RenameQuestions {
  const asked = findCandidates(raw)
    .slice(0, mostQuestions)
    .flatMap((candidates) => {
      const question = questionOf(candidates);
      return question === undefined ? [] : [{ ...candidates, question }];
    });
  if (asked.length === 0) return { questions: [], expected, actual };
  return {
    questions: asked.map(({ question }) => question),
    expected: withCopies(
      expected,
      asked.map(({ question, missing }) => [question.id, missing.id]),
    ),
    actual: withCopies(
      actual,
      asked.map(({ question, unexpected }) => [question.id, unexpected.id]),
    ),
  };
}

function withCopies(
  snapshot: CatalogSnapshot,
  copies: readonly (readonly [copy: string, of: string])[],
): CatalogSnapshot {
  const { objects, dependencies } = snapshot;
  return {
    ...snapshot,
    objects: {
      ...objects,
      ...Object.fromEntries(copies.map(([copy, of]): [string, Attributes] => [copy, objects[of] ?? {}])),
    },
    dependencies: {
      ...dependencies,
      ...Object.fromEntries(copies.map(([copy, of]) => [copy, dependencies[of] ?? []])),
    },
  };
}
