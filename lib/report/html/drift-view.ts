import { kindOf } from '../../catalog/object-id.ts';
import type { Drift } from '../../diff/drift.ts';
import { attributeWord, describeAttribute, describeObject, fullName, includesInWords, localName } from '../describe.ts';
import { placeOf } from '../drift-sentence.ts';
import type { IncidentSpan } from '../history.ts';
import { type DiffLine, diffLines } from '../line-diff.ts';
import { type Markup, markup, onLines } from '../markup.ts';
import type { RunReport } from '../run-report.ts';
import { shorten } from '../sanitize.ts';
import { differingPart } from '../text/differing-part.ts';
import { strayAttribute } from '../text/values.ts';
import { kindWord, moment } from '../words.ts';
import { driftMarks, severityBadge } from './marks.ts';
import type { DriftGroup } from './page-model.ts';
import { strayValues } from './values-view.ts';

/** Longest text that one side shows. */
const longestSide = 4000;

/** Most children of a missing or unexpected object that are listed by name. */
const mostIncludes = 100;

/** Shows the drifts of one table, each with what is expected beside what is there. */
export function groupView(
  { owner, drifts, anchor }: DriftGroup,
  run: RunReport,
  history: readonly IncidentSpan[],
): Markup {
  return markup`<details class="group" id="${anchor}" open><summary><span class="code">${fullName(owner)}</span></summary>
${drifts.map((drift) => driftView(drift, run, history))}</details>
`;
}

function driftView(drift: Drift, run: RunReport, history: readonly IncidentSpan[]): Markup {
  const [mark, style] = driftMarks[drift.kind];
  const place = placeOf(drift, run);
  const since = history.find(
    (span) =>
      span.environment === run.environment && span.fingerprint === drift.fingerprint && span.resolvedAt === undefined,
  );
  const cause = run.drifts.find(({ fingerprint }) => fingerprint === drift.explainedBy);
  const facts = [
    cause !== undefined && `because of ${fullName(cause.id)}`,
    place !== undefined && drift.kind !== 'unexpected' && `promised at ${place.file}:${place.line}`,
    since !== undefined && `since ${moment(since.openedAt)}`,
  ].filter((fact) => fact !== false);
  return markup`<article class="drift" data-severity="${drift.severity}">
<div class="drift-head"><span class="mark ${style}" aria-hidden="true">${mark}</span>
<h4>${drift.kind} <span class="code">${kindWord(kindOf(drift.id))} ${localName(drift.id)}</span>${attributeOf(drift)}</h4>${severityBadge(drift.severity)}</div>
${body(drift, run)}
${drift.hint !== undefined && markup`<p class="note"><b>Hint:</b> ${limited(drift.hint)}</p>`}
${facts.length > 0 && markup`<p class="note quiet">${facts.join(' · ')}</p>`}</article>
`;
}

function attributeOf({ kind, attribute }: Drift): string {
  if (attribute === undefined || (kind !== 'modified' && kind !== 'invalid')) return '';
  return attribute === strayAttribute ? ': stray values' : `: ${attributeWord(attribute)}`;
}

function body(drift: Drift, run: RunReport): Markup {
  if (drift.attribute === strayAttribute) {
    const finding = run.values.find(({ column, outcome }) => column === drift.id && outcome === 'stray');
    if (finding !== undefined) return strayValues(finding);
  }
  const kind = kindOf(drift.id);
  switch (drift.kind) {
    case 'missing':
      return beside(definition(describeObject(kind, drift.expected), drift), absent);
    case 'unexpected':
      return beside(markup`<p class="quiet">not promised</p>`, definition(describeObject(kind, drift.actual), drift));
    case 'renamed':
      return beside(plain(localName(drift.id)), plain(typeof drift.actual === 'string' ? localName(drift.actual) : ''));
    case 'modified':
    case 'invalid': {
      const lines =
        typeof drift.expected === 'string' && typeof drift.actual === 'string'
          ? diffLines(drift.expected, drift.actual)
          : undefined;
      if (lines !== undefined) return lineDiff(lines);
      const describe = (value: Drift['actual']) =>
        shorten(describeAttribute(drift.attribute ?? '', value), longestSide).text;
      const parts = differingPart(describe(drift.expected), describe(drift.actual));
      const { before, expectedPart, actualPart, after } = parts;
      return beside(
        markup`<pre>${onLines(before)}${expectedPart !== '' && markup`<ins>${onLines(expectedPart)}</ins>`}${onLines(after)}</pre>`,
        markup`<pre>${onLines(before)}${actualPart !== '' && markup`<del>${onLines(actualPart)}</del>`}${onLines(after)}</pre>`,
      );
    }
  }
}

/** Two definitions of several lines as one text, in which each line says whose it is. */
function lineDiff(lines: readonly DiffLine[]): Markup {
  return markup`<div class="label"><ins>+ expected</ins> <del>- actual</del></div><pre>${lines.map(diffLine)}</pre>`;
}

function diffLine({ side, text }: DiffLine): Markup {
  switch (side) {
    case 'both':
      return markup`  ${onLines(text)}
`;
    case 'expected':
      return markup`<ins>+ ${onLines(text)}</ins>
`;
    case 'actual':
      return markup`<del>- ${onLines(text)}</del>
`;
    case 'note':
      return markup`<span class="quiet">… ${onLines(text)}</span>
`;
  }
}

const absent: Markup = markup`<p class="quiet">not there</p>`;

function beside(expected: Markup, actual: Markup): Markup {
  return markup`<div class="sides"><div><div class="label">expected</div>${expected}</div><div><div class="label">actual</div>${actual}</div></div>`;
}

function plain(text: string): Markup {
  return markup`<pre>${onLines(shorten(text, longestSide).text)}</pre>`;
}

function definition(text: string, drift: Drift): Markup {
  const { id, includes = [] } = drift;
  const words = includesInWords(drift);
  const listed = includes.slice(0, mostIncludes);
  return markup`${text !== '' && plain(text)}${
    words !== undefined
      ? markup`<details><summary>${words}</summary><ul class="code">${listed.map((child) => markup`<li>${kindWord(kindOf(child))} ${localName(child)}</li>`)}${includes.length > listed.length && markup`<li>… and ${includes.length - listed.length} more</li>`}</ul></details>`
      : text === '' && plain(fullName(id))
  }`;
}

function limited(text: string): string {
  const { text: kept, note } = shorten(text, 600);
  return note === undefined ? kept : `${kept}… (${note})`;
}
