import type { Extra } from '../catalog/extras.ts';
import { fingerprintText } from '../catalog/fingerprint.ts';
import type { Introspection, ServerFacts } from '../engines/engine.ts';
import type { Deps } from './deps.ts';
import { type KeptCatalog, type KeptCatalogs, keptForMs } from './kept-catalogs.ts';

/** What decides which catalog an introspection gives, besides the server. */
export interface Reading {
  readonly engine: string;
  readonly withDependencies: boolean;
  readonly extras: readonly Extra[];
}

/** A catalog that may be known from an earlier run, for as long as one run lasts. */
export interface RecalledCatalog {
  /** For an introspection, which finds out whether it still holds. */
  readonly known: { readonly earlier?: Promise<Introspection | undefined> };
  /** Keeps what was read, unless it is what was known. */
  readonly keep: (introspection: Introspection) => Promise<void>;
  /** Says of what was seen when its catalog was read, if that was before this run. */
  readonly date: <Seen extends { readonly introspection: Introspection }>(
    seen: Seen,
  ) => Promise<Seen & { readonly catalogReadAt?: string }>;
}

/** Begins to find what is kept of the catalog of a server's database, unless it is too old. */
export function recallCatalog(
  { address, database, user }: Pick<ServerFacts, 'address' | 'database' | 'user'>,
  { engine, withDependencies, extras }: Reading,
  kept: KeptCatalogs | undefined,
  { now }: Pick<Deps, 'now'>,
): RecalledCatalog {
  const key = fingerprintText(JSON.stringify([engine, address, database, user, withDependencies, extras]));
  const isFresh = ({ readAt }: KeptCatalog) => now().getTime() - Date.parse(readAt) < keptForMs;
  const recalled = kept?.recall(key).then((found) => (found !== undefined && isFresh(found) ? found : undefined));
  let last: Introspection | undefined;
  return {
    known: recalled === undefined ? {} : { earlier: recalled.then((found) => found?.introspection) },
    keep: async (introspection) => {
      last ??= (await recalled)?.introspection;
      if (introspection.mark === undefined || introspection === last) return;
      last = introspection;
      await kept?.keep(key, { introspection, readAt: now().toISOString() });
    },
    date: async (seen) => {
      const found = await recalled;
      return found === undefined || seen.introspection !== found.introspection
        ? seen
        : { ...seen, catalogReadAt: found.readAt };
    },
  };
}
