import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { kindOf, type ObjectId } from '../../lib/catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { quoteId, quoteLastPart } from '../../lib/engines/postgres/quote.ts';
import { everything } from '../acceptance/apply/everything.ts';
import { type RepairScene, setScene } from '../acceptance/apply/repair-scene.ts';
import { majors } from '../support/databases.ts';
import { lawRuns } from './law-runs.ts';

/** The statement that takes one object away with all that stands on it; none for what falls only with another. */
function dropOf(id: ObjectId, { objects }: CatalogSnapshot): string | undefined {
  const [holder, ...inherited] = belongsTo(objects[id]);
  const kind = kindOf(id);
  if (kind === 'sequence' || kind === 'table') return `drop ${kind} ${quoteId(id)} cascade`;
  if (kind === 'collation') return `drop collation ${quoteId(id)} cascade`;
  if (kind === 'statistics-object') return `drop statistics ${quoteId(id)}`;
  if (kind === 'enum' || kind.endsWith('-type')) return `drop type ${quoteId(id)} cascade`;
  if (kind === 'domain') return `drop domain ${quoteId(id)} cascade`;
  if (inherited.length > 0 || holder === undefined) return undefined;
  if (kind === 'index') return `drop index ${quoteId(id)} cascade`;
  return `alter ${kindOf(holder)} ${quoteId(holder)} drop ${kind} ${quoteLastPart(id)} cascade`;
}

/** Takes away what is still there. */
async function takeAway(scene: RepairScene, ids: readonly ObjectId[]): Promise<void> {
  for (const id of ids) {
    const { snapshot } = await scene.look();
    const drop = id in snapshot.objects ? dropOf(id, snapshot) : undefined;
    if (drop === undefined) continue;
    try {
      await scene.actual.sql(drop);
    } catch {
      // PostgreSQL keeps what a partition key stands on.
    }
  }
}

const someIds = (ids: readonly ObjectId[]) => fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 6 });

describe.for(majors)('PostgreSQL %i', (major) => {
  let ids: readonly ObjectId[] = [];

  beforeAll(async () => {
    const scene = await setScene(major, everything, '');
    ids = Object.keys(scene.expected.objects);
    await scene.close();
  });

  async function withTaken(chosen: readonly ObjectId[], use: (scene: RepairScene) => Promise<void>): Promise<void> {
    const scene = await setScene(major, everything, everything);
    try {
      await takeAway(scene, chosen);
      await use(scene);
    } finally {
      await scene.close();
    }
  }

  test('whatever is taken away, the whole plan brings it back, and then nothing is left to plan', async () => {
    const law = fc.asyncProperty(someIds(ids), (chosen) =>
      withTaken(chosen, async (scene) => {
        const report = await scene.apply({ allow: 'everything' });
        expect(report.results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
        expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
        expect(await scene.plan()).toMatchObject({ statements: [], unplanned: [] });
      }),
    );
    await fc.assert(law, lawRuns(16));
  });

  test('whatever is taken away, what runs without a person succeeds, and the second time nothing is run and nothing changes', async () => {
    const law = fc.asyncProperty(someIds(ids), (chosen) =>
      withTaken(chosen, async (scene) => {
        const report = await scene.apply();
        expect(report.results.filter(({ outcome }) => outcome !== 'applied' && outcome !== 'refused')).toEqual([]);
        expect(report.refused).toBeUndefined();
        const { snapshot } = await scene.look();
        const again = await scene.apply();
        expect(again.results.filter(({ outcome }) => outcome !== 'refused')).toEqual([]);
        expect((await scene.look()).snapshot).toEqual(snapshot);
      }),
    );
    await fc.assert(law, lawRuns(8));
  });
});
