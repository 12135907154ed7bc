import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { DefaultPrivilegeAttributes } from '../../privilege-kinds.ts';
import { quoteIdentifier } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { makeStatement } from '../make-statement.ts';
import { builtInGrants } from './built-in-grants.ts';
import { writeGrants } from './write-grants.ts';

/**
 * Changes what will be granted on new objects of a role.
 *
 * @see https://www.postgresql.org/docs/18/sql-alterdefaultprivileges.html
 */
export const mendDefaultPrivilege: Rule = {
  kind: 'default-privilege',
  mend: ([{ id }], context) => alterDefaultPrivileges(id, context),
};

function alterDefaultPrivileges(id: ObjectId, context: RuleContext): Mending {
  const { path } = parseObjectId(id);
  const [role = '', type = ''] = [path[0], path.at(-1)];
  const [, schema] = path.length > 2 ? path : [];
  const grantsIn = (attributes: DefaultPrivilegeAttributes | undefined) => attributes?.grants;
  const actual = grantsIn(context.actual.objects[id] as DefaultPrivilegeAttributes | undefined);
  const expected = grantsIn(context.expected.objects[id] as DefaultPrivilegeAttributes | undefined);
  const unsaid = schema === undefined ? builtInGrants(type) : {};
  const [before, after] = [actual ?? unsaid, expected ?? unsaid];
  const prefix = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)}${schema === undefined ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`}`;
  // What the plan makes has the grants that it says, and no others.
  const comesAfter = Object.keys(context.expected.objects).filter(context.isCreated);
  return {
    statements: writeGrants(before, after, `ON ${type.toUpperCase()}`).map((sql) =>
      makeStatement(context, {
        sql: `${prefix} ${sql}`,
        causedBy: [id],
        hazards: [hazards.changesPrivileges],
        ...(expected === undefined ? { removes: [id] } : { provides: [id] }),
        requires: schema === undefined ? [] : [formatObjectId('schema', [schema])],
        comesAfter,
      }),
    ),
  };
}
