import { causesOf } from '../diff/causes.ts';
import type { Drift } from '../diff/drift.ts';
import { attributeWord, fullName } from '../report/describe.ts';
import { driftSentence } from '../report/drift-sentence.ts';
import type { RunReport } from '../report/run-report.ts';
import { shorten, showOnOneLine } from '../report/sanitize.ts';
import { strayAttribute } from '../report/text/values.ts';
import { unseenIn } from '../report/unseen.ts';
import { type Incident, type Subject, unseenFingerprint } from './incident.ts';

/** What one run saw of an environment, as far as incidents care. */
export interface Sight {
  /** When the run began. ISO 8601, UTC. */
  readonly at: string;
  /** Drifts that are there, without those that another one explains. */
  readonly present: readonly Subject[];
  /** Drifts that were there and that the run itself mended. */
  readonly repaired: readonly Subject[];
  /** Fingerprints of drifts that are there and accepted by the baseline. */
  readonly accepted: ReadonlySet<string>;
  /** Whether an incident's drift would have been found, were it still there. */
  readonly wasLookedAt: (incident: Incident) => boolean;
  /** The incident of what could not be seen; absent when everything was, as far as the run was to see it. */
  readonly unseen?: Subject;
}

/** Longest line that is remembered of a drift. */
const longestLine = 300;

/** Reads a report as incidents need it. */
export function sightOf(report: RunReport): Sight {
  const gaps = unseenIn(report).filter(({ code }) => code !== 'values-in-part');
  const subjectOf = (drift: Drift) => readSubject(drift, report);
  const causes = causesOf(report.drifts);
  const explained = new Set(report.drifts.filter((drift) => !causes.includes(drift)).map((drift) => drift.fingerprint));
  const there = new Set(report.drifts.map(({ fingerprint }) => fingerprint));
  const accepted = new Set((report.accepted?.drifts ?? []).map(({ fingerprint }) => fingerprint));
  const hasRepaired = report.applied?.results.some(({ outcome }) => outcome === 'applied') ?? false;
  // What a repair left undone because nobody could look again is not known to be mended.
  const mended = hasRepaired && report.outcome !== 'unknown' ? (report.driftsBefore ?? []) : [];
  return {
    at: report.startedAt,
    present: causes.map(subjectOf),
    repaired: mended.filter(({ fingerprint }) => !there.has(fingerprint) && !accepted.has(fingerprint)).map(subjectOf),
    accepted,
    // What a cause explains is still there: an incident of before, when nobody knew the cause, is not over.
    wasLookedAt: (incident) => !explained.has(incident.subject.fingerprint) && wasLookedAt(incident, report),
    ...(report.outcome === 'unknown' || gaps.length > 0 ? { unseen: unseenSubject(report, gaps[0]?.message) } : {}),
  };
}

function readSubject(drift: Drift, { values }: RunReport): Subject {
  const { fingerprint, id, kind, attribute, severity } = drift;
  return {
    fingerprint,
    id,
    kind,
    ...(attribute === undefined ? {} : { attribute }),
    severity,
    title: short(titleOf(drift)),
    line: short(driftSentence(drift, values)),
  };
}

/** Says what is wrong without a single value. */
function titleOf(drift: Drift): string {
  const name = fullName(drift.id);
  if (drift.kind === 'renamed') return `${name} is there under another name`;
  if (drift.kind !== 'modified') return driftSentence(drift);
  if (drift.attribute === strayAttribute) return `${name} holds values that are not accepted`;
  return `${name}: ${attributeWord(drift.attribute ?? '')} is not as it should be`;
}

function unseenSubject({ environment }: RunReport, why: string | undefined): Subject {
  const title = 'not everything could be looked at';
  return {
    fingerprint: unseenFingerprint,
    id: `unknown:${environment}`,
    kind: 'unknown',
    severity: 'high',
    title,
    line: why === undefined ? title : short(`${title}: ${why}`),
  };
}

function short(text: string): string {
  const shown = showOnOneLine(text);
  const { text: kept } = shorten(shown, longestLine);
  return kept === shown ? shown : `${kept}…`;
}

/**
 * A run without any gap looked at everything. In one with gaps, stray values were looked at where their column was
 * judged; all else was where the catalog was read and no error stands for it.
 *
 * A rolling scan that has seen a part of the rows proves nothing about those that it has not.
 */
function wasLookedAt({ subject }: Incident, report: RunReport): boolean {
  if (subject.kind === 'unknown') return true;
  const { coverage, diagnostics, outcome, values } = report;
  const errors = diagnostics.filter(({ level }) => level === 'error');
  if (subject.attribute === strayAttribute) {
    const finding = values.find(({ column }) => column === subject.id);
    if (finding !== undefined) return finding.outcome !== 'unknown' && finding.coverage >= 1;
  }
  if (outcome !== 'unknown' && errors.length === 0 && values.every((value) => value.outcome !== 'unknown')) return true;
  // Errors that name a column are of its values; any other may stand for the whole catalog.
  const isCatalogSeen = coverage.objects > 0 && errors.every(({ id }) => id !== undefined && id !== subject.id);
  return isCatalogSeen && subject.attribute !== strayAttribute;
}
