import { kindOf } from '../../../catalog/object-id.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import type { Rule } from '../../../plan/rule.ts';
import { ownNameOf, showName } from '../quote.ts';
import { makeViewOrTrigger } from './make-object.ts';
import { leave, makeStatement, textlessReason, textOf, unexpectedReason } from './make-statement.ts';

const replaced: Hazard = {
  code: 'REPLACE_DEFINITION',
  message: 'from now on it does what the migrations say, and what somebody changed by hand is gone',
  saferWay: 'save the definition that is there first; the report shows it',
};

/** Makes missing views and triggers; one that differs is dropped and made anew by those who allow that. */
export const mendViewsAndTriggers: readonly Rule[] = ['view', 'trigger'].map((kind) => ({
  kind,
  mend: (drifts, context) => {
    const [drift] = drifts;
    const { id } = drift;
    if (drift.kind === 'unexpected') return leave(drifts, unexpectedReason);
    const sql = textOf(id, context);
    if (sql === undefined) return leave(drifts, textlessReason);
    if (drift.kind === 'missing') {
      const triggers = (drift.includes ?? []).filter((child) => kindOf(child) === 'trigger');
      return {
        statements: [
          ...makeViewOrTrigger(id, [id], context),
          ...triggers.flatMap((child) => makeViewOrTrigger(child, [id], context)),
        ],
      };
    }
    const [made] = makeViewOrTrigger(id, [id], context);
    return {
      statements: [
        makeStatement(context, {
          ...made,
          sql: `DROP ${kind.toUpperCase()} ${showName(ownNameOf(id))};\n${sql}`,
          causedBy: [id],
          hazards: [replaced],
        }),
      ],
    };
  },
}));
