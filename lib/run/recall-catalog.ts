import type { Extra } from '../catalog/extras.ts';
import { fingerprintText } from '../catalog/fingerprint.ts';
import type { Introspection, ServerFacts } from '../engines/engine.ts';
import type { Deps } from './deps.ts';
import { type KeptCatalogs, keptForMs } from './kept-catalogs.ts';

/** What decides which catalog an introspection gives, besides the server. */
export interface Reading {
  readonly engine: string;
  readonly withDependencies: boolean;
  readonly extras: readonly Extra[];
}

/** A catalog that may be known from an earlier run, for as long as one run lasts. */
export interface RecalledCatalog {
  /** For an introspection, which finds out whether it still holds. */
  readonly known: { readonly earlier?: Introspection };
  /** Keeps what was read, unless it is what was known. */
  readonly keep: (introspection: Introspection) => Promise<void>;
  /** Says of what was seen when its catalog was read, if that was before this run. */
  readonly date: <Seen extends { readonly introspection: Introspection }>(
    seen: Seen,
  ) => Seen & { readonly catalogReadAt?: string };
}

/** Finds what is kept of the catalog of a server's database, unless it is too old. */
export async function recallCatalog(
  { address, database, user }: Pick<ServerFacts, 'address' | 'database' | 'user'>,
  { engine, withDependencies, extras }: Reading,
  kept: KeptCatalogs | undefined,
  { now }: Pick<Deps, 'now'>,
): Promise<RecalledCatalog> {
  const key = fingerprintText(JSON.stringify([engine, address, database, user, withDependencies, extras]));
  const recalled = await kept?.recall(key);
  const isOld = recalled === undefined || now().getTime() - Date.parse(recalled.readAt) >= keptForMs;
  const earlier = isOld ? undefined : recalled;
  let last = earlier?.introspection;
  return {
    known: earlier === undefined ? {} : { earlier: earlier.introspection },
    keep: async (introspection) => {
      if (introspection.mark === undefined || introspection === last) return;
      last = introspection;
      await kept?.keep(key, { introspection, readAt: now().toISOString() });
    },
    date: (seen) =>
      earlier === undefined || seen.introspection !== earlier.introspection
        ? seen
        : { ...seen, catalogReadAt: earlier.readAt },
  };
}
