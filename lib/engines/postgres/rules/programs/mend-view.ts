import { compareNames } from '../../../../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import { namesTaken } from '../../../../plan/names-taken.ts';
import { childrenOf as partsOf } from '../../../../plan/rebuild-dependents.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ViewAttributes, ViewNotes } from '../../program-kinds.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { createIndex } from '../indexes/create-index.ts';
import { attributesOf, joinMendings, makeStatement, needsOf } from '../make-statement.ts';
import { descendantsOf } from '../tables/descendants.ts';
import { createAttached } from './mend-trigger.ts';
import { writeView } from './write-views.ts';

/** Creates missing views, and replaces those whose query differs. */
export const mendView = mendBy('view', (id, context) =>
  keepsColumns(id, context) && !isInTheWay(id, context) ? replaceView(id, context) : makeAnew(id, context),
);

/** Creates missing materialized views with their indexes. One that differs is dropped and made anew. */
export const mendMaterializedView = mendBy('materialized-view', makeAnew);

/** @param change what makes one that differs the expected one */
function mendBy(kind: string, change: (id: ObjectId, context: RuleContext) => Mending): Rule {
  return {
    kind,
    create: (id, includes, context) => createView(id, includes, context),
    drop: dropObject,
    mend: ([{ kind: drift, id, includes }], context) => {
      if (drift === 'missing') return createView(id, includes ?? [], context, 'outside');
      if (drift !== 'modified') return dropObject(id, includes ?? [], context);
      return change(id, context);
    },
  };
}

function replaceView(id: ObjectId, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: writeView(id, attributesOf<ViewAttributes>(context.expected, id)),
        causedBy: [id],
        hazards: [hazards.replacesView],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}

/** Whether the columns that a view has stay as they are, so that it can be replaced; where nobody noted them, they do. */
function keepsColumns(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const columnsIn = ({ notes }: CatalogSnapshot) => ((notes?.[id] ?? {}) as ViewNotes).columns;
  const then = columnsIn(expected);
  return then === undefined || (columnsIn(actual) ?? []).every((column, i) => column === then[i]);
}

/**
 * Whether a view stands on a table that goes, and that keeps until then a name which a new one needs, as after a rename by
 * hand: the new one cannot come before the old has gone, nor the old go before the view.
 */
function isInTheWay(id: ObjectId, { expected, actual, isCreated }: RuleContext): boolean {
  const going = tablesNamedBy(id, actual).filter((table) => !(table in expected.objects));
  if (going.length === 0) return false;
  const kept = new Set(going.flatMap((table) => [table, ...partsOf(table, actual)]).flatMap(namesTaken));
  return Object.keys(expected.objects).some((each) => isCreated(each) && namesTaken(each).some((it) => kept.has(it)));
}

function makeAnew(id: ObjectId, context: RuleContext): Mending {
  const parts = (snapshot: CatalogSnapshot) =>
    Object.keys(snapshot.objects).filter((part) => belongsTo(snapshot.objects[part])[0] === id);
  const replaced = [dropObject(id, parts(context.actual), context), createView(id, parts(context.expected), context)];
  return { ...joinMendings(replaced), rebuilt: [id] };
}

/** @param filledIn where a materialized view is filled: `inside` the transaction in which the old one goes */
function createView(
  id: ObjectId,
  includes: readonly ObjectId[],
  context: RuleContext,
  filledIn: Statement['transaction'] = 'inside',
): Mending {
  const parts = [...includes].sort(compareNames);
  const indexes = parts.filter(
    (part) => kindOf(part) === 'index' && belongsTo(context.expected.objects[part])[0] === id,
  );
  const attached = parts.filter((part) => kindOf(part) === 'trigger' || kindOf(part) === 'rule');
  return {
    statements: [
      makeStatement(context, {
        sql: writeView(id, attributesOf<ViewAttributes>(context.expected, id)),
        causedBy: [id],
        // It runs its query over every row at once, and nobody knows for how long.
        ...(kindOf(id) === 'view'
          ? {}
          : { hazards: [hazards.fillsView], sizedBy: tablesReadBy(id, context), transaction: filledIn }),
        provides: [id],
        requires: needsOf([id], context),
      }),
      ...indexes.map((index) => createIndex(index, id, [id], context)),
      ...attached.flatMap((part) => createAttached(part, [id], [], context)),
    ],
  };
}

/** The tables that are there already and that a view names itself, with all below them. */
function tablesReadBy(id: ObjectId, { expected, actual }: RuleContext): readonly ObjectId[] {
  const present = tablesNamedBy(id, expected).filter((table) => table in actual.objects);
  return [...new Set(present.flatMap((table) => [table, ...descendantsOf(table, actual)]))];
}

function tablesNamedBy(id: ObjectId, { objects, dependencies }: CatalogSnapshot): readonly ObjectId[] {
  const needs = dependencies[id] ?? [];
  const named = needs.map((need) => (kindOf(need) === 'column' ? (belongsTo(objects[need])[0] ?? '') : need));
  return [...new Set(named)].filter((each) => kindOf(each) === 'table');
}
