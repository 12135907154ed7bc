import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import { childrenOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import { quoteId } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { joinMendings } from '../make-statement.ts';
import { createTable } from '../tables/create-table.ts';
import { setTriggerFiring } from '../tables/keep-table.ts';
import { places, placeTable } from '../tables/place-table.ts';
import { alterForeignOptions } from './foreign-options.ts';

/**
 * Creates missing foreign tables with their columns and checks, and changes their options. One of another server is made
 * anew: it holds no rows.
 *
 * @see https://www.postgresql.org/docs/18/sql-createforeigntable.html
 */
export const mendForeignTable: Rule = {
  kind: 'foreign-table',
  create: createTable,
  drop: dropForeignTable,
  mend: (drifts, context) => {
    const [{ kind, id, includes = [] }] = drifts;
    if (kind === 'missing') return createTable(id, includes, context);
    if (kind === 'unexpected') return dropForeignTable(id, includes, context);
    if (drifts.some(({ attribute }) => attribute === 'server')) return remakeTable(id, context);
    const placed = drifts.flatMap(({ attribute = '' }) => (places.includes(attribute) ? [attribute] : []));
    return joinMendings([
      ...drifts.filter(({ attribute = '' }) => !places.includes(attribute)).map((drift) => alterTable(drift, context)),
      ...(placed.length === 0 ? [] : [placeTable(id, placed, context)]),
    ]);
  },
};

function alterTable({ id, attribute }: Drift, context: RuleContext): Mending {
  if (attribute === 'options') {
    return { statements: [alterForeignOptions(id, `FOREIGN TABLE ${quoteId(id)}`, context)] };
  }
  if (attribute === 'triggerFiring') {
    return { statements: setTriggerFiring(id, [id], [hazards.changesWrites], context) };
  }
  return {
    statements: [],
    unplanned: [{ id, reason: `no rule alters a foreign table's ${attribute ?? 'place'} yet` }],
  };
}

function dropForeignTable(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  return dropObject(id, includes, context, undefined, { lockMode: 'ACCESS EXCLUSIVE', locks: [id] });
}

function remakeTable(id: ObjectId, context: RuleContext): Mending {
  const { statements: dropped } = dropForeignTable(id, childrenOf(id, context.actual), context);
  const { statements: made, unplanned = [] } = createTable(id, childrenOf(id, context.expected), context);
  return { statements: [...dropped, ...made], rebuilt: [id], unplanned };
}
