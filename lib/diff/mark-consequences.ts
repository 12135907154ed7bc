import { formatObjectId, kindOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';
import { schemaOf } from './scope.ts';

/**
 * Marks the drifts that are there only because another one of the list is, with its fingerprint: a partition that was
 * detached makes each of its columns its own, and a foreign key to another table says so twice. They stay in the list,
 * since each is mended by a statement of its own, but one cause is one alarm.
 */
export function markConsequences(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  const whole = new Map(drifts.filter(isWhole).map((drift) => [`${drift.kind} ${drift.id}`, drift]));
  const modified = new Map(drifts.map((drift) => [`${drift.id} ${drift.attribute}`, drift]));
  const placeOf = (table: ObjectId) => modified.get(`${table} partitionOf`) ?? modified.get(`${table} inherits`);
  // Nothing can be in a schema that is not there, and a dropped table takes along the keys that reference it.
  const causeOfLack = (id: ObjectId) => {
    const schema = kindOf(id) === 'schema' ? undefined : schemaOf(id);
    const inSchema = schema === undefined ? undefined : whole.get(`missing ${formatObjectId('schema', [schema])}`);
    return inSchema ?? whole.get(`missing ${expected.objects[id]?.references}`);
  };
  // A serial column counts by a default and a sequence, an identity column without either.
  const counterOf = ({ objects }: CatalogSnapshot, sequence: ObjectId) =>
    modified.get(`${belongsTo(objects[sequence])[0]} identity`) ?? causeOfLack(sequence);
  const causeOf = ({ kind, id, attribute }: Drift): Drift | undefined => {
    if (kindOf(id) === 'sequence' && attribute === undefined)
      return counterOf(kind === 'missing' ? expected : actual, id);
    if (kind === 'missing') return causeOfLack(id);
    switch (attribute) {
      case 'default':
        return modified.get(`${id} identity`);
      case 'references':
        return modified.get(`${id} definition`);
      // What is switched off on a partitioned table is so on its partitions.
      case 'firing':
        return modified.get(`${belongsTo(expected.objects[id])[1]} firing`);
      case 'partitionBound':
        return modified.get(`${id} partitionOf`);
      case 'belongsTo':
      case 'isInherited': {
        const [promised = ''] = belongsTo(expected.objects[id]);
        const [found = ''] = belongsTo(actual.objects[id]);
        if (promised === found) return placeOf(promised);
        // What it is part of is there as an object of another kind.
        return whole.has(`unexpected ${found}`) ? whole.get(`missing ${promised}`) : undefined;
      }
      default:
        return undefined;
    }
  };
  return drifts.map((drift) => {
    const cause = causeOf(drift);
    return cause === undefined ? drift : { ...drift, explainedBy: cause.fingerprint };
  });
}

function isWhole({ kind }: Drift): boolean {
  return kind === 'missing' || kind === 'unexpected';
}
