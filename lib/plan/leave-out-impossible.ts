import { formatObjectId, kindOf, nameOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import { findCircle } from './order.ts';
import type { Statement } from './statement.ts';

/** The kinds that SQL mentions by name, so that a statement fails where one is missing. */
const kindsKnownByName = [
  'schema',
  'extension',
  'table',
  'column',
  'enum',
  'domain',
  'sequence',
  'collation',
  'composite-type',
  'range-type',
  'foreign-data-wrapper',
  'foreign-server',
  'foreign-table',
  'publication',
  'function',
  'procedure',
  'aggregate',
  'view',
  'materialized-view',
];

/**
 * Leaves out statements that need an object which is neither there nor made by the plan (its drift is ignored, or no
 * statement mends it), and those that would make something under a name which something else has and keeps: one of them
 * would fail and take its whole transaction along. Statements that wait for each other are left out with all that was to
 * be done with them: a plan that is not whole is better than none.
 */
export function leaveOutImpossible(
  groups: readonly (readonly Statement[])[],
  {
    expected,
    actual,
    whole,
    drifts,
  }: {
    expected: CatalogSnapshot;
    actual: CatalogSnapshot;
    /** All that the database holds: also what is not compared has its name and its rows. */
    whole: CatalogSnapshot;
    drifts: readonly Drift[];
  },
): [(readonly Statement[])[], { id: ObjectId; reason: string }[]] {
  const renamed = drifts.filter((drift) => drift.kind === 'renamed');
  const there = new Set(renamed.map((drift) => drift.id));
  const givenUp = new Set(renamed.map((drift) => drift.actual));
  const holders = holdersOf(
    Object.keys(whole.objects).filter((id) => !givenUp.has(id)),
    whole,
  );
  const strangers = holdersOf(
    Object.keys(whole.objects).filter((id) => !(id in expected.objects)),
    whole,
    rowsOf,
  );
  let left = groups.map((group) => group);
  const impossible: { id: ObjectId; reason: string }[] = [];
  for (;;) {
    const provided = new Set(left.flat().flatMap((statement) => statement.provides));
    const removed = new Set(left.flat().flatMap((statement) => statement.removes ?? []));
    const lacks = (statement: Statement): ObjectId | undefined =>
      statement.requires.find(
        (id) =>
          kindsKnownByName.includes(kindOf(id)) &&
          id in expected.objects &&
          !(id in actual.objects || provided.has(id) || there.has(id)),
      );
    const meets = ({ provides, requires }: Statement): ObjectId | undefined =>
      provides
        .filter((id) => !(id in actual.objects))
        .flatMap((id) => [
          ...claimsOf(id, expected).flatMap((claim) => holders.get(claim) ?? []),
          ...rowsOf(id, expected).flatMap((claim) => strangers.get(claim) ?? []),
        ])
        .find((id) => !removed.has(id) && !provides.includes(id) && !requires.includes(id));
    const reasonFor = (statement: Statement): string | undefined => {
      const [lack, met] = [lacks(statement), meets(statement)];
      if (lack !== undefined) return lackReason(lack);
      return met === undefined ? undefined : takenReason(met);
    };
    const found = left.flat().flatMap((statement) => {
      const reason = reasonFor(statement);
      return reason === undefined ? [] : statement.causedBy.map((id) => ({ id, reason }));
    });
    const circle = found.length === 0 ? new Set(findCircle(left, actual)) : undefined;
    if (circle?.size === 0) return [left, impossible];
    const inCircle = left.filter((group) => group.some((statement) => circle?.has(statement)));
    found.push(...inCircle.flat().flatMap(({ causedBy }) => causedBy.map((id) => ({ id, reason: circleReason }))));
    for (const each of found) if (!impossible.some((known) => known.id === each.id)) impossible.push(each);
    left = left.map((group) =>
      // Half of such a group would be worse than none: what it drops would not come back.
      inCircle.includes(group) ? [] : group.filter((statement) => reasonFor(statement) === undefined),
    );
  }
}

/** What has each name, or whatever else is claimed. */
function holdersOf(
  ids: readonly ObjectId[],
  catalog: CatalogSnapshot,
  claims: typeof claimsOf = claimsOf,
): ReadonlyMap<string, ObjectId> {
  return new Map(ids.flatMap((id) => claims(id, catalog).map((claim) => [claim, id] as const)));
}

/** The rows that a partition takes from others. */
function rowsOf(id: ObjectId, { objects }: CatalogSnapshot): readonly string[] {
  const { partitionOf, partitionBound } = objects[id] ?? {};
  return typeof partitionOf === 'string' ? [`rows ${partitionOf} ${String(partitionBound)}`] : [];
}

const relationKinds = ['table', 'foreign-table', 'view', 'materialized-view', 'sequence', 'index', 'composite-type'];
const typeKinds = [
  ...['table', 'foreign-table', 'view', 'materialized-view', 'composite-type'],
  ...['enum', 'domain', 'range-type'],
];
const keyTypes = ['primary key', 'unique', 'exclusion'];

/**
 * The names that an object takes from others of its schema: those of relations, of types, of which every table is one, and
 * of routines with their arguments.
 */
function claimsOf(id: ObjectId, { objects }: CatalogSnapshot): readonly string[] {
  const kind = kindOf(id);
  if (kind === 'constraint') {
    const { path } = parseObjectId(id);
    const type = String(objects[id]?.type);
    // A database that knows no names of keys has them called by what they do, as everywhere else in it.
    const isNamed = path[2] !== type && path[2]?.startsWith(`${type} (`) !== true;
    return keyTypes.includes(type) && isNamed && path.length === 3
      ? [`relation ${nameOf(formatObjectId('index', [path[0] ?? '', path[2] ?? '']))}`]
      : [];
  }
  return [
    ...(relationKinds.includes(kind) ? [`relation ${nameOf(id)}`] : []),
    ...(typeKinds.includes(kind) ? [`type ${nameOf(id)}`] : []),
    ...(routineKinds.includes(kind) ? [`routine ${nameOf(id)}`] : []),
  ];
}

const routineKinds = ['function', 'procedure', 'aggregate'];

/** Said of what no order of statements mends; PostgreSQL has statements for it, a rename above all. */
export const circleReason =
  'what would mend it waits for itself: something has to go first that it stands on. Was something renamed by hand? Then name it back';

function lackReason(id: ObjectId): string {
  return `needs the ${kindOf(id)} ${nameOf(id)}, which is missing and which no statement makes`;
}

function takenReason(id: ObjectId): string {
  return `its name, that of a part of it or its place among partitions is the one of the ${kindOf(id).replaceAll('-', ' ')} ${nameOf(id)}, which stays`;
}
