import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { ForeignDataWrapperAttributes } from '../../foreign-kinds.ts';
import { quoteId } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings, makeStatement, needsOf } from '../make-statement.ts';
import { writeForeignOptions } from '../write-options.ts';
import { alterForeignOptions, foreignHazards } from './foreign-options.ts';

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
    const { handler, validator } = attributesOf<ForeignDataWrapperAttributes>(context.expected, id);
    return joinMendings(
      drifts.map(({ attribute }) => {
        switch (attribute) {
          case 'handler':
            return setFunction(id, handler === undefined ? 'NO HANDLER' : `HANDLER ${handler}`, context);
          case 'validator':
            return setFunction(id, validator === undefined ? 'NO VALIDATOR' : `VALIDATOR ${validator}`, context);
          default:
            return { statements: [alterForeignOptions(id, `FOREIGN DATA WRAPPER ${quoteId(id)}`, context)] };
        }
      }),
    );
  },
};

/** Foreign tables may be read in another way from then on. */
function setFunction(id: ObjectId, action: string, context: RuleContext): Mending {
  const sql = `ALTER FOREIGN DATA WRAPPER ${quoteId(id)} ${action}`;
  const requires = needsOf([id], context);
  return { statements: [makeStatement(context, { sql, causedBy: [id], hazards: [hazards.reachesOutside], requires })] };
}

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
