import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Rule, RuleContext } from '../../../../plan/rule.ts';
import { joinMendings } from '../make-statement.ts';
import { leaving } from './attach-partition.ts';
import { changesPlace } from './place-table.ts';

/**
 * Lets a rule make and drop by themselves those parts of other tables that come or go with a part of their parent, where
 * such a table is only now to become a partition or heir, or to stop being one: what is done to the parent does not reach it.
 */
export function withMovingParts(rule: Rule): Rule {
  return {
    ...rule,
    mend: (drifts, context) => {
      const [drift, ...rest] = drifts;
      const { id, kind, includes = [] } = drift;
      const moving = kind === 'missing' || kind === 'unexpected' ? includes.filter(isMoving(rule.kind, context)) : [];
      if (moving.length === 0) return rule.mend(drifts, context);
      const partsOf = (part: ObjectId) => includes.filter((each) => parentsOf(each, context).includes(part));
      const apart = new Set(moving.flatMap((part) => [part, ...partsOf(part)]));
      const own = { ...drift, includes: includes.filter((each) => !apart.has(each)) };
      const others = moving.map((part) => {
        const mending = rule.mend([{ ...drift, id: part, includes: partsOf(part) }], context);
        return { ...mending, statements: mending.statements.map((each) => ({ ...each, causedBy: [id] })) };
      });
      const main = rule.mend([own, ...rest], context);
      // What goes from the parent before would take those parts along.
      const left = kind === 'missing' ? [] : moving.map((part) => leaving(parentsOf(part, context)[0] ?? ''));
      const statements = main.statements.map((each) => ({
        ...each,
        comesAfter: [...(each.comesAfter ?? []), ...left],
      }));
      return joinMendings([{ ...main, statements }, ...others]);
    },
  };
}

function isMoving(kind: string, context: RuleContext): (part: ObjectId) => boolean {
  return (part) => kindOf(part) === kind && changesPlace(parentsOf(part, context)[0] ?? '', context);
}

function parentsOf(part: ObjectId, { expected, actual }: RuleContext): readonly ObjectId[] {
  return belongsTo(expected.objects[part] ?? actual.objects[part]);
}
