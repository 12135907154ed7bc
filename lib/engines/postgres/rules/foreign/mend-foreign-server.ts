import type { ObjectId } from '../../../../catalog/object-id.ts';
import { childrenOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ForeignServerAttributes } from '../../foreign-kinds.ts';
import { quoteId, quoteIdentifier, quoteLiteral } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { writeForeignOptions } from '../write-options.ts';
import { alterForeignOptions, foreignHazards } from './foreign-options.ts';
import { createUserMapping, dropUserMapping } from './mend-user-mapping.ts';

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
    if (drifts.some(({ attribute }) => attribute === 'wrapper' || attribute === 'type')) return makeAnew(id, context);
    return {
      statements: drifts.map(({ attribute }) =>
        attribute === 'options' ? alterForeignOptions(id, `SERVER ${quoteId(id)}`, context) : setVersion(id, context),
      ),
    };
  },
};

function setVersion(id: ObjectId, context: RuleContext): Statement {
  const { version } = attributesOf<ForeignServerAttributes>(context.expected, id);
  return makeStatement(context, {
    sql: `ALTER SERVER ${quoteId(id)} VERSION ${version === undefined ? 'NULL' : quoteLiteral(version)}`,
    causedBy: [id],
    hazards: [hazards.reachesOutside],
  });
}

/** Wrapper and type stay as made, so it goes and comes with its foreign tables, which hold no rows. */
function makeAnew(id: ObjectId, context: RuleContext): Mending {
  const dropped = dropServer(id, childrenOf(id, context.actual), context);
  const created = createServer(id, childrenOf(id, context.expected), context);
  return { statements: [...dropped.statements, ...created.statements], rebuilt: [id] };
}

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
