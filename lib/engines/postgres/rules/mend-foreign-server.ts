import type { ObjectId } from '../../../catalog/object-id.ts';
import { parseObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { ForeignDataWrapperAttributes, ForeignServerAttributes } from '../foreign-kinds.ts';
import { quoteId, quoteIdentifier, quoteLiteral } from '../quote.ts';
import type { Options } from '../storage-kinds.ts';
import { hazards } from './hazards.ts';
import { hiddenValue } from './hidden-value.ts';
import { attributesOf, leave, makeStatement, needsOf, unexpectedReason } from './make-statement.ts';
import { changeOptions, writeForeignOptions } from './write-options.ts';

/**
 * Creates missing foreign-data wrappers; needs a superuser.
 *
 * @see https://www.postgresql.org/docs/18/sql-createforeigndatawrapper.html
 */
export const mendForeignDataWrapper: Rule = {
  kind: 'foreign-data-wrapper',
  create: (id, _, context) => createWrapper(id, context),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id, includes = [] }] = drifts;
    if (kind === 'unexpected') return dropObject(id, includes, context);
    if (kind === 'missing') return createWrapper(id, context);
    return leave(drifts, 'no rule changes a foreign-data wrapper: ALTER FOREIGN DATA WRAPPER does');
  },
};

function createWrapper(id: ObjectId, context: RuleContext): Mending {
  {
    const { handler, validator, options } = attributesOf<ForeignDataWrapperAttributes>(context.expected, id);
    const functions = [
      ...(handler === undefined ? [] : [` HANDLER ${handler}`]),
      ...(validator === undefined ? [] : [` VALIDATOR ${validator}`]),
    ];
    return create(id, `CREATE FOREIGN DATA WRAPPER ${quoteId(id)}${functions.join('')}`, options, context);
  },
};

/**
 * Creates missing foreign servers and changes their options.
 *
 * @see https://www.postgresql.org/docs/18/sql-createserver.html
 */
export const mendForeignServer: Rule = {
  kind: 'foreign-server',
  mend: (drifts, context) => {
    const [{ kind, id, includes = [] }] = drifts;
    if (kind === 'unexpected') return leave(drifts, unexpectedReason);
    if (kind !== 'missing') {
      const isOptions = drifts.every(({ attribute }) => attribute === 'options');
      return isOptions
        ? alterOptions(id, context)
        : leave(drifts, 'wrapper, type and version of a server stay as made');
    }
    const { wrapper, type, version, options } = attributesOf<ForeignServerAttributes>(context.expected, id);
    const about = [
      ...(type === undefined ? [] : [` TYPE ${quoteLiteral(type)}`]),
      ...(version === undefined ? [] : [` VERSION ${quoteLiteral(version)}`]),
    ];
    const sql = `CREATE SERVER ${quoteId(id)}${about.join('')} FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper)}`;
    const { statements } = create(id, sql, options, context);
    return { statements: [...statements, ...includes.flatMap((mapping) => createUserMapping(mapping, [id], context))] };
  },
};

/**
 * Creates missing user mappings, without their options: those are not read, and hold passwords.
 *
 * @see https://www.postgresql.org/docs/18/sql-createusermapping.html
 */
export const mendUserMapping: Rule = {
  kind: 'user-mapping',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: createUserMapping(id, [id], context) };
    return leave(drifts, unexpectedReason);
  },
};

function createUserMapping(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext) {
  const [server = '', user = ''] = parseObjectId(id).path;
  const whom = user === 'public' ? 'PUBLIC' : quoteIdentifier(user);
  return [
    makeStatement(context, {
      sql: `CREATE USER MAPPING IF NOT EXISTS FOR ${whom} SERVER ${quoteIdentifier(server)}`,
      causedBy,
      hazards: [hazards.reachesOutside, hazards.lacksSecrets],
      provides: [id],
      requires: needsOf([id], context),
    }),
  ];
}

function create(id: ObjectId, sql: string, options: Options | undefined, context: RuleContext): Mending {
  const lacks = Object.values(options ?? {}).includes(hiddenValue);
  return {
    statements: [
      makeStatement(context, {
        sql: `${sql}${writeForeignOptions(options)}`,
        causedBy: [id],
        hazards: lacks ? [hazards.reachesOutside, hazards.lacksSecrets] : [hazards.reachesOutside],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}

function alterOptions(id: ObjectId, context: RuleContext): Mending {
  const { options: expected } = attributesOf<ForeignServerAttributes>(context.expected, id);
  const { options: actual } = attributesOf<ForeignServerAttributes>(context.actual, id);
  const { set, added, removed } = changeOptions(actual, expected);
  const lacks = Object.values(set).includes(hiddenValue);
  const actions = [
    ...Object.entries(set).map(
      ([name, value]) => `${added.includes(name) ? 'ADD' : 'SET'} ${quoteIdentifier(name)} ${quoteLiteral(value)}`,
    ),
    ...removed.map((name) => `DROP ${quoteIdentifier(name)}`),
  ];
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER SERVER ${quoteId(id)} OPTIONS (${actions.join(', ')})`,
        causedBy: [id],
        hazards: lacks ? [hazards.reachesOutside, hazards.lacksSecrets] : [hazards.reachesOutside],
      }),
    ],
  };
}
