import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { IndexAttributes, IndexNotes } from '../../object-kinds.ts';
import { attributesOf } from '../make-statement.ts';
import { unmendable } from '../unmendable.ts';
import { compareAge } from './index-age.ts';
import { renameByWayOf } from './rename-by-way-of.ts';

/**
 * Names the indexes of a table that has just been attached, where PostgreSQL has paired some that are alike with the
 * parent's by their age, and the expectation otherwise: the one that has become part of the right index takes the name.
 */
export function nameAsPaired(table: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): Mending {
  const groups = [...alikeOf(table, context).values()].map((alike) => {
    const paired = alike.toSorted((a, b) => compareAge(a, b, context));
    const wanted = alike.toSorted((a, b) => compareAge(wholeOf(a, context), wholeOf(b, context), context));
    return wanted.flatMap((id, i) => {
      const present = paired[i];
      return present === undefined || present === id ? [] : [{ id, present }];
    });
  });
  const isNamed = (group: (typeof groups)[number]) =>
    group.every(({ id, present }) => definitionOf(id, context) === definitionOf(present, context));
  const steps = groups
    .filter(isNamed)
    .flat()
    .map(({ id, present }) => renameByWayOf(present, id, causedBy, context).map(onlyInTurn));
  return {
    statements: [...steps.flatMap((both) => both.slice(0, 1)), ...steps.flatMap((both) => both.slice(1))],
    unplanned: groups
      .filter((group) => !isNamed(group))
      .flat()
      .map(({ id }) => ({ id, reason: unmendable['index belongsTo'] })),
  };
}

/** The indexes of a partition that PostgreSQL takes for one another, of each kind. */
function alikeOf(table: ObjectId, { expected }: RuleContext): ReadonlyMap<unknown, readonly ObjectId[]> {
  const parts = Object.keys(expected.objects).filter((id) => {
    const [owner, whole] = belongsTo(expected.objects[id]);
    return kindOf(id) === 'index' && owner === table && whole !== undefined && kindOf(whole) === 'index';
  });
  const groupOf = (id: ObjectId) => ((expected.notes?.[id] ?? {}) as IndexNotes).alike;
  return Map.groupBy(
    parts.filter((id) => groupOf(id) !== undefined),
    groupOf,
  );
}

/** It is the attaching that decides what has which place, so what makes and drops indexes need not heed the names. */
function onlyInTurn({ removes: _, ...statement }: Statement): Statement {
  return { ...statement, provides: [], requires: [] };
}

function wholeOf(id: ObjectId, { expected }: RuleContext): ObjectId {
  return belongsTo(expected.objects[id])[1] ?? '';
}

function definitionOf(id: ObjectId, context: RuleContext): string {
  return attributesOf<IndexAttributes>(context.expected, id).definition;
}
