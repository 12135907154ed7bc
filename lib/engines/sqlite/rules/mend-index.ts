import type { Hazard } from '../../../plan/hazard.ts';
import type { Rule } from '../../../plan/rule.ts';
import { ownNameOf, showName } from '../quote.ts';
import { makeIndex } from './make-object.ts';
import { holderOf, leave, makeStatement, textlessReason, textOf, unexpectedReason } from './make-statement.ts';

const dropped: Hazard = {
  code: 'INDEX_DROPPED',
  message: 'queries that need the index as it is are slow until the other is built, or for ever',
  saferWay: 'build the other one under a name of its own first, and drop this one when nothing uses it',
};

/** Builds missing indexes; one that differs is replaced by a person. */
export const mendIndex: Rule = {
  kind: 'index',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'unexpected') return leave(drifts, unexpectedReason);
    if (kind === 'renamed') return leave(drifts, 'SQLite renames no index; the one that is there does the same work');
    const sql = textOf(id, context);
    if (sql === undefined) return leave(drifts, textlessReason);
    if (kind === 'missing') return { statements: makeIndex(id, [id], context) };
    const table = holderOf(id, context);
    return {
      statements: [
        makeStatement(context, {
          sql: `DROP INDEX ${showName(ownNameOf(id))};\n${sql}`,
          causedBy: [id],
          hazards: [dropped],
          lockMode: 'EXCLUSIVE',
          locks: [table],
          sizedBy: [table],
        }),
      ],
    };
  },
};
