import type { Diagnostic } from '../../diagnostic.ts';
import { indent, type Line, line, span, wrap } from '../layout.ts';
import type { Style } from '../palette.ts';
import { withoutExcerpt } from '../unseen.ts';
import { remedyLines, ruled, textLine } from './parts.ts';

const words: { readonly [level in Diagnostic['level']]: readonly [word: string, style: Style] } = {
  error: ['error', 'bad'],
  warning: ['warning', 'doubt'],
  info: ['note', 'quiet'],
};

const levels: readonly Diagnostic['level'][] = ['error', 'warning', 'info'];

/** Shows the trouble that a run had, errors first, each with what to do about it. */
export function diagnosticLines(diagnostics: readonly Diagnostic[], width: number): readonly Line[] {
  const sorted = levels.flatMap((level) => diagnostics.filter((diagnostic) => diagnostic.level === level));
  return sorted.flatMap((diagnostic) => {
    const [word, style] = words[diagnostic.level];
    const { message, excerpt = [] } = withoutExcerpt(diagnostic.message);
    const sentence = line(span(word, style), ': ', ...textLine(message), span(` (${diagnostic.code})`, 'quiet'));
    const below = [...ruled(excerpt, width - 2, 0), ...remedyLines(diagnostic.remedy, width - 2)];
    return [...wrap(sentence, width, 2), ...indent(below, 2)];
  });
}
