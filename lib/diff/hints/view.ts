import type { Drift } from '../drift.ts';
import { whatIsMissingToo } from './firing.ts';
import type { Look, Note } from './hint.ts';
import { hintOnTable } from './table.ts';

/** A text longer than this is not quoted in a hint. */
const longestLine = 60;

/** A missing view that is there under another name or for which something is missing; one that only lacks some lines. */
export function hintOnView(drift: Drift, look: Look): Note {
  if (drift.kind === 'missing') {
    const elsewhere = hintOnTable(drift, look);
    return elsewhere.hint === undefined ? whatIsMissingToo(drift, look) : elsewhere;
  }
  const isQuery = drift.kind === 'modified' && drift.attribute === 'definition';
  if (!isQuery || typeof drift.expected !== 'string' || typeof drift.actual !== 'string') return {};
  const [promised, found] = [linesOf(drift.expected), linesOf(drift.actual)];
  const [lacking, extra] = [without(promised, found), without(found, promised)];
  if (extra.length === 0 && lacking.length > 0) {
    return { hint: `all that its query lacks is ${quoted(lacking)}: it may be that of an older migration` };
  }
  if (lacking.length === 0 && extra.length > 0) {
    return { hint: `its query only has ${quoted(extra)} more than the migrations promise` };
  }
  return {};
}

/** PostgreSQL writes each column that a query gives on a line of its own; the comma after it is not part of it. */
function linesOf(query: string): readonly string[] {
  return query.split('\n').map((each) => each.trim().replace(/,$/u, ''));
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function quoted(lines: readonly string[]): string {
  const [first = ''] = lines;
  if (lines.length > 3 || lines.some((line) => line.length > longestLine)) {
    return lines.length === 1 ? `a line (${first.slice(0, longestLine)}…)` : `${lines.length} lines`;
  }
  return lines.map((line) => `"${line}"`).join(', ');
}
