import { incidentSpans } from '../../lib/incidents/incident-spans.ts';
import type { Store } from '../../lib/incidents/store.ts';
import { environmentSection } from '../../lib/report/html/environment-view.ts';
import { viewEnvironments } from '../../lib/report/html/page-model.ts';
import { timeline } from '../../lib/report/html/timeline.ts';
import { markup } from '../../lib/report/markup.ts';
import { description, type WidgetEvent } from './event.ts';
import { type FetchReport, lastReports } from './last-reports.ts';
import { inWidget, renderOverview } from './overview.ts';

/** What a widget works with. */
export interface WidgetWorld {
  readonly store: Store;
  readonly fetchReport: FetchReport;
  /** The ARN that this very function was called by. */
  readonly self: string;
}

/** HTML, or Markdown for the console to render. */
export type WidgetAnswer = string | { readonly markdown: string };

/**
 * Answers the console: with the overview, one environment's report, or the widget's documentation. Changes nothing.
 *
 * @throws DriftlineError `state-unavailable`, and what fetching a report throws
 */
export async function answerWidget(
  event: WidgetEvent,
  { store, fetchReport, self }: WidgetWorld,
): Promise<WidgetAnswer> {
  switch (event.kind) {
    case 'describe':
      return { markdown: description };
    case 'overview':
      return renderOverview(await lastReports(store, fetchReport), { ...event, self });
    case 'report': {
      const report = await lastReports(store, fetchReport, event.environment);
      const books = await store.list('incidents', event.environment);
      const history = books.flatMap(({ value }) => incidentSpans(event.environment, value.incidents));
      const sections = [
        ...viewEnvironments(report).map((view) => environmentSection(view, history)),
        timeline(history, report.startedAt),
      ];
      const nothing = markup`<p>Nothing is known of ${event.environment}.</p>`;
      return inWidget(event.theme, report.environments.length === 0 ? nothing : markup`${sections}`);
    }
  }
}
