import { compareNames, equalJson } from '../catalog/normalize.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { type Attributes, belongsTo, type Json } from '../catalog/snapshot.ts';
import { severityOf } from './default-severity.ts';
import { type Drift, fingerprintDrift } from './drift.ts';

/** The kinds whose name no query mentions, so that the same object under another name works as well. */
const kindsKnownByWhatTheyDo = ['index', 'constraint'];

/** A missing object and the unexpected one that may be it. */
export interface Candidates {
  readonly missing: Drift;
  readonly unexpected: Drift;
}

/**
 * Joins a missing index or constraint with the unexpected one that equals it in all but its name into one `renamed`
 * drift. Each object is paired once, in id order. What belongs to a renamed object belongs to it still: the index of a
 * partition is not drift because that of the whole table is called otherwise.
 *
 * @param settled fingerprints of questions, as {@link questionOf} asks them, whose two texts are spellings of one
 */
export function pairRenames(drifts: readonly Drift[], settled: ReadonlySet<string> = new Set()): readonly Drift[] {
  const pairs = findPairs(drifts, settled);
  if (pairs.names.size === 0) return drifts;
  return drifts.flatMap((drift) => {
    if (drift.kind === 'unexpected' && pairs.names.has(drift.id)) return [];
    if (isSamePlace(drift, pairs.names)) return [];
    const newName = drift.kind === 'missing' ? pairs.actualIds.get(drift.id) : undefined;
    return [newName === undefined ? drift : renamed(drift.id, newName)];
  });
}

/**
 * Lists the missing and unexpected objects that may be one, though one text of theirs differs: only an engine can say
 * whether it is another spelling.
 */
export function findCandidates(drifts: readonly Drift[]): readonly Candidates[] {
  const { actualIds, names } = findPairs(drifts, new Set());
  const byTable = unexpectedByTable(drifts.filter(({ id }) => !names.has(id)));
  return pairable('missing', drifts)
    .filter(({ id }) => !actualIds.has(id))
    .flatMap((missing) =>
      (byTable.get(placeOf(missing.id, missing.expected)) ?? [])
        .filter((unexpected) => differingText(missing, unexpected, names) !== undefined)
        .map((unexpected) => ({ missing, unexpected })),
    );
}

/**
 * The question that an engine settles for two candidates: whether the text in which they differ is one definition. Its
 * id is that of neither and of no real object.
 */
export function questionOf({ missing, unexpected }: Candidates): Drift | undefined {
  const attribute = differingText(missing, unexpected, new Map());
  if (attribute === undefined) return undefined;
  const { kind, path } = parseObjectId(missing.id);
  const id = formatObjectId(kind, [...path, ...parseObjectId(unexpected.id).path]);
  return {
    kind: 'modified',
    id,
    attribute,
    expected: attributesOf(missing.expected)[attribute] ?? null,
    actual: attributesOf(unexpected.actual)[attribute] ?? null,
    severity: 'low',
    fingerprint: fingerprintDrift('modified', id, attribute),
  };
}

interface Pairs {
  /** Actual ids by the missing ones. */
  readonly actualIds: ReadonlyMap<ObjectId, ObjectId>;
  /** Expected ids by the unexpected ones. */
  readonly names: ReadonlyMap<ObjectId, ObjectId>;
}

/** Once a whole is known under its other name, its parts can be found too: until no more is found. */
function findPairs(drifts: readonly Drift[], settled: ReadonlySet<string>): Pairs {
  const byTable = unexpectedByTable(drifts);
  const actualIds = new Map<ObjectId, ObjectId>();
  const names = new Map<ObjectId, ObjectId>();
  let open = pairable('missing', drifts);
  for (;;) {
    const left = open.filter((missing) => {
      const partner = (byTable.get(placeOf(missing.id, missing.expected)) ?? []).find(
        (unexpected) => !names.has(unexpected.id) && isSame(missing, unexpected, names, settled),
      );
      if (partner === undefined) return true;
      actualIds.set(missing.id, partner.id);
      names.set(partner.id, missing.id);
      return false;
    });
    if (left.length === open.length) return { actualIds, names };
    open = left;
  }
}

function isSame(
  missing: Drift,
  unexpected: Drift,
  names: ReadonlyMap<ObjectId, ObjectId>,
  settled: ReadonlySet<string>,
): boolean {
  const differing = differingAttributes(missing, unexpected, names);
  if (differing.length === 0) return true;
  if (differing.length > 1) return false;
  const question = questionOf({ missing, unexpected });
  return question !== undefined && question.attribute === differing[0] && settled.has(question.fingerprint);
}

/** The one attribute in which two objects differ, when it is a text on both sides. Where they hang does not count. */
function differingText(missing: Drift, unexpected: Drift, names: ReadonlyMap<ObjectId, ObjectId>): string | undefined {
  const [attribute, ...others] = differingAttributes(missing, unexpected, names).filter((name) => name !== 'belongsTo');
  if (attribute === undefined || others.length > 0) return undefined;
  const texts = [attributesOf(missing.expected)[attribute], attributesOf(unexpected.actual)[attribute]];
  return texts.every((text) => typeof text === 'string') ? attribute : undefined;
}

function differingAttributes(
  missing: Drift,
  unexpected: Drift,
  names: ReadonlyMap<ObjectId, ObjectId>,
): readonly string[] {
  const promised = attributesOf(missing.expected);
  const found = attributesOf(unexpected.actual);
  return [...new Set([...Object.keys(promised), ...Object.keys(found)])].filter((name) =>
    name === 'belongsTo'
      ? !equalJson(belongsTo(promised), expectedNames(belongsTo(found), names))
      : !equalJson(promised[name], found[name]),
  );
}

/** Whether an object hangs where it should, only that what it hangs on is called otherwise. */
function isSamePlace(drift: Drift, names: ReadonlyMap<ObjectId, ObjectId>): boolean {
  if (drift.kind !== 'modified' || drift.attribute !== 'belongsTo' || !Array.isArray(drift.actual)) return false;
  return equalJson(drift.expected, expectedNames(drift.actual as readonly ObjectId[], names));
}

function expectedNames(ids: readonly ObjectId[], names: ReadonlyMap<ObjectId, ObjectId>): readonly ObjectId[] {
  return ids.map((id) => names.get(id) ?? id);
}

function unexpectedByTable(drifts: readonly Drift[]): ReadonlyMap<string, readonly Drift[]> {
  return Map.groupBy(pairable('unexpected', drifts), ({ id, actual }) => placeOf(id, actual));
}

function pairable(kind: 'missing' | 'unexpected', drifts: readonly Drift[]): readonly Drift[] {
  return drifts
    .filter((drift) => drift.kind === kind && kindsKnownByWhatTheyDo.includes(kindOf(drift.id)))
    .sort((a, b) => compareNames(a.id, b.id));
}

/** Objects of one kind on one table: nothing else can be the same. */
function placeOf(id: ObjectId, attributes: Json): string {
  return JSON.stringify([kindOf(id), belongsTo(attributesOf(attributes))[0] ?? null]);
}

function attributesOf(value: Json): Attributes {
  return (value ?? {}) as Attributes;
}

function renamed(expected: ObjectId, actual: ObjectId): Drift {
  return {
    kind: 'renamed',
    id: expected,
    expected,
    actual,
    severity: severityOf('renamed', expected, undefined, expected, actual),
    fingerprint: fingerprintDrift('renamed', expected),
  };
}
