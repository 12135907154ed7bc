import type { Environment } from '../config/config.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type BaselineEntry, weighDrifts } from '../diff/baseline.ts';
import { confirmDrifts } from '../diff/confirm-drifts.ts';
import type { Drift } from '../diff/drift.ts';
import type { Engine, Session } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';
import { findMigrations, type MigrationUnderWay } from '../heads/migration-locks.ts';
import type { Deps } from './deps.ts';
import type { CompiledExpectation } from './expectation.ts';
import type { KeptCatalogs } from './kept-catalogs.ts';
import { type Look, look, type ScanMemories } from './look.ts';
import { recallCatalog } from './recall-catalog.ts';

/** A look of which people may be told: drifts that count, without those that are accepted or only passed by. */
export interface SureLook extends Look {
  /** Drifts that the environment's baseline accepts. */
  readonly accepted: readonly Drift[];
  /** When the catalog was read that proved to be the same now, in ISO 8601; absent: just now. */
  readonly catalogReadAt?: string;
}

export interface LookOptions {
  /** Whether drifts that the baseline accepts count as well. */
  readonly ignoresBaseline?: boolean;
  readonly memories?: ScanMemories;
  /** Whether a plan is to be made, which needs to know what depends on what. @default false */
  readonly withDependencies?: boolean;
  /** How long after a look that found drift the second one follows; 0: there is none. */
  readonly settleMs: number;
  /** Spares a database whose catalog is unchanged that it is read again. @default it is read */
  readonly kept?: KeptCatalogs;
  readonly signal?: AbortSignal;
  /** Told before the wait between two looks. */
  readonly onWait?: () => void;
}

/**
 * Looks at a database, and once more after a while when there is drift: what only one of both looks saw was on its way
 * in or out and is no drift. While a migration tool holds its lock nothing is certain, so that no drift is told then.
 *
 * @throws DriftlineError `interrupted` when the signal aborts between the looks
 */
export async function lookSurely(
  engine: Engine,
  session: Session,
  environment: Environment,
  expected: CompiledExpectation,
  options: LookOptions,
  deps: Deps,
): Promise<SureLook> {
  const { memories, settleMs, kept, withDependencies = false } = options;
  const { extras = [] } = expected.rules;
  const catalog = recallCatalog(session.server, { engine: engine.name, withDependencies, extras }, kept, deps);
  const request = { withDependencies, isMarked: settleMs > 0 || kept !== undefined };
  const first = await look(engine, session, expected, memories, undefined, { ...request, ...catalog.known });
  await catalog.keep(first.introspection);
  const seenFirst = await catalog.date(weigh(first, environment, options));
  if (seenFirst.drifts.length === 0) return seenFirst;
  if (settleMs === 0) return unlessMigrating(seenFirst, session);
  options.onWait?.();
  await wait(settleMs, options.signal, deps);
  const earlier = { earlier: first.introspection };
  const second = await look(engine, session, expected, memories, first, { ...request, ...earlier });
  await catalog.keep(second.introspection);
  const seenThen = await catalog.date(weigh(second, environment, options));
  return unlessMigrating(agree(seenFirst, seenThen), session);
}

/** One look without waiting, held against the baseline: for what a repair has left. */
export async function lookOnce(
  engine: Engine,
  session: Session,
  environment: Environment,
  expected: CompiledExpectation,
  options: Pick<LookOptions, 'memories' | 'ignoresBaseline'>,
): Promise<SureLook> {
  return weigh(await look(engine, session, expected, options.memories), environment, options);
}

async function wait(ms: number, signal: AbortSignal | undefined, deps: Deps): Promise<void> {
  try {
    await deps.sleep(ms, signal);
  } catch (cause) {
    throw new DriftlineError('interrupted', 'The check was stopped before its second look', { cause });
  }
}

function weigh(
  seen: Look,
  { name, baseline }: Environment,
  { ignoresBaseline = false }: Partial<LookOptions>,
): SureLook {
  if (baseline === undefined || ignoresBaseline) return { ...seen, accepted: [] };
  const { fresh, accepted, changed, gone } = weighDrifts(seen.drifts, baseline.entries);
  const { file, absent } = baseline;
  const nothingThere: Diagnostic = {
    level: 'warning',
    code: 'baseline-missing',
    message: `${file} ${absent === 'file' ? 'is not there yet' : `holds nothing about ${name}`}, so that no drift is accepted`,
    remedy: `Write it with \`driftline baseline --env ${name} -o ${file}\`, or take \`baseline\` out of the configuration.`,
  };
  return {
    ...keepDrifts(seen, fresh),
    accepted,
    diagnostics: [
      ...seen.diagnostics,
      ...(absent === undefined ? [] : [nothingThere]),
      ...aboutEntries(changed, {
        code: 'baseline-entry-changed',
        message: (what) => `${what} accepted in ${file} has changed since and counts again`,
        remedy: `Mend it, or accept it as it is now with \`driftline baseline -o ${file}\`.`,
      }),
      ...aboutEntries(gone, {
        code: 'baseline-entry-gone',
        message: (what) => `${what} accepted in ${file} is gone`,
        remedy: `Write the file anew with \`driftline baseline -o ${file}\`, lest it hide the drift when it comes back.`,
      }),
    ],
  };
}

/** How many objects a diagnostic names. */
const mostNames = 3;

function aboutEntries(
  entries: readonly BaselineEntry[],
  about: { readonly code: string; readonly message: (what: string) => string; readonly remedy: string },
): readonly Diagnostic[] {
  const [first] = entries;
  if (first === undefined) return [];
  const what = entries.length === 1 ? 'one drift' : `each of ${entries.length} drifts`;
  return [
    {
      level: 'info',
      code: about.code,
      message: `${about.message(what)}: ${namesOf(entries)}`,
      remedy: about.remedy,
      ...(entries.length === 1 ? { id: first.id } : {}),
    },
  ];
}

function keepDrifts<Seen extends Look>(seen: Seen, kept: readonly Drift[]): Seen {
  const fingerprints = new Set(kept.map(({ fingerprint }) => fingerprint));
  const isKept = ({ fingerprint }: Drift) => fingerprints.has(fingerprint);
  return { ...seen, drifts: seen.drifts.filter(isKept), catalogDrifts: seen.catalogDrifts.filter(isKept) };
}

function agree(first: SureLook, second: SureLook): SureLook {
  const { confirmed, passed } = confirmDrifts(first.drifts, second.drifts);
  if (passed.length === 0) return second;
  const diagnostic: Diagnostic = {
    level: 'info',
    code: 'drift-passed',
    message: `${countOf(passed)} by one of two looks alone and not told as drift: ${namesOf(passed)}`,
    remedy: 'A deployment was probably under way. What is still there is told by the next check.',
  };
  return { ...keepDrifts(second, confirmed), diagnostics: [...second.diagnostics, diagnostic] };
}

async function unlessMigrating(seen: SureLook, session: Session): Promise<SureLook> {
  if (seen.drifts.length === 0) return seen;
  const ids = Object.keys(seen.introspection.snapshot.objects);
  const [migration] = findMigrations(await session.advisoryLocks(), { name: session.server.database, ids });
  if (migration === undefined) return seen;
  return { ...keepDrifts(seen, []), diagnostics: [...seen.diagnostics, underWay(migration, seen.drifts)] };
}

function underWay({ tool, lock }: MigrationUnderWay, drifts: readonly Drift[]): Diagnostic {
  return {
    level: 'error',
    code: 'migration-in-progress',
    message: `${tool} holds its migration lock (${lock.holder}), so that nothing is certain yet: ${countOf(drifts)} and not told as drift: ${namesOf(drifts)}`,
    remedy:
      'Check again when the migration is over. If none runs any more, whoever holds the lock has been left behind: end that process with pg_terminate_backend.',
  };
}

function countOf(drifts: readonly Drift[]): string {
  return drifts.length === 1 ? 'one difference was seen' : `${drifts.length} differences were seen`;
}

function namesOf(about: readonly Pick<Drift, 'kind' | 'id'>[]): string {
  const named = about.slice(0, mostNames).map(({ kind, id }) => `${kind} ${id}`);
  return about.length > mostNames ? `${named.join(', ')} and ${about.length - mostNames} more` : named.join(', ');
}
