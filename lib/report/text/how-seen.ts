import { nameOf } from '../../catalog/object-id.ts';
import type { ValueFinding } from '../../values/judge-values.ts';
import { fullName } from '../describe.ts';
import { duration } from '../words.ts';

/** Says by which way a column's values were looked at, how much of its rows, and how long it took. */
export function howSeen(finding: ValueFinding): string {
  const coverage = finding.coverage >= 1 ? 'all rows' : `${percent(finding.coverage)} of the rows`;
  return [methodOf(finding), coverage, duration(finding.tookMs)].filter((part) => part !== '').join(', ');
}

function methodOf({ method, via }: ValueFinding): string {
  if (method === undefined) return '';
  switch (method) {
    case 'constraint':
      return `proved by ${via === undefined ? 'a constraint' : fullName(via)}`;
    case 'index':
      return `by index${via === undefined ? '' : ` ${nameOf(via)}`}`;
    case 'aggregate':
      return 'by one aggregate';
    case 'rolling':
      return 'by a rolling scan';
  }
}

/** Rounded down, so that a part never reads as the whole. */
function percent(part: number): string {
  return `${Math.floor(part * 1000) / 10} %`;
}
