import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { ForeignServerAttributes } from '../foreign-kinds.ts';
import { quoteId, quoteIdentifier, quoteLiteral } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { alterForeignOptions, foreignHazards } from './foreign-options.ts';
import { attributesOf, leave, makeStatement, needsOf } from './make-statement.ts';
import { createUserMapping, dropUserMapping } from './mend-user-mapping.ts';
import { writeForeignOptions } from './write-options.ts';

/**
 * Creates missing foreign servers with their user mappings, and changes their options.
 *
 * @see https://www.postgresql.org/docs/18/sql-createserver.html
 */
export const mendForeignServer: Rule = {
  kind: 'foreign-server',
  create: createServer,
  drop: dropServer,
  mend: (drifts, context) => {
    const [{ kind, id, includes = [] }] = drifts;
    if (kind === 'missing') return createServer(id, includes, context);
    if (kind === 'unexpected') return dropServer(id, includes, context);
    if (drifts.every(({ attribute }) => attribute === 'options')) {
      return { statements: [alterForeignOptions(id, `SERVER ${quoteId(id)}`, context)] };
    }
    return leave(drifts, 'wrapper and type of a server stay as made: create another, and move its foreign tables over');
  },
};

function createServer(id: ObjectId, mappings: readonly ObjectId[], context: RuleContext): Mending {
  const { wrapper, type, version, options } = attributesOf<ForeignServerAttributes>(context.expected, id);
  const about = [
    ...(type === undefined ? [] : [` TYPE ${quoteLiteral(type)}`]),
    ...(version === undefined ? [] : [` VERSION ${quoteLiteral(version)}`]),
  ];
  const created = makeStatement(context, {
    sql: `CREATE SERVER ${quoteId(id)}${about.join('')} FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper)}${writeForeignOptions(options)}`,
    causedBy: [id],
    hazards: foreignHazards(options),
    provides: [id],
    requires: needsOf([id], context),
  });
  return { statements: [created, ...mappings.map((mapping) => createUserMapping(mapping, [id], context))] };
}

/** A server does not go while anybody is mapped to a user of it. */
function dropServer(id: ObjectId, mappings: readonly ObjectId[], context: RuleContext): Mending {
  const { statements } = dropObject(id, [], context);
  return { statements: [...mappings.map((mapping) => dropUserMapping(mapping, [id], context)), ...statements] };
}
