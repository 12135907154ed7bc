import { compareNames } from '../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from './rule.ts';
import type { Statement } from './statement.ts';

/** By what they belong to, near or far. Kept for as long as the catalog is: a plan asks for them thousands of times. */
const childrenByHolder = new WeakMap<CatalogSnapshot['objects'], ReadonlyMap<ObjectId, readonly ObjectId[]>>();

function indexChildren(objects: CatalogSnapshot['objects']): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const known = childrenByHolder.get(objects);
  if (known !== undefined) return known;
  const children = new Map<ObjectId, ObjectId[]>();
  for (const [child, attributes] of Object.entries(objects)) {
    for (const holder of belongsTo(attributes)) {
      const siblings = children.get(holder);
      if (siblings === undefined) children.set(holder, [child]);
      else siblings.push(child);
    }
  }
  childrenByHolder.set(objects, children);
  return children;
}

/** The objects that fall with an object, at any depth, in id order: as `includes` of a drift lists them. */
export function childrenOf(id: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  const children = indexChildren(objects);
  const found = new Set<ObjectId>();
  const follow = (holder: ObjectId): void => {
    for (const child of children.get(holder) ?? []) {
      if (child === id || found.has(child)) continue;
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
 * with an altered column is left out, unless PostgreSQL would keep it in the words of the old type.
 *
 * @param own all that the plan makes anew by its own statements
 * @param inPlace those of it that stay, and of those the ones whose rows are written anew
 */
function dependentsOf(
  rebuilt: readonly ObjectId[],
  {
    own,
    inPlace,
    rewritten,
  }: {
    readonly own: ReadonlySet<ObjectId>;
    readonly inPlace: ReadonlySet<ObjectId>;
    readonly rewritten: ReadonlySet<ObjectId>;
  },
  rules: readonly Rule[],
  context: RuleContext,
): { readonly gone: readonly ObjectId[]; readonly loosened: readonly Mending[] } {
  const { expected, actual } = context;
  const loosened = new Map<ObjectId, Mending>();
  const needers = new Map<ObjectId, ObjectId[]>();
  for (const [id, needs] of Object.entries(actual.dependencies)) {
    for (const need of needs) needers.set(need, [...(needers.get(need) ?? []), id]);
  }
  const isInOtherWords = (id: ObjectId) =>
    id in expected.objects && expected.objects[id]?.definition !== actual.objects[id]?.definition;
  const isCarriedAlong = (id: ObjectId, need: ObjectId) =>
    inPlace.has(need) &&
    kindOf(need) === 'column' &&
    ruleOf(id, rules)?.isCarriedAlong === true &&
    !(rewritten.has(need) && isInOtherWords(id));
  const gone = new Set<ObjectId>();
  const follow = (need: ObjectId): void => {
    for (const id of needers.get(need) ?? []) {
      if (own.has(id) || gone.has(id) || isCarriedAlong(id, need) || belongsTo(actual.objects[need]).includes(id))
        continue;
      const loose = ruleOf(id, rules)?.loosen?.(id, need, context);
      if (loose !== undefined) {
        loosened.set(id, loose);
        continue;
      }
      gone.add(id);
      for (const each of [id, ...childrenOf(id, actual)]) follow(each);
    }
  };
  for (const id of rebuilt) follow(id);
  const isWithHolder = (id: ObjectId) => belongsTo(actual.objects[id]).some((holder) => gone.has(holder));
  return {
    gone: [...gone].filter((id) => !isWithHolder(id)).sort(compareNames),
    loosened: [...loosened].filter(([id]) => !gone.has(id) && !isWithHolder(id)).map(([, mending]) => mending),
  };
}

/** What the rule of one object answered to its drifts. */
export interface MendedObject {
  readonly id: ObjectId;
  readonly mending: Mending;
}

/**
 * Adds the statements that drop what depends on rebuilt objects and make it again, in place of what its own drifts asked
 * for. A rebuild that something stands in the way of is left out, with the reason.
 */
export function withRebuilds(
  mended: readonly MendedObject[],
  rules: readonly Rule[],
  context: RuleContext,
): readonly Mending[] {
  const rebuilding = mended.filter(({ mending }) => (mending.rebuilt ?? []).length > 0);
  if (rebuilding.length === 0) return mended.map(({ mending }) => mending);
  const { expected, actual } = context;
  const causes = new Map<ObjectId, ObjectId[]>();
  const loose: Mending[] = [];
  const parts = new Map<ObjectId, ObjectId>();
  const inPlace = new Set(rebuilding.flatMap(({ mending }) => alteredInPlace(mending.statements)));
  const rewriting = rebuilding.flatMap(({ mending }) => mending.statements.filter(rewritesTable));
  const rewritten = new Set(alteredInPlace(rewriting));
  // What is made anew is made with all that belongs to it.
  const wholly = ({ rebuilt = [] }: Mending) =>
    rebuilt.flatMap((each) => (inPlace.has(each) ? [each] : [each, ...childrenOf(each, actual)]));
  const own = new Set(rebuilding.flatMap(({ mending }) => wholly(mending)));
  for (const { id, mending } of rebuilding) {
    const { gone, loosened } = dependentsOf(wholly(mending), { own, inPlace, rewritten }, rules, context);
    loose.push(...loosened.map((each) => ({ ...each, statements: inTheNameOf([id], each.statements) })));
    for (const dependent of gone) {
      causes.set(dependent, [...(causes.get(dependent) ?? []), id]);
    }
    const anew = (mending.rebuilt ?? []).filter((each) => !inPlace.has(each));
    for (const each of anew) {
      for (const child of [...childrenOf(each, expected), ...childrenOf(each, actual)]) parts.set(child, id);
    }
  }
  // What nobody expects is dropped only where that is asked for; else a person is told of it.
  const anew = [...causes].filter(([id]) => id in expected.objects);
  const falling = new Set(anew.flatMap(([id]) => [id, ...childrenOf(id, actual), ...childrenOf(id, expected)]));
  const isReplaced = ({ id }: MendedObject) => falling.has(id) || parts.has(id);
  const dependents = anew.map(([id, roots]) => {
    const family = [id, ...childrenOf(id, actual), ...childrenOf(id, expected)];
    const replaced = mended.filter((each) => isReplaced(each) && family.includes(each.id)).map((each) => each.id);
    const { statements, ...rest } = rebuildDependent(id, [...new Set([...roots, ...replaced])], rules, context);
    // What takes long is done before anything goes.
    const comesAfter = rebuilding.filter((each) => roots.includes(each.id)).flatMap(({ mending }) => prepared(mending));
    const waiting = statements.map((each) => (each.removes === undefined ? each : { ...each, comesAfter }));
    return { roots, ...rest, statements: waiting };
  });
  const stuck = dependents.find(({ statements }) => statements.length === 0);
  if (stuck !== undefined) {
    const reasons = stuck.unplanned?.map(({ reason }) => reason) ?? [];
    const left = mended.map((each): MendedObject => {
      if (!stuck.roots.includes(each.id)) return each;
      return { id: each.id, mending: { statements: [], unplanned: [{ id: each.id, reason: reasons[0] ?? '' }] } };
    });
    return withRebuilds(left, rules, context);
  }
  return [
    ...mended
      .filter((each) => !isReplaced(each))
      .map(({ id, mending }) => {
        const children = mended.filter((each) => parts.get(each.id) === id).map((each) => each.id);
        if (children.length === 0) return mending;
        return { ...mending, statements: inTheNameOf(children, mending.statements) };
      }),
    ...dependents.map(({ roots: _, ...mending }) => mending),
    ...loose,
  ];
}

/** What a mending makes before it takes something away. */
function prepared({ statements, rebuilt = [] }: Mending): readonly ObjectId[] {
  const first = statements.findIndex(({ removes = [] }) => removes.some((id) => rebuilt.includes(id)));
  return statements.slice(0, Math.max(0, first)).flatMap(({ provides }) => provides);
}

/** What a mending alters while it stays, as its statements say by naming it in both. */
function alteredInPlace(statements: readonly Statement[]): readonly ObjectId[] {
  return statements.flatMap(({ provides, removes = [] }) => removes.filter((id) => provides.includes(id)));
}

function rewritesTable({ hazards }: Statement): boolean {
  return hazards.some(({ code }) => code === 'TABLE_REWRITE');
}

function inTheNameOf(causes: readonly ObjectId[], statements: readonly Statement[]): readonly Statement[] {
  return statements.map((each) => ({
    ...each,
    causedBy: [...new Set([...each.causedBy, ...causes])].sort(compareNames),
  }));
}

/** Drops a dependent and, where the expectation has it, makes it again, in the name of what it is done for. */
function rebuildDependent(
  id: ObjectId,
  causes: readonly ObjectId[],
  rules: readonly Rule[],
  context: RuleContext,
): Mending {
  const rule = ruleOf(id, rules);
  const isExpected = id in context.expected.objects;
  const impossible = (reason: string): Mending => ({
    statements: [],
    unplanned: causes.map((cause) => ({ id: cause, reason })),
  });
  if (rule?.drop === undefined || (isExpected && rule.create === undefined)) {
    return impossible(`${nameOf(id)} depends on it, and no rule drops a ${kindOf(id)} and makes it again`);
  }
  const dropped = rule.drop(id, childrenOf(id, context.actual), context);
  if (dropped.statements.some(({ hazards }) => hazards.some(({ code }) => code === 'DELETES_DATA'))) {
    return impossible(`the ${kindOf(id)} ${nameOf(id)} depends on it, and cannot be made anew with what it holds`);
  }
  const made = isExpected ? rule.create?.(id, childrenOf(id, context.expected), context) : undefined;
  const statements = [...dropped.statements, ...(made?.statements ?? [])].map((each) => ({
    ...each,
    causedBy: each.causedBy.filter((cause) => cause !== id),
  }));
  return {
    statements: inTheNameOf(causes, statements),
    unplanned: [...(dropped.unplanned ?? []), ...(made?.unplanned ?? [])],
  };
}

/** The rule of an object's kind. */
export function ruleOf(id: ObjectId, rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ kind }) => kind === kindOf(id));
}
