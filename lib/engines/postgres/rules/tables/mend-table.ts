import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import { setRowSecurity } from '../access/mend-policy.ts';
import { dropTable } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { joinMendings, makeStatement } from '../make-statement.ts';
import { createTable } from './create-table.ts';
import { setCluster, setParameters, setReplicaIdentity, setTriggerFiring, setType } from './keep-table.ts';
import { places, placeTable } from './place-table.ts';
import { isRemadeWithParent, repartitionTable } from './repartition-table.ts';

/** Creates missing tables with everything that belongs to them. */
export const mendTable: Rule = {
  kind: 'table',
  create: createTable,
  drop: dropTable,
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return createTable(id, includes ?? [], context);
    if (kind === 'unexpected') return dropTable(id, includes ?? [], context);
    return alterTable(drifts, context);
  },
};

function alterTable(drifts: readonly [Drift, ...Drift[]], context: RuleContext): Mending {
  const [{ id }] = drifts;
  if (isRemadeWithParent(id, context)) return { statements: [] };
  if (drifts.some(({ attribute }) => attribute === 'partitionKey')) return repartitionTable(id, context);
  const placed = drifts.flatMap(({ attribute = '' }) => (places.includes(attribute) ? [attribute] : []));
  const others = drifts.filter(({ attribute = '' }) => !places.includes(attribute));
  return joinMendings([
    ...others.map((drift) => alterAttribute(drift, context)),
    ...(placed.length === 0 ? [] : [placeTable(id, placed, context)]),
  ]);
}

function alterAttribute(drift: Drift, context: RuleContext): Mending {
  const { id, attribute, expected } = drift;
  switch (attribute) {
    case 'persistence':
      return setPersistence(drift, context);
    case 'options':
      return { statements: setParameters(id, [id], [hazards.changesStorage], context) };
    case 'replicaIdentity':
      return { statements: setReplicaIdentity(id, [id], [hazards.changesReplication], context) };
    case 'clusteredOn':
      return { statements: setCluster(id, [id], [hazards.changesStorage], context) };
    case 'triggerFiring':
      return { statements: setTriggerFiring(id, [id], [hazards.changesWrites], context) };
    case 'ofType':
      return { statements: [setType(id, context)] };
    case 'isRowSecured':
    case 'isRowSecurityForced':
      return { statements: setRowSecurity(id, [attribute], [id], [hazards.changesPrivileges], context) };
    case 'accessMethod':
      return setAccessMethod(id, typeof expected === 'string' ? expected : 'heap', context);
    default:
      return {
        statements: [],
        unplanned: [{ id, reason: `${attribute ?? 'this'} of a table with rows cannot be altered in place` }],
      };
  }
}

/** Since PostgreSQL 15; before that it fails, and nothing is changed. */
function setAccessMethod(id: ObjectId, method: string, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TABLE ${quoteId(id)} SET ACCESS METHOD ${quoteIdentifier(method)}`,
        causedBy: [id],
        hazards: [hazards.rewriteForAccessMethod],
        lockMode: 'ACCESS EXCLUSIVE',
        locks: [id],
        sizedBy: [id],
      }),
    ],
  };
}

function setPersistence({ id, expected }: Drift, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TABLE ${quoteId(id)} SET ${expected === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`,
        causedBy: [id],
        hazards: [hazards.rewriteForPersistence],
        lockMode: 'ACCESS EXCLUSIVE',
        locks: [id],
        sizedBy: [id],
      }),
    ],
  };
}
