import { expect, test } from 'vitest';
import type { Introspection } from '../../../lib/engines/engine.ts';
import { type KeptCatalog, type KeptCatalogs, keptForMs } from '../../../lib/run/kept-catalogs.ts';
import { recallCatalog } from '../../../lib/run/recall-catalog.ts';

const server = { address: 'db:5432', database: 'app', user: 'reader' };
const reading = { engine: 'postgresql', withDependencies: false, extras: [] } as const;
const readAt = new Date('2024-02-29T12:00:00Z');
const later = (ms: number) => ({ now: () => new Date(readAt.getTime() + ms) });

function introspection(mark?: string): Introspection {
  const snapshot = {
    formatVersion: 2,
    engine: 'postgresql',
    serverVersion: '18.0',
    objects: {},
    dependencies: {},
  } as const;
  return { snapshot, diagnostics: [], ...(mark === undefined ? {} : { mark }) };
}

function inMemory(): KeptCatalogs & { readonly all: Map<string, KeptCatalog> } {
  const all = new Map<string, KeptCatalog>();
  return {
    all,
    recall: async (key) => all.get(key),
    keep: async (key, catalog) => {
      all.set(key, catalog);
    },
  };
}

test('what is kept is recalled and dated, and is not kept again', async () => {
  const kept = inMemory();
  const read = introspection('a');
  await recallCatalog(server, reading, kept, later(0)).keep(read);
  const recalled = recallCatalog(server, reading, kept, later(1000));
  expect(await recalled.known.earlier).toBe(read);
  expect(await recalled.date({ introspection: read })).toHaveProperty('catalogReadAt', readAt.toISOString());
  await recalled.keep(read);
  expect([...kept.all.values()]).toEqual([{ introspection: read, readAt: readAt.toISOString() }]);
});

test('what was read anew takes its place and bears no date', async () => {
  const kept = inMemory();
  await recallCatalog(server, reading, kept, later(0)).keep(introspection('a'));
  const recalled = recallCatalog(server, reading, kept, later(1000));
  const anew = introspection('b');
  expect(await recalled.date({ introspection: anew })).not.toHaveProperty('catalogReadAt');
  await recalled.keep(anew);
  expect([...kept.all.values()].map((one) => one.introspection.mark)).toEqual(['b']);
});

test('a catalog without a mark is not kept, and one is not known after a day', async () => {
  const kept = inMemory();
  const catalog = recallCatalog(server, reading, kept, later(0));
  await catalog.keep(introspection());
  expect(kept.all.size).toBe(0);
  await catalog.keep(introspection('a'));
  expect(await recallCatalog(server, reading, kept, later(keptForMs - 1)).known.earlier).toBeDefined();
  expect(await recallCatalog(server, reading, kept, later(keptForMs)).known.earlier).toBeUndefined();
});

test.for([
  ['another server', { ...server, address: 'other:5432' }, reading],
  ['another database', { ...server, database: 'other' }, reading],
  ['another role', { ...server, user: 'other' }, reading],
  ['a reading with dependencies', server, { ...reading, withDependencies: true }],
  ['a reading with comments', server, { ...reading, extras: ['comments'] }],
] as const)('nothing is known of %s', async ([, of, as]) => {
  const kept = inMemory();
  await recallCatalog(server, reading, kept, later(0)).keep(introspection('a'));
  expect(await recallCatalog(of, as, kept, later(0)).known.earlier).toBeUndefined();
});
