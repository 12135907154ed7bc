import type { Plan, RepairPolicy, Statement } from '../../plan/statement.ts';
import { fullName } from '../describe.ts';
import { indent, type Line, line, span, wrap } from '../layout.ts';
import type { PlanDetail } from '../text-options.ts';
import { count, share } from '../words.ts';
import { firstWords, hazardLines, lockInWords, sqlLines } from './statement.ts';

/** Shows the statements that would mend the drifts, which of them a safe repair runs and which wait for a person. */
export function planLines(plan: Plan, repair: RepairPolicy, detail: PlanDetail, width: number): readonly Line[] {
  const safe = plan.statements.filter(({ held }) => held === undefined).length;
  const labelOf = (i: number) => `${String(i + 1).padStart(String(plan.statements.length).length)}. `;
  return [
    ...wrap(line(span('Plan', 'strong'), `: ${planInWords(plan.statements.length, safe)}`), width, 6),
    ...(repair === 'plan' ? wrap(line(span(policyNote(safe), 'quiet')), width) : []),
    ...plan.statements.flatMap((statement, i) => {
      if (detail === 'whole' || statement.held !== undefined)
        return [[], ...statementLines(statement, labelOf(i), width)];
      const followsBrief = i > 0 && plan.statements[i - 1]?.held === undefined;
      return [...(followsBrief ? [] : [[]]), ...briefLines(statement, labelOf(i), width)];
    }),
    ...unplannedLines(plan, width),
  ];
}

function briefLines(statement: Statement, label: string, width: number): readonly Line[] {
  const room = width - label.length - 'safe · '.length;
  return [line(label, span('safe', 'good'), span(' · ', 'quiet'), firstWords(statement, room))];
}

function planInWords(all: number, safe: number): string {
  if (all === 0) return 'no statement can mend this';
  const held = all - safe;
  const parts = [
    ...(safe === 0 ? [] : [`${share(safe, all)} safe`]),
    ...(held === 0 ? [] : [`${share(held, all)} ${held === 1 ? 'waits' : 'wait'} for a person`]),
  ];
  return `${count(all, 'statement')}, ${parts.join(', ')}`;
}

function policyNote(safe: number): string {
  const more = safe === 0 ? '' : '; with repair: safe, Driftline would run what is safe';
  return `Nothing was run (repair: plan)${more}.`;
}

function statementLines(statement: Statement, label: string, width: number): readonly Line[] {
  const { held } = statement;
  const verdict = held === undefined ? span('safe', 'good') : span('waits for a person', 'bad');
  const heading = line(label, verdict, span(` · ${lockInWords(statement)}`, 'quiet'));
  const inner = width - label.length;
  const why = held !== undefined && statement.hazards.length === 0 ? wrap(line(held), inner) : [];
  return [
    ...wrap(heading, width, label.length),
    ...indent([...sqlLines(statement, inner), ...hazardLines(statement.hazards, inner), ...why], label.length),
  ];
}

function unplannedLines(plan: Plan, width: number): readonly Line[] {
  if (plan.unplanned.length === 0) return [];
  return [
    [],
    line('Not planned:'),
    ...plan.unplanned.flatMap(({ id, reason }) =>
      indent(wrap(line(span(fullName(id), 'strong'), `: ${reason}`), width - 2, 2), 2),
    ),
  ];
}
