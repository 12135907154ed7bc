import { compareNames } from '../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Hazard } from './hazard.ts';
import type { Rule } from './rule.ts';
import type { Statement } from './statement.ts';

/**
 * Holds back what would take something away on which a stranger stands: an object that the configuration ignores, that is
 * in a schema that is not compared, or that the expectation does not know and the plan does not drop. Nothing is ever
 * dropped with CASCADE, so that the database would refuse; a person has to decide about the stranger.
 *
 * @param whole all that the database holds, with what depends on what
 */
export function holdForStrangers(
  statements: readonly Statement[],
  expected: CatalogSnapshot,
  whole: CatalogSnapshot,
  rules: readonly Rule[],
): readonly Statement[] {
  const removed = new Set(statements.flatMap(({ removes = [] }) => removes));
  if (removed.size === 0) return statements;
  const needers = new Map<ObjectId, ObjectId[]>();
  for (const [id, needs] of Object.entries(whole.dependencies)) {
    if (id in expected.objects || removed.has(id) || belongsTo(whole.objects[id]).some((each) => removed.has(each))) {
      continue;
    }
    for (const need of needs) if (removed.has(need)) needers.set(need, [...(needers.get(need) ?? []), id]);
  }
  if (needers.size === 0) return statements;
  const carriedAlong = new Set(rules.filter(({ isCarriedAlong }) => isCarriedAlong).map(({ kind }) => kind));
  return statements.map((statement) => {
    const { removes = [], provides } = statement;
    const strangers = removes.flatMap((id) => {
      const staysInPlace = kindOf(id) === 'column' && provides.includes(id);
      return (needers.get(id) ?? []).filter((each) => !(staysInPlace && carriedAlong.has(kindOf(each))));
    });
    if (strangers.length === 0) return statement;
    return { ...statement, hazards: [...statement.hazards, breaksStrangers([...new Set(strangers)])] };
  });
}

function breaksStrangers(strangers: readonly ObjectId[]): Hazard {
  const names = [...strangers].sort(compareNames).map((id) => `the ${kindOf(id)} ${nameOf(id)}`);
  const [depends, are] = names.length === 1 ? ['depends', 'is'] : ['depend', 'are'];
  return {
    code: 'BREAKS_CLIENTS',
    message: `${names.join(', ')} ${depends} on it and ${are} not of this comparison: the database refuses, or takes it along`,
    saferWay: 'ask whose it is; change or drop it first, and make it again afterwards',
  };
}
