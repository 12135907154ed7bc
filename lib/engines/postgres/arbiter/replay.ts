import type { PGlite } from '@electric-sql/pglite';
import { openEmbedded } from '../embedded/open-embedded.ts';
import { readServerError } from '../embedded/server-error.ts';
import { catalogSettings } from '../introspect/settings.ts';
import { withoutImpliedCasts } from './implied-casts.ts';
import { withNewExtract } from './old-extract.ts';
import { haveSameMeaning } from './same-meaning.ts';
import { scratch } from './text-kind.ts';

/** One text with the ground that it is replayed on: what its own database holds. */
export interface ReplaySide {
  readonly scaffold: readonly string[];
  readonly prepare: readonly string[];
  readonly frame: readonly [string, string];
  readonly text: string;
  readonly readBack: string;
  /**
   * Whether a server before 14 printed this text or that of the other side: its EXTRACT was `date_part`, so that nobody can
   * tell which of the two a `date_part` of either side was.
   */
  readonly hasOldExtract: boolean;
}

/** Whether two texts are two spellings of one definition. */
export interface ReplayQuestion {
  /** Names the question by its content. */
  readonly key: string;
  readonly expected: ReplaySide;
  readonly actual: ReplaySide;
}

/** The questions to answer, as a job for the thread with the embedded PostgreSQL. */
export interface ReplayJob {
  readonly kind: 'replay';
  readonly questions: readonly ReplayQuestion[];
  /** Names as in CREATE EXTENSION. */
  readonly extensions: readonly string[];
}

/** `same`: two spellings of one definition. `different`: two definitions. `unknown`: it could not be replayed. */
export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'different' }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ReplayAnswer {
  readonly key: string;
  readonly verdict: Verdict;
}

/** Opens an embedded database and answers each question there. */
export async function answerQuestions(
  job: ReplayJob,
  cacheFolder: string | undefined,
  onAnswer: (answer: ReplayAnswer) => void,
): Promise<void> {
  const database = await openEmbedded({ cacheFolder, extensions: job.extensions });
  for (const question of job.questions) onAnswer(await answerQuestion(database, question));
}

/**
 * Answers a question by putting both texts into an embedded database, each on its own ground, and reading them back.
 * Nothing is kept.
 */
export async function answerQuestion(
  database: PGlite,
  { key, expected, actual }: ReplayQuestion,
): Promise<ReplayAnswer> {
  return { key, verdict: await judge(database, expected, actual) };
}

/** From the cheapest proof to the dearest; most texts need only the first. */
async function judge(database: PGlite, expected: ReplaySide, actual: ReplaySide): Promise<Verdict> {
  const promised = await onGround(database, expected, (reread) => reread(expected.text));
  const found = await onGround(database, actual, (reread) => reread(actual.text));
  if (promised.text === undefined) return { kind: 'unknown', reason: promised.failure };
  if (found.text === undefined) return { kind: 'unknown', reason: found.failure };
  if (promised.text === found.text) return { kind: 'same' };
  // What most texts of old servers differ in is settled by one more reading, before casts are tried one by one.
  const modern = [await modernReading(database, expected), await modernReading(database, actual)];
  if ((modern[0] ?? promised.text) === (modern[1] ?? found.text)) return { kind: 'same' };
  if (await haveSameMeaning(inFrame(promised.text, actual), inFrame(found.text, actual))) return { kind: 'same' };
  for (const left of await barestSpellings(database, expected)) {
    for (const right of await barestSpellings(database, actual)) {
      if (await haveSameMeaning(inFrame(left, actual), inFrame(right, actual))) return { kind: 'same' };
    }
  }
  return { kind: 'different' };
}

/** The text as a later server would have read its source; undefined where that is the text itself. */
async function modernReading(database: PGlite, side: ReplaySide): Promise<string | undefined> {
  const modern = side.hasOldExtract ? await withNewExtract(side.text, side.frame) : undefined;
  if (modern === undefined) return undefined;
  return onGround(database, side, async (tryText) => (await tryText(modern)).text);
}

function inFrame(text: string, { frame: [before, after] }: ReplaySide): string {
  return before + text + after;
}

/**
 * The text without what PostgreSQL adds by itself: as it is, as it is read back, since reading moves casts into arrays,
 * and as a later server would have read its source.
 */
async function barestSpellings(database: PGlite, side: ReplaySide): Promise<string[]> {
  return onGround(database, side, async (tryText) => {
    const reread = async (text: string) => (await tryText(text)).text;
    const bare = await withoutImpliedCasts(side.text, side.frame, reread);
    const modern = side.hasOldExtract ? await withNewExtract(bare, side.frame) : undefined;
    const read = [await reread(side.text), modern === undefined ? undefined : await reread(modern)];
    const spellings = [bare];
    for (const text of new Set(read)) {
      if (text === undefined || text === side.text) continue;
      spellings.push(await withoutImpliedCasts(text, side.frame, reread));
    }
    return [...new Set(spellings)];
  });
}

/** Only the thread's own time limit ends what runs too long: the embedded PostgreSQL has no clock to do it. */
const limits = { lockTimeoutMs: 1_000, statementTimeoutMs: 60_000 };

type Reading =
  | { readonly text: string; readonly failure?: never }
  | { readonly text?: never; readonly failure: string };

/** Does some work on a side's ground, where texts can be tried as often as one likes, and clears it away. */
async function onGround<T>(
  database: PGlite,
  side: ReplaySide,
  work: (tryText: (text: string) => Promise<Reading>) => Promise<T>,
): Promise<T> {
  await database.exec(`begin; ${catalogSettings(limits)} create schema ${scratch}`);
  try {
    for (const statement of [...side.scaffold, ...side.prepare]) {
      await underSavepoint(database, () => database.exec(statement), 'keep');
    }
    return await work((text) => reread(database, side, text));
  } finally {
    await database.exec('rollback');
  }
}

/** Puts a text in its place, reads it back and takes it away again. */
async function reread(database: PGlite, side: ReplaySide, text: string): Promise<Reading> {
  let read: string | undefined;
  const failure = await underSavepoint(
    database,
    async () => {
      await database.exec(inFrame(text, side));
      const { rows } = await database.query<{ text: string | null }>(`select (${side.readBack}) as text`);
      read = rows[0]?.text ?? undefined;
    },
    'undo',
  );
  if (failure !== undefined) return { failure };
  return read === undefined ? { failure: 'it left no trace in the catalog' } : { text: read };
}

/** Answers with the reason when the work failed, which leaves nothing behind. */
async function underSavepoint(
  database: PGlite,
  work: () => Promise<unknown>,
  afterwards: 'keep' | 'undo',
): Promise<string | undefined> {
  await database.exec('savepoint attempt');
  try {
    await work();
    await database.exec(afterwards === 'keep' ? 'release attempt' : 'rollback to attempt; release attempt');
    return undefined;
  } catch (error) {
    await database.exec('rollback to attempt; release attempt');
    return readServerError(error).message;
  }
}
