import { type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import { quoteIdentifier } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { makeStatement, needsOf } from '../make-statement.ts';

/**
 * Creates missing user mappings, without their options: those are not read, and hold passwords.
 *
 * @see https://www.postgresql.org/docs/18/sql-createusermapping.html
 */
export const mendUserMapping: Rule = {
  kind: 'user-mapping',
  create: (id, _, context) => ({ statements: [createUserMapping(id, [id], context)] }),
  drop: (id, _, context) => ({ statements: [dropUserMapping(id, [id], context)] }),
  mend: ([{ kind, id }], context) => {
    const make = kind === 'missing' ? createUserMapping : dropUserMapping;
    return { statements: [make(id, [id], context)] };
  },
};

/** Maps a user of this database to one of a server that is there, or of the same plan. */
export function createUserMapping(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): Statement {
  return makeStatement(context, {
    sql: `CREATE USER MAPPING IF NOT EXISTS ${nameOfMapping(id)}`,
    causedBy,
    hazards: [hazards.reachesOutside, hazards.lacksSecrets],
    provides: [id],
    requires: needsOf([id], context),
  });
}

/** Takes a mapping away, with the password in it. */
export function dropUserMapping(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): Statement {
  return makeStatement(context, {
    sql: `DROP USER MAPPING ${nameOfMapping(id)}`,
    causedBy,
    hazards: [hazards.dropsMapping],
    removes: [id],
  });
}

function nameOfMapping(id: ObjectId): string {
  const [server = '', user = ''] = parseObjectId(id).path;
  return `FOR ${user === 'public' ? 'PUBLIC' : quoteIdentifier(user)} SERVER ${quoteIdentifier(server)}`;
}
