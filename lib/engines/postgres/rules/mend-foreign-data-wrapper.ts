import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { ForeignDataWrapperAttributes } from '../foreign-kinds.ts';
import { quoteId } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { alterForeignOptions, foreignHazards } from './foreign-options.ts';
import { attributesOf, leave, makeStatement, needsOf } from './make-statement.ts';
import { writeForeignOptions } from './write-options.ts';

/**
 * Creates missing foreign-data wrappers and changes their options; needs a superuser.
 *
 * @see https://www.postgresql.org/docs/18/sql-createforeigndatawrapper.html
 */
export const mendForeignDataWrapper: Rule = {
  kind: 'foreign-data-wrapper',
  create: (id, _, context) => createWrapper(id, context),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id, includes = [] }] = drifts;
    if (kind === 'missing') return createWrapper(id, context);
    if (kind === 'unexpected') return dropObject(id, includes, context);
    if (drifts.every(({ attribute }) => attribute === 'options')) {
      return { statements: [alterForeignOptions(id, `FOREIGN DATA WRAPPER ${quoteId(id)}`, context)] };
    }
    return leave(
      drifts,
      'another handler may read foreign tables in another way: see what is on it, and ALTER it by hand',
    );
  },
};

function createWrapper(id: ObjectId, context: RuleContext): Mending {
  const { handler, validator, options } = attributesOf<ForeignDataWrapperAttributes>(context.expected, id);
  const functions = [
    ...(handler === undefined ? [] : [` HANDLER ${handler}`]),
    ...(validator === undefined ? [] : [` VALIDATOR ${validator}`]),
  ];
  return {
    statements: [
      makeStatement(context, {
        sql: `CREATE FOREIGN DATA WRAPPER ${quoteId(id)}${functions.join('')}${writeForeignOptions(options)}`,
        causedBy: [id],
        hazards: foreignHazards(options),
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}
