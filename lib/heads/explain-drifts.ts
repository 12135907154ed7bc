import { applyDelta } from '../catalog/catalog-delta.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../diff/find-drifts.ts';
import { worstOf } from '../diff/severity.ts';
import { type HeadVerdict, namesOf } from './judge-head.ts';
import type { ExpectedHead } from './migration-tool.ts';

/** What an expectation says that is needed to explain drifts. */
export interface Promised {
  readonly snapshot: CatalogSnapshot;
  readonly rules: DriftRules;
  readonly head?: ExpectedHead;
}

/** Drifts, those of the head apart. */
export interface Explained {
  /** Of the catalog, in their order. */
  readonly drifts: readonly Drift[];
  readonly head: HeadVerdict;
}

/**
 * Finds the drifts that are there only because migrations were not applied: those by which a database differs that was
 * compiled up to the place where this one stands. They are marked with the fingerprint of the head's drift, whose hint
 * says how many they are.
 *
 * @param drifts of the catalog
 * @param others how many further drifts there are, of values
 */
export function explainDrifts(
  drifts: readonly Drift[],
  others: number,
  head: HeadVerdict,
  { snapshot, rules, head: expected }: Promised,
): Explained {
  const cause = head.drifts.find(({ attribute }) => attribute === 'revision' || attribute === 'state');
  const standing = expected?.standings?.find(({ applied }) =>
    isSame(
      expected.revisions.slice(applied).map(({ id }) => id),
      head.pending,
    ),
  );
  if (expected === undefined || cause === undefined || standing === undefined || drifts.length + others === 0) {
    return { drifts, head };
  }
  const comparison = compareCatalogs(snapshot, applyDelta(snapshot, standing.delta), rules);
  const lacking = new Map(presentDrifts(comparison, new Set(), rules).map((drift) => [drift.fingerprint, drift]));
  const isExplained = (drift: Drift) => {
    const there = lacking.get(drift.fingerprint);
    return there !== undefined && (drift.kind !== 'modified' || isSame(there.actual, drift.actual));
  };
  const explained = drifts.map((drift) => (isExplained(drift) ? { ...drift, explainedBy: cause.fingerprint } : drift));
  const names = expected.revisions.slice(standing.applied).map(({ name }) => name);
  const caused = explained.filter(({ explainedBy }) => explainedBy === cause.fingerprint);
  // It is told in their stead, and so as loudly as the worst of them.
  const severity = worstOf([cause.severity, ...caused.map((drift) => drift.severity)]) ?? cause.severity;
  const told = {
    ...cause,
    severity,
    hint: addAccount(cause, names, caused.length, drifts.length + others),
  };
  return { drifts: explained, head: { ...head, drifts: head.drifts.map((drift) => (drift === cause ? told : drift)) } };
}

function addAccount({ hint = '' }: Drift, names: readonly string[], explained: number, all: number): string {
  const subject = names.length === 1 ? 'Migration' : 'Migrations';
  const what =
    explained === all
      ? all === 1
        ? 'the other drift'
        : `all ${all} other drifts`
      : `${explained} of the ${all} other drifts`;
  const rest = hint.replace(`; not applied: ${namesOf(names)}`, '');
  return `${subject} ${namesOf(names)} ${names.length === 1 ? 'was' : 'were'} not applied; that accounts for ${what}. ${rest}`;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
