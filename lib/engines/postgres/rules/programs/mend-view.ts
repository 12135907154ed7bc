import { compareNames } from '../../../../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { ViewAttributes, ViewNotes } from '../../program-kinds.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { createIndex } from '../indexes/create-index.ts';
import { attributesOf, joinMendings, makeStatement, needsOf } from '../make-statement.ts';
import { createAttached } from './mend-trigger.ts';
import { writeView } from './write-views.ts';

/** Creates missing views, and replaces those whose query differs. */
export const mendView = mendBy('view', (id, context) =>
  keepsColumns(id, context) ? replaceView(id, context) : makeAnew(id, context),
);

/** Creates missing materialized views with their indexes. One that differs is dropped and made anew. */
export const mendMaterializedView = mendBy('materialized-view', makeAnew);

/** @param change what makes one that differs the expected one */
function mendBy(kind: string, change: (id: ObjectId, context: RuleContext) => Mending): Rule {
  return {
    kind,
    create: createView,
    drop: dropObject,
    mend: ([{ kind: drift, id, includes }], context) => {
      if (drift === 'missing') return createView(id, includes ?? [], context);
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

function makeAnew(id: ObjectId, context: RuleContext): Mending {
  const parts = (snapshot: CatalogSnapshot) =>
    Object.keys(snapshot.objects).filter((part) => belongsTo(snapshot.objects[part])[0] === id);
  const replaced = [dropObject(id, parts(context.actual), context), createView(id, parts(context.expected), context)];
  return { ...joinMendings(replaced), rebuilt: [id] };
}

function createView(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
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
        hazards: kindOf(id) === 'view' ? [] : [hazards.fillsView],
        provides: [id],
        requires: needsOf([id], context),
      }),
      ...indexes.map((index) => createIndex(index, id, [id], context)),
      ...attached.flatMap((part) => createAttached(part, [id], [], context)),
    ],
  };
}
