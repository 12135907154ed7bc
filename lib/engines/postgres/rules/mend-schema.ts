import type { ObjectId } from '../../../catalog/object-id.ts';
import { schemaOf } from '../../../diff/scope.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { quoteId } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { makeStatement } from './make-statement.ts';

/** Creates missing schemas. */
export const mendSchema: Rule = {
  kind: 'schema',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'unexpected') return dropSchema(id, context);
    const sql = `CREATE SCHEMA IF NOT EXISTS ${quoteId(id)}`;
    return { statements: [makeStatement(context, { sql, causedBy: [id], provides: [id] })] };
  },
};

/** Nothing in it is dropped along. Before 14 no dependency tells what is in `public`, also when that was renamed. */
function dropSchema(id: ObjectId, context: RuleContext): Mending {
  const within = Object.keys(context.actual.objects).filter((each) => each !== id && schemaOf(each) === schemaOf(id));
  const { statements, ...rest } = dropObject(id, [], context);
  return { ...rest, statements: statements.map((each) => ({ ...each, comesAfter: within })) };
}
