import type { ValueFinding } from '../../values/judge-values.ts';
import { fullName } from '../describe.ts';
import { type Markup, markup, onLines } from '../markup.ts';
import { formatCount, shorten } from '../sanitize.ts';
import { howSeen } from '../text/how-seen.ts';
import { count } from '../words.ts';
import { gauge } from './gauge.ts';

/** Longest stray value that is shown whole. */
const longestValue = 120;

/** Shows how many rows hold each stray value, as bars, and how much of the table the counts speak for. */
export function strayValues(finding: ValueFinding): Markup {
  const { strays, strayRows, strayRowsAreAtLeast, straysAreAtLeast, accept, suggestion } = finding;
  const most = Math.max(1, ...strays.map(({ rows }) => rows));
  const rows = `${strayRowsAreAtLeast ? 'at least ' : ''}${count(strayRows, 'row')}`;
  return markup`<p><strong>${rows}</strong> ${strayRows === 1 ? 'holds a value' : 'hold values'} that ${strayRows === 1 ? 'is' : 'are'} not accepted${strays.length === 0 ? ' (the values are redacted)' : ''}.</p>
${
  strays.length > 0 &&
  markup`<div class="scroll" role="region" aria-label="Stray values" tabindex="0"><table class="values"><thead><tr><th scope="col">value</th><th scope="col">rows</th><th scope="col" aria-label="share">&#160;</th><th scope="col">nearest accepted</th></tr></thead><tbody>${strays.map(
    ({ value, rows: number, rowsAreAtLeast, nearest }) =>
      markup`<tr><td class="code">${literal(value)}</td><td class="number">${rowsAreAtLeast ? '≥ ' : ''}${formatCount(number)}</td><td>${gauge(0, number / most)}</td><td class="code">${nearest}</td></tr>`,
  )}${straysAreAtLeast && markup`<tr><td colspan="4" class="quiet">and more</td></tr>`}</tbody></table></div>`
}
<p class="note">accepted: <span class="code">${accept.join(', ')}</span></p>
${coverage(finding)}
${
  suggestion !== undefined &&
  markup`<details><summary>Suggestion, never run by Driftline</summary><pre>${onLines(shorten(suggestion, 2000).text)}</pre></details>`
}`;
}

/** Shows the columns of which only a part of the rows was seen, and nothing amiss in that part. */
export function partlySeenValues(findings: readonly ValueFinding[]): Markup | false {
  const partly = findings.filter(({ outcome, coverage: part }) => outcome === 'clean' && part < 1);
  return (
    partly.length > 0 &&
    markup`<h3>Values of which a part was seen</h3><ul>${partly.map(
      (finding) =>
        markup`<li><span class="code">${fullName(finding.column)}</span>: clean as far as was seen${coverage(finding)}</li>`,
    )}</ul>`
  );
}

function coverage(finding: ValueFinding): Markup {
  return markup`<p class="note quiet">seen: ${howSeen(finding)} ${finding.coverage < 1 && gauge(0, finding.coverage)}</p>`;
}

function literal(value: string | null): string {
  if (value === null) return 'NULL';
  const { text, note } = shorten(value, longestValue);
  return note === undefined ? `'${text}'` : `'${text}…' (${note})`;
}
