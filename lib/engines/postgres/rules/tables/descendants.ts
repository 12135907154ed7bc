import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import { childrenOf as partsOf } from '../../../../plan/rebuild-dependents.ts';
import type { RuleContext } from '../../../../plan/rule.ts';

/** The direct partitions and INHERITS children of a table, in id order. */
export function childrenOf(table: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  return Object.entries(objects)
    .filter(
      ([, { partitionOf, inherits }]) => partitionOf === table || (Array.isArray(inherits) && inherits.includes(table)),
    )
    .map(([id]) => id);
}

/** All tables below a table, each before its own children. A command on the table reaches these too and locks them. */
export function descendantsOf(table: ObjectId, snapshot: CatalogSnapshot): readonly ObjectId[] {
  const found: ObjectId[] = [];
  const follow = (parent: ObjectId): void => {
    for (const child of childrenOf(parent, snapshot)) {
      if (found.includes(child)) continue;
      found.push(child);
      follow(child);
    }
  };
  follow(table);
  return found;
}

/** The tables with a column of a domain, or of a domain over it: its rows are read when it gets stricter. */
export function tablesOfDomain(domain: ObjectId, { actual }: RuleContext): readonly ObjectId[] {
  const types = new Set([domain]);
  const tables = new Set<ObjectId>();
  // A set that grows while it is walked is walked to its end.
  for (const type of types) {
    for (const [id, needs] of Object.entries(actual.dependencies)) {
      if (!needs.includes(type)) continue;
      if (kindOf(id) === 'domain') types.add(id);
      else if (kindOf(id) === 'column') tables.add(belongsTo(actual.objects[id])[0] ?? '');
    }
  }
  return [...tables].filter((table) => kindOf(table) === 'table');
}

/** The columns or constraints of other tables that come from this one and change along with it, at any depth. */
export function inheritorsOf(id: ObjectId, snapshot: CatalogSnapshot): readonly ObjectId[] {
  const direct = Object.entries(snapshot.objects)
    .filter(([, attributes]) => belongsTo(attributes).indexOf(id) > 0)
    .map(([child]) => child);
  return [...new Set(direct.flatMap((child) => [child, ...inheritorsOf(child, snapshot)]))];
}

/** The parts of other tables that are there already and become part of this one, or change along with it. */
export function partsThatFollow(id: ObjectId, { expected, actual }: RuleContext): readonly ObjectId[] {
  return [...new Set([...inheritorsOf(id, expected), ...inheritorsOf(id, actual)])].filter(
    (part) => kindOf(part) === kindOf(id) && part in expected.objects && part in actual.objects,
  );
}

/** What belongs to a table before or after. */
export function ownParts(table: ObjectId, { expected, actual }: RuleContext): readonly ObjectId[] {
  return [...new Set([...partsOf(table, actual), ...partsOf(table, expected)])].filter(
    (part) => belongsTo(expected.objects[part] ?? actual.objects[part])[0] === table,
  );
}
