import type { ApplyReport, StatementOutcome, StatementResult } from '../../apply/apply-report.ts';
import { indent, type Line, line, span, withTag, wrap } from '../layout.ts';
import type { Style } from '../palette.ts';
import type { PlanDetail } from '../text-options.ts';
import { count, duration, share } from '../words.ts';
import { remedyLines, textLine } from './parts.ts';
import { firstWords, hazardLines, lockInWords, sqlLines } from './statement.ts';

const marks: { readonly [outcome in StatementOutcome]: readonly [mark: string, word: string, style: Style] } = {
  applied: ['✓', 'applied', 'good'],
  refused: ['–', 'not run', 'quiet'],
  failed: ['✗', 'failed', 'bad'],
  rolledBack: ['↺', 'rolled back', 'doubt'],
  inDoubt: ['?', 'in doubt', 'doubt'],
};

/**
 * Shows what became of each statement of a repair; what ran is one line, or in brief only counted, and what waits for
 * a person is shown in full.
 */
export function appliedLines(applied: ApplyReport, detail: PlanDetail, width: number): readonly Line[] {
  if (applied.refused !== undefined) {
    const { reason, remedy } = applied.refused;
    return [
      ...wrap(line(span('Repair', 'strong'), ': ', span('refused', 'bad'), `, nothing was run: ${reason}`), width, 2),
      ...indent(remedyLines(remedy, width - 2), 2),
    ];
  }
  const shown = applied.results.filter(({ outcome }) => detail === 'whole' || outcome !== 'applied');
  return [
    ...wrap(line(span('Repair', 'strong'), `: ${resultInWords(applied)}`), width, 2),
    ...indent(
      shown.flatMap((result) => resultLines(result, width - 2)),
      2,
    ),
  ];
}

function resultInWords({ results, tookMs }: ApplyReport): string {
  if (results.length === 0) return 'there was nothing to run';
  const total = results.length;
  const parts = (Object.keys(marks) as StatementOutcome[])
    .map((outcome) => ({ outcome, number: results.filter((result) => result.outcome === outcome).length }))
    .filter(({ number }) => number > 0)
    .map(({ outcome, number }) => `${share(number, total)} ${marks[outcome][1]}`);
  return `${count(total, 'statement')}, ${parts.join(', ')}, in ${duration(tookMs)}`;
}

function resultLines(result: StatementResult, width: number): readonly Line[] {
  const { statement, outcome, reason, tookMs } = result;
  const [mark, word, style] = marks[outcome];
  const why = reason === undefined ? [] : wrap(textLine(reason), width - 2);
  if (outcome === 'refused' && statement.hazards.length > 0) {
    return [
      ...wrap(line(span('– waits for a person', 'doubt'), span(` · ${lockInWords(statement)}`, 'quiet')), width, 2),
      ...indent([...sqlLines(statement, width - 2), ...hazardLines(statement.hazards, width - 2)], 2),
    ];
  }
  const note = outcome === 'applied' ? duration(tookMs) : word;
  const beginning = firstWords(statement, Math.max(20, width - note.length - 4));
  return [
    ...withTag(line(span(`${mark} `, style), beginning), span(note, outcome === 'applied' ? 'quiet' : style), width, 2),
    ...indent(why, 2),
  ];
}
