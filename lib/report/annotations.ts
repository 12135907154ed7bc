import type { Severity } from '../diff/severity.ts';
import { driftSentence, placeOf } from './drift-sentence.ts';
import type { CheckReport, RunReport } from './run-report.ts';
import { showOnOneLine } from './sanitize.ts';
import { driftWord } from './text/drift-word.ts';
import { standing, unseenIn } from './unseen.ts';
import { worstFirst } from './worst-first.ts';

const levels: { readonly [severity in Severity]: 'error' | 'warning' | 'notice' } = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/**
 * Writes a check as GitHub annotations, one workflow command a line, the worst first since GitHub shows only the first
 * of a step; what could not be seen is an error too. Its last line sums up.
 *
 * See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderAnnotations(report: CheckReport): string {
  const found = report.environments.flatMap((run) => worstFirst(run.drifts).map((drift) => ({ drift, run })));
  const unseen = report.environments.flatMap((run) =>
    unseenIn(run).map(({ message, excerpt = [], remedy = '' }) =>
      command('error', { title: `${run.environment}: unknown` }, [message, ...excerpt, remedy].join('\n').trimEnd()),
    ),
  );
  const drifts = (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) =>
    found.filter(({ drift }) => drift.severity === severity).map(({ drift, run }) => annotate(drift, run)),
  );
  return [...unseen, ...drifts, `driftline: ${standing(report)}`].map((text) => `${text}\n`).join('');
}

function annotate(drift: RunReport['drifts'][number], run: RunReport): string {
  const place = placeOf(drift, run);
  const where = place === undefined ? {} : { file: place.file, line: String(place.line) };
  const sentence = driftSentence(drift, run.values);
  return command(
    levels[drift.severity],
    { ...where, title: `${run.environment}: ${driftWord(drift)}` },
    drift.hint === undefined ? sentence : `${sentence}\n${drift.hint}`,
  );
}

function command(name: string, properties: { readonly [name: string]: string }, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(showOnOneLine(value))}`);
  return `::${name} ${written.join(',')}::${escapeData(message.split('\n').map(showOnOneLine).join('\n'))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
