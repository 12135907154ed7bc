import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { type Environment, openCacheFolder } from '../../../cache-folder.ts';
import { kindOf } from '../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import type { Drift } from '../../../diff/drift.ts';
import { makeHarmless } from '../../../harmless-text.ts';
import type { Engine, Settlement, SpellingMemory } from '../../engine.ts';
import { readPgliteVersion } from '../embedded/pglite-version.ts';
import { runEmbedded } from '../embedded/run-embedded.ts';
import type { ReplayQuestion, ReplaySide, Verdict } from './replay.ts';
import { makeScaffolder, type Scaffolder } from './scaffold.ts';
import type { TextKind } from './text-kind.ts';
import { textKinds } from './text-kinds.ts';
import { makeVerdictMemory, type VerdictMemory } from './verdicts.ts';

export interface SettleDependencies {
  /** Says where the cache is. */
  readonly env: Environment;
  /** For all texts of one call together. */
  readonly timeoutMs?: number;
  /** Where questions are answered. @default a thread of its own for each call */
  readonly run?: typeof runEmbedded;
}

/** Raised when replaying or comparing changes, so that old verdicts are forgotten. */
const arbiterVersion = 6;

/**
 * Makes the engine's `settle`. Each text that differs is put into an embedded PostgreSQL and read back; so is its
 * counterpart; when both then read the same, the drift was one of spelling. A verdict is remembered by the texts and by
 * everything they were replayed on, so settling the same drifts again starts nothing. Never throws: what cannot be
 * replayed stays drift and a diagnostic says that it was compared as text.
 */
export function makeSettle({ env, timeoutMs = 60_000, run = runEmbedded }: SettleDependencies): Engine['settle'] {
  const memory = makeVerdictMemory();
  const oneAtATime = pLimit(1);
  return async (drifts, expected, actual, spellings) => {
    const cases = findCases(drifts, expected, actual);
    if (cases.length === 0) return { settled: new Set(), diagnostics: [] };
    const { path } = await openCacheFolder(env);
    const extensions = extensionsOf(expected, actual);
    const court: Court = { memory, spellings, folder: path, timeoutMs, extensions, run };
    await recallAll(cases, court);
    if (cases.some(({ verdict }) => verdict === undefined)) await oneAtATime(() => hear(cases, court));
    return settlementOf(cases);
  };
}

/** One drift whose two texts may be two spellings. */
interface Case {
  readonly drift: Drift;
  readonly question: ReplayQuestion;
  verdict: Verdict | undefined;
}

interface Court {
  readonly memory: VerdictMemory;
  /** A memory of the caller's own, behind this process's. */
  readonly spellings: SpellingMemory | undefined;
  readonly folder: string | undefined;
  readonly timeoutMs: number;
  readonly extensions: readonly string[];
  readonly run: typeof runEmbedded;
}

function findCases(drifts: readonly Drift[], expected: CatalogSnapshot, actual: CatalogSnapshot): Case[] {
  const hasOldExtract = [expected, actual].some(({ serverVersion }) => Number.parseInt(serverVersion, 10) < 14);
  let scaffolders: { readonly expected: Scaffolder; readonly actual: Scaffolder } | undefined;
  return drifts.flatMap((drift) => {
    const kind = textKindOf(drift);
    if (kind === undefined) return [];
    scaffolders ??= { expected: makeScaffolder(expected, actual), actual: makeScaffolder(actual, expected) };
    const promisedSide = sideOf(kind, drift, drift.expected, expected, scaffolders.expected);
    const foundSide = sideOf(kind, drift, drift.actual, actual, scaffolders.actual);
    if (promisedSide === undefined || foundSide === undefined) return [];
    const [promised, found] = [
      { ...promisedSide, hasOldExtract },
      { ...foundSide, hasOldExtract },
    ];
    const question = { key: keyOf(promised, found), expected: promised, actual: found };
    return [{ drift, question, verdict: undefined }];
  });
}

function textKindOf({ kind, id, attribute }: Drift): TextKind | undefined {
  if (kind !== 'modified') return undefined;
  return textKinds.find((text) => text.kind === kindOf(id) && text.attribute === attribute);
}

function sideOf(
  kind: TextKind,
  { id }: Drift,
  text: unknown,
  snapshot: CatalogSnapshot,
  scaffold: Scaffolder,
): Omit<ReplaySide, 'hasOldExtract'> | undefined {
  const attributes = snapshot.objects[id];
  if (typeof text !== 'string' || attributes === undefined) return undefined;
  const replay = kind.replay({ id, attributes, snapshot });
  if (replay === undefined) return undefined;
  const { needs, prepare = [], frame, readBack } = replay;
  return { scaffold: scaffold(needs, id), prepare, frame, text, readBack };
}

function keyOf(expected: ReplaySide, actual: ReplaySide): string {
  const content = JSON.stringify([arbiterVersion, readPgliteVersion(), expected, actual]);
  return createHash('sha256').update(content).digest('hex');
}

function extensionsOf(...snapshots: readonly CatalogSnapshot[]): string[] {
  const ids = snapshots.flatMap(({ objects }) => Object.keys(objects)).filter((id) => kindOf(id) === 'extension');
  return [...new Set(ids.map((id) => id.slice('extension:'.length)))];
}

async function recallAll(cases: readonly Case[], { memory, folder, spellings }: Court): Promise<void> {
  for (const each of cases) each.verdict ??= await memory.recall(each.question.key, folder);
  if (spellings === undefined) return;
  await Promise.all(
    cases.map(async (each) => {
      if (each.verdict !== undefined) return;
      // A memory that fails costs time, not the check: the texts are replayed once more.
      const kind = await spellings.recall(each.question.key).catch(() => undefined);
      if (kind !== undefined) each.verdict = { kind };
    }),
  );
}

/** What could not be replayed is not told on: another run may have more extensions. */
async function tellOn(answers: ReadonlyMap<string, Verdict>, { spellings }: Court): Promise<void> {
  const certain = [...answers].flatMap(([key, { kind }]) => (kind === 'unknown' ? [] : [[key, kind] as const]));
  if (certain.length > 0) await spellings?.remember(new Map(certain)).catch(() => undefined);
}

/** Others may have asked the same while this one waited for its turn. */
async function hear(cases: readonly Case[], court: Court): Promise<void> {
  await recallAll(cases, court);
  const open = cases.filter(({ verdict }) => verdict === undefined);
  const questions = new Map(open.map(({ question }) => [question.key, question]));
  if (questions.size === 0) return;
  const answers = new Map<string, Verdict>();
  const end = await court.run(
    { kind: 'replay', questions: [...questions.values()], extensions: court.extensions },
    {
      cacheFolder: court.folder,
      timeoutMs: court.timeoutMs,
      onMessage: (message) => {
        if (message.kind === 'answer') answers.set(message.answer.key, message.answer.verdict);
      },
    },
  );
  const reason = end.kind === 'crashed' ? `it stopped working: ${end.reason}` : 'time ran out';
  for (const each of open) each.verdict = answers.get(each.question.key) ?? { kind: 'unknown', reason };
  await court.memory.remember(answers, court.folder);
  await tellOn(answers, court);
}

function settlementOf(cases: readonly Case[]): Settlement {
  const same = cases.filter(({ verdict }) => verdict?.kind === 'same');
  return {
    settled: new Set(same.map(({ drift }) => drift.fingerprint)),
    diagnostics: cases.flatMap(({ drift, verdict }) =>
      verdict?.kind === 'unknown' ? [comparedAsText(drift, verdict.reason)] : [],
    ),
  };
}

function comparedAsText({ id, attribute }: Drift, reason: string): Diagnostic {
  return {
    level: 'warning',
    code: 'compared-as-text',
    message: `The ${attribute} of ${id} was compared as text: the embedded PostgreSQL could not replay it (${makeHarmless(reason)}).`,
    remedy: 'Compare the two texts yourself: servers of two versions may print one definition in two ways.',
    id,
  };
}
