import type { ObjectId } from '../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot, Json } from '../catalog/snapshot.ts';
import { ruleOf } from './rebuild-dependents.ts';
import type { Rule, RuleContext } from './rule.ts';
import type { Statement } from './statement.ts';

/** What an object has beyond itself, and loses when it is made anew. */
const described = ['owner', 'grants', 'comment'];

/** The objects that statements take away and make again, but for those that stay and are only altered or renamed. */
export function remadeBy(statements: readonly Statement[], { objects }: CatalogSnapshot): readonly ObjectId[] {
  const gone = new Set(statements.filter(isRemoval).flatMap(({ removes = [] }) => removes));
  const provided = new Set(statements.flatMap(({ provides }) => provides));
  return [...gone].filter((id) => provided.has(id) && id in objects).sort();
}

/** Whether owners were read of a catalog: every one has a schema, and that has one. */
export function isDescribed({ objects }: CatalogSnapshot): boolean {
  return Object.values(objects).some(({ owner }) => owner !== undefined);
}

/**
 * Gives what a plan makes anew its owner, grants and comment back: those that the expectation names, else those that it
 * had. Where owners and grants were not read, the statement that takes it away says that they are lost.
 *
 * @param whole all that the database holds
 */
export function describeRemade(
  groups: readonly (readonly Statement[])[],
  whole: CatalogSnapshot,
  rules: readonly Rule[],
  context: RuleContext,
): readonly (readonly Statement[])[] {
  const remade = remadeBy(groups.flat(), context.actual).filter((id) => id in context.expected.objects);
  if (remade.length === 0) return groups;
  const isKnown = isDescribed(whole);
  const restored = remade.map((id) => {
    const causes = groups.flat().flatMap(({ causedBy, removes = [] }) => (removes.includes(id) ? causedBy : []));
    const lost = lostOf(id, whole, context);
    if (!isKnown && Object.keys(lost).length === 0) return [];
    return ruleOf(id, rules)?.describe?.(id, lost, [...new Set(causes)].sort(), context) ?? [];
  });
  const said = isKnown ? groups : groups.map((group) => group.map((each) => sayLost(each, new Set(remade), rules)));
  return [...said, ...restored.filter((statements) => statements.length > 0)];
}

function isRemoval({ removes = [], provides }: Statement): boolean {
  return removes.length > 0 && provides.length === 0;
}

function sayLost(statement: Statement, remade: ReadonlySet<ObjectId>, rules: readonly Rule[]): Statement {
  if (!isRemoval(statement)) return statement;
  const hazards = (statement.removes ?? [])
    .filter((id) => remade.has(id))
    .flatMap((id) => ruleOf(id, rules)?.losesWithItself ?? []);
  return { ...statement, hazards: [...new Set([...statement.hazards, ...hazards])] };
}

/** What is compared is as the expectation has it; the rest is as it was. */
function lostOf(id: ObjectId, whole: CatalogSnapshot, { expected, actual }: RuleContext): Attributes {
  const entries = described.flatMap((name): [string, Json][] => {
    const isCompared = actual.objects[id]?.[name] !== undefined;
    const value = expected.objects[id]?.[name] ?? (isCompared ? undefined : whole.objects[id]?.[name]);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}
