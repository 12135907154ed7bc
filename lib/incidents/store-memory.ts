import {
  type DocumentKey,
  type DocumentKind,
  type Documents,
  requireWritable,
  type Store,
  type Stored,
  type Write,
} from './store.ts';

interface Kept {
  readonly key: DocumentKey;
  readonly text: string;
  readonly version: number;
  readonly expiresAt: Date | undefined;
}

/** A store that forgets everything with its process: for tests, and for whoever runs Driftline without a table. */
export function makeMemoryStore(now: () => Date): Store {
  const groups = new Map<string, Map<string, Kept>>();
  const groupOf = (kind: string, group: string): Map<string, Kept> => {
    const name = JSON.stringify([kind, group]);
    const found = groups.get(name) ?? new Map<string, Kept>();
    groups.set(name, found);
    return found;
  };
  const keptAt = ({ kind, group, id }: DocumentKey) => groupOf(kind, group).get(id);
  const isThere = (kept: Kept | undefined): kept is Kept =>
    kept !== undefined && (kept.expiresAt === undefined || kept.expiresAt.getTime() > now().getTime());

  return {
    read: async (key) => {
      const kept = keptAt(key);
      return isThere(kept) ? reveal(kept, key) : undefined;
    },
    list: async <K extends DocumentKind>(
      kind: K,
      group: string,
      options: { readonly newestFirst?: boolean; readonly limit?: number } = {},
    ) => {
      const all = groupOf(kind, group);
      for (const [id, kept] of all) if (!isThere(kept)) all.delete(id);
      const found = [...all.values()].sort((a, b) => Buffer.compare(Buffer.from(a.key.id), Buffer.from(b.key.id)));
      if (options.newestFirst) found.reverse();
      return found.slice(0, options.limit).map((kept) => reveal(kept, { kind, group, id: kept.key.id }));
    },
    write: async (writes) => {
      requireWritable(writes);
      const versionOf = ({ key }: Write) => {
        const kept = keptAt(key);
        return isThere(kept) ? kept.version : 0;
      };
      if (writes.some((write) => versionOf(write) !== write.expectedVersion)) return 'conflict';
      for (const { key, value, expectedVersion, expiresAt } of writes) {
        groupOf(key.kind, key.group).set(key.id, {
          key,
          text: JSON.stringify(value),
          version: expectedVersion + 1,
          expiresAt,
        });
      }
      return 'written';
    },
  };
}

/** Kept as text, so that nobody's later change to an object reaches into the store. */
function reveal<K extends DocumentKind>(kept: Kept, key: DocumentKey<K>): Stored<K> {
  return { key, value: JSON.parse(kept.text) as Documents[K], version: kept.version };
}
