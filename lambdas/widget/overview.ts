import { outcomeMarks } from '../../lib/report/html/marks.ts';
import { driftMatrix, type LinkCell, matrixLegend } from '../../lib/report/html/matrix.ts';
import { type EnvironmentView, viewEnvironments } from '../../lib/report/html/page-model.ts';
import { type Markup, markup, markupText } from '../../lib/report/markup.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { driftWord } from '../../lib/report/text/drift-word.ts';
import { isAllGood, standing } from '../../lib/report/unseen.ts';
import { countDrifts, moment } from '../../lib/report/words.ts';
import type { Theme } from './event.ts';
import type { CheckTarget, WidgetParameters } from './settings.ts';
import { widgetStyle } from './widget-style.ts';

/** What the overview is made of besides reports. */
export interface OverviewOptions extends WidgetParameters {
  /** The widget's own ARN, which "Show report" calls. */
  readonly self: string;
  readonly theme: Theme;
}

/**
 * Shows how every environment stands and what drifted where, with buttons that check and that show a report. A button
 * acts under the rights of whoever presses it.
 */
export function renderOverview(report: CheckReport, options: OverviewOptions): string {
  const views = viewEnvironments(report);
  return inWidget(
    options.theme,
    markup`${banner(report)}
<p class="actions">${options.checks.map((check) => checkButtons(check, options.mayRepair))}</p>
${views.length > 0 && markup`<div class="scroll"><table><thead><tr><th>environment</th><th>outcome</th><th>found</th><th>last looked at</th><th></th></tr></thead><tbody>${views.map((view) => row(view, options.self))}</tbody></table></div>`}
${driftMatrix(views, unlinked)}${matrixLegend}`,
  );
}

/** A piece of HTML as the console shows it. */
export function inWidget(theme: Theme, content: Markup): string {
  return markupText(markup`<style>${widgetStyle}</style><div class="driftline ${theme}">${content}</div>`);
}

const unlinked: LinkCell = (_anchor, label, shown) => markup`<span title="${label}">${shown}</span>`;

function banner(report: CheckReport): Markup {
  if (report.environments.length === 0) {
    return markup`<div class="banner"><strong>Nothing has been checked yet.</strong></div>`;
  }
  if (isAllGood(report)) {
    return markup`<div class="banner inSync"><strong>✓ Every environment is as its migrations promise</strong></div>`;
  }
  return markup`<div class="banner ${report.outcome}"><strong>${standing(report)}</strong>${
    report.outcome === 'unknown' &&
    markup`<br>Not everything could be seen: what is not listed is not proved to be well.`
  }</div>`;
}

function row({ run, unseen }: EnvironmentView, self: string): Markup {
  const [mark, word, style] = outcomeMarks[run.outcome];
  const found = [
    ...(run.drifts.length === 0 ? [] : [countDrifts(run.drifts, driftWord, 3)]),
    ...unseen.slice(0, 1).map(({ message }) => message),
  ];
  const call = button('Show report', { endpoint: self, display: 'popup', event: { report: run.environment } });
  return markup`<tr><td>${run.environment}</td><td><span class="badge ${style}">${mark} ${word}</span></td><td>${found.join('; ')}</td><td class="time">${moment(run.startedAt)}</td><td>${call}</td></tr>
`;
}

function checkButtons({ endpoint, group }: CheckTarget, mayRepair: boolean): readonly Markup[] {
  const whom = group === undefined ? 'every environment' : `the environments of ${group}`;
  const name = group === undefined ? '' : ` (${group})`;
  const check = button(`Check now${name}`, {
    endpoint,
    display: 'popup',
    event: { repair: 'plan' },
    confirmation: `Check ${whom} now? Nothing is changed.`,
  });
  if (!mayRepair) return [check];
  const repair = button(`Repair what is safe${name}`, {
    endpoint,
    display: 'popup',
    event: { repair: 'safe' },
    confirmation: `Repair ${whom} now, as far as each one's policy allows? Databases are changed.`,
  });
  return [check, repair];
}

interface Call {
  readonly endpoint: string;
  readonly display: 'popup' | 'widget';
  readonly event: { readonly [key: string]: string };
  readonly confirmation?: string;
}

/** An action belongs to the element just before it. */
function button(label: string, { endpoint, display, event, confirmation }: Call): Markup {
  return markup`<a class="btn">${label}</a><cwdb-action action="call" display="${display}" endpoint="${endpoint}"${confirmation !== undefined && markup` confirmation="${confirmation}"`}>${JSON.stringify(event)}</cwdb-action> `;
}
