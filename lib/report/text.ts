import { type Line, paint } from './layout.ts';
import type { CheckReport } from './run-report.ts';
import { environmentLines, isQuiet, nameWidthOf } from './text/environment.ts';
import { summaryLines } from './text/summary.ts';
import { columnsFor, paletteFor, type TextOptions } from './text-options.ts';

/**
 * Shows a check to people: one line for each environment that is in sync, else its drifts grouped by table, its plan
 * or repair, and its diagnostics; one summary line at the end.
 *
 * Nothing from a database reaches the terminal as it is: see {@link showOnOneLine}.
 */
export function renderText(report: CheckReport, options: TextOptions): string {
  const width = columnsFor(options);
  const nameWidth = nameWidthOf(report.environments);
  const lines: Line[] = [];
  let wasQuiet = true;
  for (const environment of report.environments) {
    const quiet = isQuiet(environment);
    if (lines.length > 0 && !(quiet && wasQuiet)) lines.push([]);
    lines.push(...environmentLines(environment, { width, nameWidth, planDetail: options.plan ?? 'whole' }));
    wasQuiet = quiet;
  }
  if (lines.length > 0) lines.push([]);
  return paint([...lines, ...summaryLines(report, width)], paletteFor(options));
}
