import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { AggregateAttributes, RoutineAttributes } from '../../program-kinds.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings, makeStatement, needsOf } from '../make-statement.ts';
import { writeAggregate, writeRoutine } from './write-routines.ts';

type Write = (id: ObjectId, context: RuleContext) => string;

/** What CREATE OR REPLACE cannot change. */
const fixed = ['arguments', 'returns', 'isWindow'];

function mendBy(kind: string, write: Write): Rule {
  const make = (id: ObjectId, dangers: readonly Hazard[], context: RuleContext): Mending => ({
    statements: [
      makeStatement(context, {
        sql: write(id, context),
        causedBy: [id],
        hazards: dangers,
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  });
  return {
    kind,
    create: (id, _, context) => make(id, [], context),
    drop: dropObject,
    mend: (drifts, context) => {
      const [first] = drifts;
      const { id } = first;
      if (first.kind === 'missing') return make(id, [], context);
      if (first.kind !== 'modified') return dropObject(id, [], context);
      if (drifts.some(isFixed)) {
        return { ...joinMendings([dropObject(id, [], context), make(id, [], context)]), rebuilt: [id] };
      }
      return make(id, [hazards.replacesRoutine], context);
    },
  };
}

function isFixed({ attribute }: Drift): boolean {
  return attribute !== undefined && fixed.includes(attribute);
}

const writeAs =
  (kind: 'FUNCTION' | 'PROCEDURE'): Write =>
  (id, { expected }) =>
    writeRoutine(id, kind, attributesOf<RoutineAttributes>(expected, id));

/** Creates missing functions and replaces those that differ. */
export const mendFunction = mendBy('function', writeAs('FUNCTION'));

/** The same for procedures. */
export const mendProcedure = mendBy('procedure', writeAs('PROCEDURE'));

/** The same for aggregates. */
export const mendAggregate = mendBy('aggregate', (id, { expected }) =>
  writeAggregate(id, attributesOf<AggregateAttributes>(expected, id)),
);
