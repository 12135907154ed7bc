import type { Statement } from '../../plan/statement.ts';
import { fullName } from '../describe.ts';
import { type Markup, markup, onLines } from '../markup.ts';
import { allWaits, outcomeMarks, timeSpent } from '../repair-words.ts';
import type { RunReport } from '../run-report.ts';
import { shorten } from '../sanitize.ts';
import { lockInWords } from '../text/statement.ts';
import { count, duration, listOf } from '../words.ts';
import type { EnvironmentView } from './page-model.ts';

/** Longer SQL is cut, and then cannot be copied from here. */
const longestSql = 10_000;

/** Shows the statements that would mend the drifts, each with what it may hurt, to be read and copied. */
export function planView({ run, anchor }: EnvironmentView): Markup | false {
  const { plan, applied } = run;
  if (plan === undefined || (applied !== undefined && applied.refused === undefined)) return false;
  const safe = plan.statements.flatMap(({ held, sql }, i) =>
    held === undefined && sql.length <= longestSql ? [i] : [],
  );
  const waiting = plan.statements.filter(({ held }) => held !== undefined).length;
  return markup`<div class="rest"><h3>Plan: ${count(plan.statements.length, 'statement')}${waiting > 0 && `, ${waiting} of them for a person to decide`}</h3>
<p class="quiet">${policy(run)} ${
    safe.length > 1 &&
    copyButton(
      safe.map((i) => `${anchor}-s${i}`),
      `Copy the ${safe.length} safe ones`,
    )
  }</p>
<ol class="plan">${plan.statements.map((statement, i) => statementView(statement, i, anchor))}</ol>
${
  plan.unplanned.length > 0 &&
  markup`<h3>Not planned</h3><ul>${plan.unplanned.map(({ id, reason }) => markup`<li><span class="code">${fullName(id)}</span>: ${reason}</li>`)}</ul>`
}</div>`;
}

function policy({ repair }: RunReport): string {
  return repair === 'safe' ? 'Driftline may run what is safe.' : 'Nothing was run.';
}

function copyButton(ids: readonly string[], label: string): Markup {
  return markup`<button type="button" data-copy="${ids.join(' ')}" hidden>${label}</button>`;
}

function statementView(statement: Statement, i: number, anchor: string): Markup {
  const { sql, held, hazards, causedBy } = statement;
  const id = `${anchor}-s${i}`;
  const { text, note } = shorten(sql, longestSql);
  const verdict =
    held === undefined
      ? markup`<span class="badge good">safe</span>`
      : markup`<span class="badge bad">waits for a person</span>`;
  return markup`<li><div class="row"><strong>${i + 1}.</strong> ${verdict}<span class="quiet grow">${lockInWords(statement)}</span>${note === undefined && copyButton([id], 'Copy')}</div>
<pre id="${id}">${onLines(text)}</pre>${note !== undefined && markup`<p class="quiet">… (${note})</p>`}
${causedBy.length > 0 && markup`<p class="note quiet">mends ${listOf(causedBy.map(fullName))}</p>`}
${held !== undefined && hazards.length === 0 && markup`<p class="note">${held}</p>`}
${hazards.map(
  ({ code, message, saferWay }) =>
    markup`<div class="hazard"><p><code>${code}</code> ${message}</p>${saferWay !== undefined && markup`<p><b>Safer:</b> ${saferWay}</p>`}</div>`,
)}</li>
`;
}

/** Shows what became of each statement of a repair. */
export function repairView({ applied }: RunReport): Markup | false {
  if (applied === undefined) return false;
  if (applied.refused !== undefined) {
    const { reason, remedy } = applied.refused;
    return markup`<div class="rest"><h3>Repair: refused, nothing was run</h3><p>${reason}</p>${remedy !== undefined && markup`<p>→ ${remedy}</p>`}</div>`;
  }
  const waits = allWaits(applied);
  return markup`<div class="rest"><h3>Repair: ${count(applied.results.length, 'statement')} in ${duration(applied.tookMs)}${waits !== undefined && `, with ${waits}`}</h3>
<ol class="plan">${applied.results.map((result) => {
    const { statement, outcome, reason } = result;
    const told = [reason, timeSpent(result)].filter((part) => part !== undefined).join(' · ');
    const [mark, word, style] = outcomeMarks[outcome];
    return markup`<li><div class="row"><span class="badge ${style}">${mark} ${word}</span><span class="quiet grow">${told}</span></div><pre>${onLines(shorten(statement.sql, longestSql).text)}</pre></li>
`;
  })}</ol></div>`;
}
