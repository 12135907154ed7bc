import { worstOf } from '../../diff/severity.ts';
import { type Line, line, span, wrap } from '../layout.ts';
import type { CheckReport } from '../run-report.ts';
import { count, duration } from '../words.ts';

/** One line that says how all environments stand. */
export function summaryLines(report: CheckReport, width: number): readonly Line[] {
  const { environments } = report;
  const having = (outcome: CheckReport['outcome']) => environments.filter((one) => one.outcome === outcome);
  const repaired = having('inSync').filter((one) => one.applied !== undefined).length;
  const drifted = having('drift');
  const worst = worstOf(drifted.flatMap((one) => one.drifts.map((drift) => drift.severity)));
  const parts = [
    ...(having('inSync').length === 0
      ? []
      : [span(`${having('inSync').length} in sync${repaired === 0 ? '' : ` (${repaired} repaired)`}`, 'good')]),
    ...(drifted.length === 0
      ? []
      : [span(`${drifted.length} with drift${worst === undefined ? '' : ` (${worst})`}`, 'bad')]),
    ...(having('unknown').length === 0 ? [] : [span(`${having('unknown').length} unknown`, 'doubt')]),
  ];
  const joined = parts.flatMap((part, i) => (i === 0 ? [part] : [span(', '), part]));
  const checked = `${count(environments.length, 'environment')} checked in ${duration(report.tookMs)}`;
  return wrap(line(checked, environments.length === 0 ? '' : ': ', ...joined, '.'), width, 2);
}
