import type { Diagnostic } from '../../diagnostic.ts';
import type { IncidentSpan } from '../history.ts';
import { type Markup, markup, onLines } from '../markup.ts';
import type { RunReport } from '../run-report.ts';
import { serverName } from '../server-name.ts';
import { driftWord } from '../text/drift-word.ts';
import { type Unseen, withoutExcerpt } from '../unseen.ts';
import { count, countDrifts, duration, moment, unchangedSince } from '../words.ts';
import { groupView } from './drift-view.ts';
import { entityDiagram } from './entity-diagram.ts';
import { outcomeMarks } from './marks.ts';
import type { EnvironmentView } from './page-model.ts';
import { planView, repairView } from './plan-view.ts';
import { partlySeenValues } from './values-view.ts';

/** Shows one environment as a card: how it stands, and what was seen of it. */
export function environmentCard({ run, anchor, unseen, hasSection }: EnvironmentView): Markup {
  const [mark, word, style] = outcomeMarks[run.outcome];
  return markup`<li class="${run.outcome}">${hasSection ? markup`<a class="name" href="#${anchor}">${run.environment}</a>` : markup`<span class="name">${run.environment}</span>`} <span class="badge ${style}">${mark} ${word}</span>
<p>${foundIn(run)}</p>${unseen.length > 0 && markup`<p class="doubt">${count(unseen.length, 'gap')} in what was seen</p>`}
<p class="quiet">${checked(run)}</p></li>
`;
}

/** Shows everything that a run says of one environment. */
export function environmentSection(view: EnvironmentView, history: readonly IncidentSpan[]): Markup {
  const { run, anchor, groups, unseen } = view;
  const [mark, word, style] = outcomeMarks[run.outcome];
  const mended = (run.driftsBefore ?? []).filter(
    ({ fingerprint }) => !run.drifts.some((drift) => drift.fingerprint === fingerprint),
  );
  const diagram = entityDiagram(run.sketch ?? [], run.drifts);
  const facts = [
    `expectation ${run.expectation}`,
    // What `driftline diff` compares need not be servers.
    ...(run.server === undefined
      ? run.outcome === 'unknown'
        ? ['not connected']
        : []
      : [serverName(run.server), `${run.server.database} at ${run.server.address}`]),
    moment(run.startedAt),
    duration(run.tookMs),
    ...unchangedSince(run),
    checked(run),
  ];
  return markup`<section class="environment" id="${anchor}" data-environment="${run.environment}" aria-labelledby="${anchor}-h">
<header><h2 id="${anchor}-h">${run.environment} <span class="badge ${style}">${mark} ${word}</span></h2><p class="quiet">${facts.join(' · ')}</p></header>
${
  unseen.length > 0 &&
  markup`<div class="banner unknown"><strong>Not everything could be seen</strong><ul>${unseen.map(
    ({ message, excerpt, remedy, code }) =>
      markup`<li>${message} <span class="quiet">(${code})</span>${helpView({ excerpt, remedy })}</li>`,
  )}</ul></div>`
}
${groups.map((group) => groupView(group, run, history))}
${run.accepted !== undefined && markup`<p class="quiet">${run.accepted.drifts.length} more accepted by ${run.accepted.by}: ${countDrifts(run.accepted.drifts, driftWord, 4)}.</p>`}
${diagram !== undefined && markup`<div class="rest"><h3>Tables</h3>${diagram}</div>`}
<div class="rest">${partlySeenValues(run.values)}</div>
${mended.length > 0 && markup`<div class="rest"><p>Was different, now as expected: ${countDrifts(mended, driftWord, 6)}.</p></div>`}
${repairView(run)}${planView(view)}
${notes(run.diagnostics)}</section>
`;
}

/** The text that something went wrong in, and what to do about it. */
function helpView({ excerpt, remedy }: { [part in 'excerpt' | 'remedy']: Unseen[part] | undefined }): Markup {
  const text = excerpt === undefined ? markup`<br>` : markup`<pre>${onLines(excerpt.join('\n'))}</pre>`;
  return markup`${(excerpt !== undefined || remedy !== undefined) && text}${remedy !== undefined && markup`→ ${remedy}`}`;
}

function notes(diagnostics: readonly Diagnostic[]): Markup | false {
  const rest = diagnostics
    .filter(({ level }) => level !== 'error')
    .map((it) => ({ ...it, ...withoutExcerpt(it.message) }));
  return (
    rest.length > 0 &&
    markup`<div class="rest"><h3>Notes</h3><ul>${rest.map(
      ({ level, message, excerpt, remedy, code }) =>
        markup`<li>${level === 'warning' && markup`<strong class="doubt">warning:</strong> `}${message} <span class="quiet">(${code})</span>${helpView({ excerpt, remedy })}</li>`,
    )}</ul></div>`
  );
}

function foundIn(run: RunReport): string {
  if (run.drifts.length > 0) return countDrifts(run.drifts, driftWord, 2);
  if (run.outcome === 'unknown')
    return run.server === undefined ? 'could not be checked' : 'not everything could be seen';
  return run.applied === undefined ? 'as the migrations promise' : 'as the migrations promise, after a repair';
}

function checked({ coverage: { objects, valueChecks, valueChecksComplete } }: RunReport): string {
  const values = valueChecks === 0 ? '' : `, ${valueChecksComplete} of ${count(valueChecks, 'value check')} complete`;
  return `${count(objects, 'object')} compared${values}`;
}
