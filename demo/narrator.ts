import { indent, type Line, line, paint, span, wrap } from '../lib/report/layout.ts';
import type { RunReport } from '../lib/report/run-report.ts';
import { environmentLines } from '../lib/report/text/environment.ts';
import { columnsFor, paletteFor, type TextOptions } from '../lib/report/text-options.ts';

/** Where the demonstration speaks, and how. */
export interface Narrator {
  /** The heading of an incident and what happened. */
  readonly tell: (heading: string, story: string) => void;
  /** What a person would type to see what comes next. */
  readonly command: (text: string) => void;
  readonly report: (report: RunReport) => void;
  /** Only the first line of a report, where all below it has just been read. */
  readonly outcome: (report: RunReport) => void;
  /** A remark on what was just seen. */
  readonly remark: (text: string) => void;
  /** Commands to try next, each with what it is good for. */
  readonly suggest: (commands: readonly (readonly [command: string, what: string])[]) => void;
}

/** Speaks on a stream, as wide as it is. */
export function narrateTo(write: (text: string) => void, options: TextOptions): Narrator {
  const width = columnsFor(options);
  const palette = paletteFor(options);
  const say = (lines: readonly Line[]) => write(paint(lines, palette));
  const linesOf = (report: RunReport) =>
    environmentLines(report, { width, nameWidth: report.environment.length, planDetail: 'brief' });
  return {
    tell: (heading, story) => {
      const rule = '─'.repeat(width);
      say([[], line(span(rule, 'quiet')), ...wrap(line(span(heading, 'strong')), width), ...wrap(line(story), width)]);
    },
    command: (text) => say([[], line(span('$ ', 'quiet'), span(text, 'hint'))]),
    report: (report) => say(linesOf(report)),
    outcome: (report) => say(linesOf(report).slice(0, 1)),
    remark: (text) => say([[], ...wrap(line(text), width)]),
    suggest: (commands) =>
      say([
        [],
        ...commands.flatMap(([command, what]) => [
          ...wrap(line('  ', span(command, 'hint')), width, 4),
          ...indent(wrap(line(span(what, 'quiet')), width - 6), 6),
        ]),
      ]),
  };
}
