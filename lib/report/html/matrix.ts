import { compareNames } from '../../catalog/normalize.ts';
import { nameOf, type ObjectId } from '../../catalog/object-id.ts';
import { worstOf } from '../../diff/severity.ts';
import { fullName } from '../describe.ts';
import { type Markup, markup } from '../markup.ts';
import { driftWord } from '../text/drift-word.ts';
import { countDrifts } from '../words.ts';
import { countByMark, outcomeMarks } from './marks.ts';
import { type EnvironmentView, isHead } from './page-model.ts';

/** How a cell leads to what it stands for: the report links to its place in the page, the console's widget to nothing. */
export type LinkCell = (anchor: string, label: string, shown: Markup) => Markup;

/** Links to a place in the same page. */
export const linkInPage: LinkCell = (anchor, label, shown) =>
  markup`<a href="#${anchor}" aria-label="${label}" title="${label}">${shown}</a>`;

/**
 * Shows environments by tables: a row each table that drifted anywhere, a column each environment, in each cell what
 * drifted there. A cell of an environment that could not be seen says so, and is never empty.
 */
export function driftMatrix(views: readonly EnvironmentView[], link: LinkCell): Markup {
  const owners = [...new Set(views.flatMap(({ groups }) => groups.map(({ owner }) => owner)))].sort(
    (a, b) => Number(isHead(a)) - Number(isHead(b)) || compareNames(nameOf(a), nameOf(b)) || compareNames(a, b),
  );
  if (owners.length === 0) return markup``;
  return markup`<div class="scroll" role="region" aria-label="Drift by table and environment" tabindex="0">
<table class="matrix">
<thead><tr><th scope="col">object</th>${views.map(headCell)}</tr></thead>
<tbody>${owners.map(
    (
      owner,
    ) => markup`<tr><th scope="row" class="code">${fullName(owner)}</th>${views.map((view) => cell(owner, view, link))}</tr>
`,
  )}</tbody>
</table></div>`;
}

function headCell({ run }: EnvironmentView): Markup {
  const [mark, word, style] = outcomeMarks[run.outcome];
  return markup`<th scope="col" data-environment="${run.environment}">${run.environment} <span class="${style}" title="${word}">${mark}</span></th>`;
}

function cell(owner: ObjectId, { run, groups }: EnvironmentView, link: LinkCell): Markup {
  const group = groups.find((candidate) => candidate.owner === owner);
  if (group === undefined) {
    return run.outcome === 'unknown'
      ? markup`<td class="unseen" data-environment="${run.environment}"><span title="could not be seen">? not seen</span></td>`
      : markup`<td class="quiet" data-environment="${run.environment}"><span title="no drift was found">–</span></td>`;
  }
  const { drifts, anchor } = group;
  const worst = worstOf(drifts.map(({ severity }) => severity)) ?? 'low';
  const label = `${run.environment}, ${fullName(owner)}: ${countDrifts(drifts, driftWord, 3)}, ${worst}`;
  const shown = countByMark(drifts);
  return markup`<td class="${worst}" data-environment="${run.environment}">${link(anchor, `${shown}: ${label}`, markup`${shown}`)}</td>`;
}

/** What the marks in the matrix mean. */
export const matrixLegend: Markup = markup`<p class="legend"><span class="mark good">+</span> missing
 · <span class="mark bad">−</span> unexpected · <span class="mark doubt">~</span> modified, renamed or invalid
 · – no drift was found · ? could not be seen</p>`;
