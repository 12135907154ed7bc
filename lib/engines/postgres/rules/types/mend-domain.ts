import type { ObjectId } from '../../../../catalog/object-id.ts';
import { kindOf } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import { childrenOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ConstraintAttributes, DomainAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { constraintClause } from '../constraints/constraint-clause.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings, leave, makeStatement, needsOf } from '../make-statement.ts';
import { tablesOfDomain } from '../tables/descendants.ts';
import { rebuildType } from './rebuild-type.ts';

/**
 * Creates missing domains with their checks.
 *
 * @see https://www.postgresql.org/docs/18/sql-createdomain.html
 */
export const mendDomain: Rule = {
  kind: 'domain',
  create: (id, includes, context) => ({ statements: createDomain(id, includes, context) }),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return { statements: createDomain(id, includes ?? [], context) };
    if (kind === 'unexpected') return dropObject(id, includes ?? [], context);
    return alterDomain(drifts, context);
  },
};

function alterDomain(drifts: readonly Drift[], context: RuleContext): Mending {
  const [{ id } = { id: '' }] = drifts;
  const expected = attributesOf<DomainAttributes>(context.expected, id);
  if (drifts.some(({ attribute = '' }) => ['type', 'collation'].includes(attribute))) {
    return rebuildType(id, 'DOMAIN', createDomain(id, childrenOf(id, context.expected), context), context);
  }
  const alter = (action: string, dangers: readonly Hazard[], parts: Partial<Statement> = {}) =>
    makeStatement(context, {
      sql: `ALTER DOMAIN ${quoteId(id)} ${action}`,
      causedBy: [id],
      hazards: dangers,
      requires: needsOf([id], context),
      ...parts,
    });
  const tables = tablesOfDomain(id, context);
  const readsRows: Partial<Statement> =
    tables.length === 0 ? {} : { lockMode: 'SHARE', locks: tables, sizedBy: tables, transaction: 'outside' };
  const mendings = drifts.map(({ attribute }): Mending => {
    if (attribute === 'default') {
      const action = expected.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${expected.default}`;
      return {
        statements: [alter(action, [expected.default === undefined ? hazards.dropDefault : hazards.setDefault])],
      };
    }
    if (attribute !== 'isNullable') return leave(drifts, `no rule alters a domain's ${attribute ?? 'definition'} yet`);
    return {
      statements: [
        expected.isNullable
          ? alter('DROP NOT NULL', [hazards.dropNotNull])
          : alter('SET NOT NULL', [hazards.setNotNull, hazards.blocksWrites, hazards.failsOnNull], readsRows),
      ],
    };
  });
  return joinMendings(mendings);
}

function createDomain(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): readonly Statement[] {
  const domain = attributesOf<DomainAttributes>(context.expected, id);
  const checks = includes.filter((child) => kindOf(child) === 'constraint');
  const isValidated = (check: ObjectId) =>
    attributesOf<ConstraintAttributes>(context.expected, check).isValidated !== false;
  const inline = checks.filter(isValidated);
  const clauses = [
    `CREATE DOMAIN ${quoteId(id)} AS ${domain.type}`,
    ...(domain.collation === undefined ? [] : [`COLLATE ${domain.collation}`]),
    ...(domain.default === undefined ? [] : [`DEFAULT ${domain.default}`]),
    ...(domain.isNullable ? [] : ['NOT NULL']),
    ...inline.map((check) => constraintClause(check, context)),
  ];
  const created = makeStatement(context, {
    sql: clauses.join('\n  '),
    causedBy: [id],
    provides: [id, ...inline],
    requires: needsOf([id, ...inline], context),
  });
  const apart = checks
    .filter((check) => !isValidated(check))
    .map((check) =>
      makeStatement(context, {
        sql: `ALTER DOMAIN ${quoteId(id)} ADD ${constraintClause(check, context)} NOT VALID`,
        causedBy: [id],
        provides: [check],
        requires: [id, ...needsOf([check], context)],
      }),
    );
  return [created, ...apart];
}
