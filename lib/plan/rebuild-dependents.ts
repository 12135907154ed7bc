import { compareNames } from '../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from './rule.ts';

/** The objects that fall with an object, at any depth, in id order: as `includes` of a drift lists them. */
export function childrenOf(id: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  const found = new Set<ObjectId>();
  const follow = (parent: ObjectId): void => {
    for (const [child, attributes] of Object.entries(objects)) {
      if (child === id || found.has(child) || !belongsTo(attributes).includes(parent)) continue;
      found.add(child);
      follow(child);
    }
  };
  follow(id);
  return [...found].sort(compareNames);
}

/**
 * Lists what depends on objects that are made anew and so has to be dropped before: by the actual catalog's
 * dependencies, at any depth. What falls with another dependent is not named apart; what a rule says is carried along
 * with an altered column is left out.
 *
 * @param rebuilt what the plan makes anew by its own statements
 */
export function dependentsOf(
  rebuilt: readonly ObjectId[],
  actual: CatalogSnapshot,
  rules: readonly Rule[],
): readonly ObjectId[] {
  const needers = new Map<ObjectId, ObjectId[]>();
  for (const [id, needs] of Object.entries(actual.dependencies)) {
    for (const need of needs) needers.set(need, [...(needers.get(need) ?? []), id]);
  }
  const own = new Set(rebuilt);
  const isCarriedAlong = (id: ObjectId, need: ObjectId) =>
    own.has(need) && kindOf(need) === 'column' && ruleOf(id, rules)?.isCarriedAlong === true;
  const gone = new Set<ObjectId>();
  const follow = (need: ObjectId): void => {
    for (const id of needers.get(need) ?? []) {
      if (own.has(id) || gone.has(id) || isCarriedAlong(id, need) || belongsTo(actual.objects[need]).includes(id))
        continue;
      gone.add(id);
      for (const each of [id, ...childrenOf(id, actual)]) follow(each);
    }
  };
  for (const id of rebuilt) follow(id);
  return [...gone].filter((id) => !belongsTo(actual.objects[id]).some((holder) => gone.has(holder))).sort(compareNames);
}

/**
 * Drops a dependent and, where the expectation has it, makes it again, each statement in the name of the rebuilt
 * objects as well.
 *
 * @param causes the drifted objects for whose sake it has to go
 */
export function rebuildDependent(
  id: ObjectId,
  causes: readonly ObjectId[],
  rules: readonly Rule[],
  context: RuleContext,
): Mending {
  const rule = ruleOf(id, rules);
  const isExpected = id in context.expected.objects;
  if (rule?.drop === undefined || (isExpected && rule.create === undefined)) {
    const reason = `${nameOf(id)} depends on it, and no rule drops a ${kindOf(id)} and makes it again`;
    return { statements: [], unplanned: causes.map((cause) => ({ id: cause, reason })) };
  }
  const dropped = rule.drop(id, childrenOf(id, context.actual), context);
  const made = isExpected ? rule.create?.(id, childrenOf(id, context.expected), context) : undefined;
  const statements = [...dropped.statements, ...(made?.statements ?? [])].map((statement) => ({
    ...statement,
    causedBy: [...new Set([...statement.causedBy.filter((each) => each !== id), ...causes])].sort(compareNames),
  }));
  return { statements, unplanned: [...(dropped.unplanned ?? []), ...(made?.unplanned ?? [])] };
}

/** The rule of an object's kind. */
export function ruleOf(id: ObjectId, rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ kind }) => kind === kindOf(id));
}
