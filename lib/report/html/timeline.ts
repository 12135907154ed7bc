import { fullName } from '../describe.ts';
import type { IncidentSpan } from '../history.ts';
import { type Markup, markup } from '../markup.ts';
import { moment } from '../words.ts';
import { gauge } from './gauge.ts';
import { severityBadge } from './marks.ts';

/** Most incidents that are shown: those that are open, then those that ended last. */
const mostShown = 60;

/** Shows when drifts came and went, each as a bar over the time that the history spans. */
export function timeline(history: readonly IncidentSpan[], now: string): Markup | false {
  if (history.length === 0) return false;
  const from = Math.min(...history.map(({ openedAt }) => Date.parse(openedAt)));
  const to = Math.max(Date.parse(now), ...history.map(({ resolvedAt }) => Date.parse(resolvedAt ?? now)));
  const at = (time: string) => (to === from ? 1 : (Date.parse(time) - from) / (to - from));
  const newestFirst = [...history].sort((a, b) => (endOf(a) < endOf(b) ? 1 : endOf(a) > endOf(b) ? -1 : 0));
  const shown = newestFirst.slice(0, mostShown);
  return markup`<section class="timeline" aria-labelledby="timeline"><h3 id="timeline">Since when</h3>
<div class="scroll" role="region" aria-label="Incidents over time" tabindex="0"><table class="wide"><thead><tr><th scope="col">environment</th><th scope="col">object</th><th scope="col">severity</th><th scope="col">since</th><th scope="col">until</th><th scope="col">${moment(new Date(from).toISOString())} – ${moment(new Date(to).toISOString())}</th></tr></thead>
<tbody>${shown.map(
    (
      span,
    ) => markup`<tr><td>${span.environment}</td><td class="code">${fullName(span.id)}</td><td>${severityBadge(span.severity)}</td><td class="time">${moment(span.openedAt)}</td><td class="time">${span.resolvedAt === undefined ? markup`<strong>open</strong>` : moment(span.resolvedAt)}</td><td>${gauge(at(span.openedAt), at(span.resolvedAt ?? now))}</td></tr>
`,
  )}</tbody></table></div>${history.length > shown.length && markup`<p class="quiet">… and ${history.length - shown.length} more.</p>`}</section>`;
}

function endOf({ resolvedAt }: IncidentSpan): string {
  return resolvedAt ?? '9';
}
