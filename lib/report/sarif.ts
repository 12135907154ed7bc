import { kindOf, nameOf } from '../catalog/object-id.ts';
import type { Drift, DriftKind } from '../diff/drift.ts';
import type { Severity } from '../diff/severity.ts';
import { driftSentence, placeOf } from './drift-sentence.ts';
import type { CheckReport, RunReport } from './run-report.ts';
import { showOnOneLine } from './sanitize.ts';
import { driftWord } from './text/drift-word.ts';
import { unseenIn } from './unseen.ts';
import { kindWord } from './words.ts';

/** What a SARIF document says besides the check. */
export interface SarifOptions {
  /** Driftline's own version. */
  readonly version: string;
  /** Where a drift is shown that no migration promises: the configuration, relative to the repository. */
  readonly configFile: string;
}

const levels: { readonly [severity in Severity]: 'error' | 'warning' | 'note' } = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

const kindsInWords: { readonly [kind in DriftKind]: string } = {
  missing: 'The migrations promise it, and the database does not have it.',
  unexpected: 'The database has it, and the migrations do not promise it.',
  modified: 'The database has it, but not as the migrations promise it.',
  renamed: 'The database has it under another name than the migrations promise.',
  invalid: 'The database has it and does not use it.',
};

/**
 * Writes a check as SARIF 2.1.0: a result a drift, at the place in the migrations that promises the object, or at the
 * configuration where none does. What could not be seen is a notification of an invocation that did not succeed.
 *
 * See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderSarif(report: CheckReport, options: SarifOptions): string {
  const drifts = report.environments.flatMap((run) => run.drifts.map((drift) => ({ drift, run })));
  const rules = [...new Map(drifts.map(({ drift }) => [ruleIdOf(drift), drift])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const indexOf = new Map(rules.map(([id], i) => [id, i]));
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Driftline',
            semanticVersion: options.version,
            rules: rules.map(([id, drift]) => ruleOf(id, drift)),
          },
        },
        automationDetails: { id: 'driftline/' },
        invocations: [invocationOf(report)],
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: drifts.map(({ drift, run }) => ({
          ruleId: ruleIdOf(drift),
          ruleIndex: indexOf.get(ruleIdOf(drift)),
          ...resultOf(drift, run, options),
        })),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ruleIdOf({ kind, id, attribute }: Drift): string {
  return attribute === 'values' ? 'stray-values' : `${kind}-${kindOf(id)}`;
}

function ruleOf(id: string, drift: Drift) {
  const isStray = id === 'stray-values';
  return {
    id,
    shortDescription: {
      text: sentenceCase(isStray ? driftWord(drift) : `${drift.kind} ${kindWord(kindOf(drift.id))}`),
    },
    fullDescription: {
      text: isStray ? 'Rows hold values that are not among the accepted ones.' : kindsInWords[drift.kind],
    },
  };
}

/** In a SARIF message brackets make links and braces hold the place of arguments. */
function message(text: string): { readonly text: string } {
  return {
    text: showOnOneLine(text)
      .replace(/[\\[\]]/g, '\\$&')
      .replace(/[{}]/g, '$&$&'),
  };
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function invocationOf(report: CheckReport) {
  const unseen = report.environments.flatMap((run) =>
    unseenIn(run).map(({ code, message: what, remedy }) => ({
      level: 'error',
      descriptor: { id: code },
      message: message(`${run.environment}: ${what}${remedy === undefined ? '' : ` ${remedy}`}`),
    })),
  );
  return {
    executionSuccessful: unseen.length === 0,
    startTimeUtc: report.startedAt,
    endTimeUtc: new Date(Date.parse(report.startedAt) + report.tookMs).toISOString(),
    ...(unseen.length === 0 ? {} : { toolExecutionNotifications: unseen }),
  };
}

function resultOf(drift: Drift, run: RunReport, { configFile }: SarifOptions) {
  const place = placeOf(drift, run);
  const sentence = driftSentence(drift, run.values);
  const text = drift.hint === undefined ? sentence : `${sentence}. ${drift.hint}`;
  return {
    level: levels[drift.severity],
    message: message(`${run.environment}: ${text}`),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place?.file ?? configFile), uriBaseId: 'SRCROOT' },
          region: { startLine: place?.line ?? 1 },
        },
        logicalLocations: [{ fullyQualifiedName: showOnOneLine(nameOf(drift.id)), kind: kindOf(drift.id) }],
      },
    ],
    partialFingerprints: {
      'driftline/v1': `${encodeURIComponent(showOnOneLine(run.environment))}:${drift.fingerprint}`,
    },
    properties: {
      environment: showOnOneLine(run.environment),
      expectation: showOnOneLine(run.expectation),
      severity: drift.severity,
    },
  };
}

/** A relative path as a URI reference. */
function uriOf(path: string): string {
  return path
    .split(/[\\/]/)
    .map((part) => encodeURIComponent(showOnOneLine(part)))
    .join('/');
}
