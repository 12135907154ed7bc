import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import { ownNameOf } from '../quote.ts';
import { readTableText } from '../text/table-text.ts';
import { leave, makeStatement, textlessReason, textOf } from './make-statement.ts';
import { mayBeAdded } from './may-be-added.ts';
import { findTransfer, writeRebuild } from './rebuild-script.ts';

const rewritten: Hazard = {
  code: 'TABLE_REWRITE',
  message: 'SQLite cannot alter this in place: every row is copied into a new table, while nobody else can write',
  saferWay: 'read the script through, try it on a copy of the file, and run it with the application stopped',
};

const loses: Hazard = {
  code: 'DELETES_DATA',
  message: 'columns that the migrations do not know are not copied, and what they hold is lost',
  saferWay: 'add them to the migrations, or to the new table and to both lists of columns in the script',
};

/**
 * Plans the rebuild of a table in the steps that SQLite's manual gives, for a person: a script that is complete and can
 * be run with `sqlite3` as it is. It never runs by itself.
 *
 * All drifts that need a table rebuilt give the same script, so that a plan holds it once.
 *
 * @see https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
 */
export function rebuildTable(table: ObjectId, drifts: readonly Drift[], context: RuleContext): Mending {
  const { expected, actual, isCreated } = context;
  const wanted = textOf(table, context);
  const found = actual.notes?.[table]?.sql;
  if (wanted === undefined || typeof found !== 'string') return leave(drifts, textlessReason);
  const created = Object.keys(expected.objects).filter(
    (id) => isCreated(id) && belongsTo(expected.objects[id]).at(-1) === table,
  );
  const byItself = created.filter((id) => isMadeByRebuild(id, context));
  const others = created.filter((id) => !byItself.includes(id));
  const added = others.filter((id) => kindOf(id) === 'column').map(ownNameOf);
  const transfer = findTransfer(readTableText(wanted), readTableText(found), added);
  if (transfer.copied.length === 0) {
    return leave(
      drifts,
      'the table that is there has no column of the one that the migrations make: nothing can be copied',
    );
  }
  // What else the plan makes on the table comes before the rebuild and is made again by it; but where it may stand on a
  // column that only the rebuild brings, it comes after.
  const bringsColumns = byItself.some((id) => kindOf(id) === 'column');
  const comesLater = bringsColumns ? others.filter(isIndexOrTrigger) : [];
  return {
    statements: [
      makeStatement(context, {
        sql: writeRebuild({ table, wanted, found, transfer, comesLater }, context),
        causedBy: [...new Set(drifts.map(({ id }) => id))],
        hazards: transfer.lost.length === 0 ? [rewritten] : [rewritten, loses],
        transaction: 'outside',
        lockMode: 'EXCLUSIVE',
        locks: [table],
        sizedBy: [table],
        provides: byItself,
        requires: others.filter((id) => !comesLater.includes(id)),
      }),
    ],
  };
}

/** Constraints, and columns that no ALTER TABLE adds. */
function isMadeByRebuild(id: ObjectId, context: RuleContext): boolean {
  const { expected, isCreated } = context;
  if (isIndexOrTrigger(id)) return false;
  const [holder = id] = belongsTo(expected.objects[id]);
  // A constraint of a column that is added comes with it.
  const column = kindOf(id) === 'constraint' && kindOf(holder) === 'column' && isCreated(holder) ? holder : id;
  if (kindOf(column) !== 'column') return true;
  const parts = Object.keys(expected.objects).filter((part) => belongsTo(expected.objects[part])[0] === column);
  return !mayBeAdded(column, parts, context);
}

function isIndexOrTrigger(id: ObjectId): boolean {
  return ['index', 'trigger'].includes(kindOf(id));
}
