import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { TableAttributes } from '../../object-kinds.ts';
import type { PolicyAttributes } from '../../program-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';

/** What ALTER POLICY cannot change. */
const fixed = ['command', 'isRestrictive'];

/**
 * Creates missing policies and alters those that differ: who sees which rows is for a person to decide.
 *
 * @see https://www.postgresql.org/docs/18/sql-createpolicy.html
 */
export const mendPolicy: Rule = {
  kind: 'policy',
  create: (id, _, context) => ({ statements: [createPolicy(id, [id], [hazards.changesPrivileges], context)] }),
  drop: (id, _, context) => ({ statements: [dropPolicy(id, context)] }),
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: [createPolicy(id, [id], [hazards.changesPrivileges], context)] };
    if (kind !== 'modified') return { statements: [dropPolicy(id, context)] };
    const { belongsTo, roles, using, check } = attributesOf<PolicyAttributes>(context.expected, id);
    const [table = ''] = belongsTo;
    const removed = drifts.some(
      ({ attribute, expected }) => ['using', 'check'].includes(attribute ?? '') && expected === null,
    );
    if (removed || drifts.some(({ attribute }) => fixed.includes(attribute ?? ''))) {
      const made = createPolicy(id, [id], [hazards.changesPrivileges], context);
      return { statements: [dropPolicy(id, context), made], rebuilt: [id] };
    }
    return {
      statements: [
        makeStatement(context, {
          ...onTable(table, context),
          sql: `ALTER POLICY ${quoteLastPart(id)} ON ${quoteId(table)}${writeTerms(roles, using, check)}`,
          causedBy: [id],
          hazards: [hazards.changesPrivileges],
          requires: needsOf([id], context),
        }),
      ],
    };
  },
};

function dropPolicy(id: ObjectId, context: RuleContext): Statement {
  const [table = ''] = attributesOf<PolicyAttributes>(context.actual, id).belongsTo;
  return makeStatement(context, {
    ...onTable(table, context),
    sql: `DROP POLICY ${quoteLastPart(id)} ON ${quoteId(table)}`,
    causedBy: [id],
    hazards: [hazards.changesPrivileges],
    removes: [id],
  });
}

/** Makes a policy on a table that is there, or of the same plan. */
export function createPolicy(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): Statement {
  const policy = attributesOf<PolicyAttributes>(context.expected, id);
  const [table = ''] = policy.belongsTo;
  const kind = policy.isRestrictive ? ' AS RESTRICTIVE' : '';
  return makeStatement(context, {
    ...onTable(table, context),
    sql: `CREATE POLICY ${quoteLastPart(id)} ON ${quoteId(table)}${kind} FOR ${policy.command.toUpperCase()}${writeTerms(policy.roles, policy.using, policy.check)}`,
    causedBy,
    hazards: dangers,
    provides: [id],
    requires: [table, ...needsOf([id], context)],
  });
}

function writeTerms(roles: readonly string[], using: string | undefined, check: string | undefined): string {
  return [
    ` TO ${roles.map((role) => (role === 'public' ? 'PUBLIC' : quoteIdentifier(role))).join(', ')}`,
    ...(using === undefined ? [] : [` USING (${using})`]),
    ...(check === undefined ? [] : [` WITH CHECK (${check})`]),
  ].join('');
}

/**
 * Switches row security of a table on or off, and whether it binds the owner.
 *
 * @see https://www.postgresql.org/docs/18/ddl-rowsecurity.html
 */
export function setRowSecurity(
  id: ObjectId,
  attributes: readonly ('isRowSecured' | 'isRowSecurityForced')[],
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const table = attributesOf<TableAttributes>(context.expected, id);
  const actions = attributes.map((attribute) => {
    if (attribute === 'isRowSecured') return table.isRowSecured ? 'ENABLE' : 'DISABLE';
    return table.isRowSecurityForced ? 'FORCE' : 'NO FORCE';
  });
  return actions.map((action) =>
    makeStatement(context, {
      ...onTable(id, context),
      sql: `ALTER TABLE ${quoteId(id)} ${action} ROW LEVEL SECURITY`,
      causedBy,
      hazards: dangers,
      requires: [id],
    }),
  );
}

function onTable(table: ObjectId, context: RuleContext): Partial<Statement> {
  const locks = existing([table], context);
  return locks.length === 0 ? {} : { lockMode: 'ACCESS EXCLUSIVE', locks };
}
