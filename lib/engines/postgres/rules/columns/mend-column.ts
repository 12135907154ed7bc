import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { dropColumn } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { joinMendings, leave, makeStatement, needsOf } from '../make-statement.ts';
import { addColumn } from './add-column.ts';
import { alterColumn } from './alter-column.ts';

/** Adds missing columns and alters those that differ. */
export const mendColumn: Rule = {
  kind: 'column',
  create: (id, includes, context) => ({ statements: addColumn(id, includes, context) }),
  drop: dropColumn,
  loosen: loosenDefault,
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing' && isTyped(id, context)) {
      return leave(drifts, 'the columns of a typed table are the attributes of its type: they come back with those');
    }
    if (kind === 'missing') return { statements: addColumn(id, includes ?? [], context) };
    if (kind === 'unexpected') return dropColumn(id, includes ?? [], context);
    const inTurn = [...drifts].sort((a, b) => turnOf(a) - turnOf(b));
    const anew = inTurn
      .filter(({ attribute }) => attribute?.startsWith('generated'))
      .map((drift) => alterColumn(drift, context))
      .find(({ rebuilt = [] }) => rebuilt.length > 0);
    return anew ?? joinMendings(inTurn.map((drift) => alterColumn(drift, context)));
  },
};

/** A default stands on functions and sequences; it goes before they are made anew and comes back afterwards. */
function loosenDefault(id: ObjectId, need: ObjectId, context: RuleContext): Mending | undefined {
  const now = context.actual.objects[id] as ColumnAttributes | undefined;
  const then = context.expected.objects[id] as ColumnAttributes | undefined;
  const isByDefault = ['function', 'aggregate', 'sequence'].includes(kindOf(need)) && now?.generated === undefined;
  if (!isByDefault || now?.default === undefined) return undefined;
  const [table = ''] = now.belongsTo;
  const alter = (action: string, parts: Partial<Statement>) =>
    makeStatement(context, {
      sql: `ALTER TABLE ONLY ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} ${action}`,
      causedBy: [],
      hazards: [hazards.dropDefault],
      lockMode: 'ACCESS EXCLUSIVE',
      locks: [table],
      ...parts,
    });
  const isSetAgain = then?.default !== undefined && then.generated === undefined;
  return {
    statements: [
      alter('DROP DEFAULT', { comesBefore: [need] }),
      ...(isSetAgain
        ? [
            alter(`SET DEFAULT ${then.default}`, {
              hazards: [hazards.setDefault],
              requires: [id, ...needsOf([id], context)],
            }),
          ]
        : []),
    ],
  };
}

/** What goes makes room before what comes: a column cannot have a default and be an identity. */
function turnOf({ attribute = '', expected }: Drift): number {
  const isGone = expected === null || expected === undefined;
  if (isGone && ['identity', 'default'].includes(attribute)) return 0;
  const turn = ['generated', 'generatedAs', 'collation', 'type', 'isNullable', 'default', 'identity'].indexOf(
    attribute,
  );
  return turn < 0 ? 9 : turn + 1;
}

function isTyped(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const [table = ''] = belongsTo(expected.objects[id]);
  return actual.objects[table]?.ofType !== undefined;
}
