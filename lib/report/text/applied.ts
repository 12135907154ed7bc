import type { ApplyReport, StatementResult } from '../../apply/apply-report.ts';
import { indent, type Line, line, span, withTag, wrap } from '../layout.ts';
import { allWaits, outcomeMarks, timeSpent } from '../repair-words.ts';
import type { PlanDetail } from '../text-options.ts';
import { count, duration, share } from '../words.ts';
import { remedyLines, textLine } from './parts.ts';
import { firstWords, hazardLines, lockInWords, sqlLines } from './statement.ts';

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
    ...backupLines(applied, width),
  ];
}

function backupLines({ backup }: ApplyReport, width: number): readonly Line[] {
  if (backup === undefined) return [];
  return [
    ...wrap([...line('Backup made before: '), ...textLine(backup.path)], width, 2),
    ...indent(wrap([...line(span('to restore: ', 'hint')), ...textLine(backup.howToRestore)], width - 2, 2), 2),
  ];
}

function resultInWords(applied: ApplyReport): string {
  const { results, tookMs } = applied;
  if (results.length === 0) return 'there was nothing to run';
  const total = results.length;
  const groups = Map.groupBy(results, (result) => (isWaiting(result) ? 'waiting' : result.outcome));
  const parts = [...groups].map(([outcome, group]) => {
    const word =
      outcome === 'waiting' ? `${group.length === 1 ? 'waits' : 'wait'} for a person` : outcomeMarks[outcome][1];
    return `${share(group.length, total)} ${word}`;
  });
  const took = results.every(({ outcome }) => outcome === 'refused') ? '' : `, in ${duration(tookMs)}`;
  const waits = allWaits(applied);
  return `${count(total, 'statement')}, ${parts.join(', ')}${took}${waits === undefined ? '' : `, with ${waits}`}`;
}

/** Whether a statement was not run because of what it may hurt, rather than because of what happened. */
function isWaiting({ outcome, statement }: StatementResult): boolean {
  return outcome === 'refused' && statement.hazards.length > 0;
}

function resultLines(result: StatementResult, width: number): readonly Line[] {
  const { statement, outcome, reason } = result;
  const [mark, word, style] = outcomeMarks[outcome];
  const why = reason === undefined ? [] : wrap(textLine(reason), width - 2);
  if (isWaiting(result)) {
    return [
      ...wrap(line(span('– waits for a person', 'doubt'), span(` · ${lockInWords(statement)}`, 'quiet')), width, 2),
      ...indent([...sqlLines(statement, width - 2), ...hazardLines(statement.hazards, width - 2)], 2),
    ];
  }
  const time = timeSpent(result);
  const note = outcome === 'applied' ? (time ?? word) : word;
  const spent = outcome === 'applied' || time === undefined ? [] : wrap(line(span(`took ${time}`, 'quiet')), width - 2);
  const beginning = firstWords(statement, Math.max(20, width - note.length - 4));
  return [
    ...withTag(line(span(`${mark} `, style), beginning), span(note, outcome === 'applied' ? 'quiet' : style), width, 2),
    ...indent([...why, ...spent], 2),
  ];
}
