import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startServer } from '../../demo/embedded-postgres.ts';
import { extras } from '../../lib/catalog/extras.ts';
import type { Introspection } from '../../lib/engines/engine.ts';
import { introspect, readMark } from '../../lib/engines/postgres/introspect/introspect.ts';
import { majors } from '../support/databases.ts';
import { connectTo } from '../support/introspect-sql.ts';
import { allChanges } from './all-changes.ts';
import { lawRuns } from './law-runs.ts';

const textOf = ({ snapshot, diagnostics }: Introspection) => JSON.stringify([snapshot, diagnostics]);

describe.for(majors)('PostgreSQL %i', (major) => {
  test('whatever changes, in whatever order, a catalog with the same mark is the same catalog', async () => {
    // Roles belong to a whole server, and so do transactions: nobody else may be at work here.
    const server = await startServer({ major, settings: { autovacuum: 'off' } });
    await using _ = { [Symbol.asyncDispose]: server.stop };
    await using admin = await openClient(server.url());
    await admin.query('create role reader');
    const all = allChanges('reader', major);
    const shown = [...all.keys()].filter((i) => all[i]?.effect === 'shown');
    const others = [...all.keys()].filter((i) => all[i]?.effect !== 'shown');
    const isThorough = (lawRuns(1).numRuns ?? 1) > 1;
    let round = 0;
    const law = fc.asyncProperty(inAnyOrder(shown), inAnyOrder(others), async (shown, others) => {
      round++;
      await admin.query(`create database law_${round}`);
      await using people = await openClient(server.url(`law_${round}`));
      await using reader = await openClient(server.url(`law_${round}`));
      const options = { withDependencies: true, extras, ...(isThorough ? { markedFor: major } : {}) };
      for (const { given } of all) for (const sql of given) await people.query(sql);
      let mark = await readMark(reader, major, options);
      let found: Introspection | undefined;
      const wrong: string[] = [];
      for (const { name, effect, statements, fails } of inTurns(shown, others, 4).flatMap((i) => all[i] ?? [])) {
        // What is shown must only have another mark, so that nothing need be read to see what hides.
        const isRead = effect !== 'shown' || isThorough;
        const before = isRead ? (found ?? (await introspect(reader, options))) : undefined;
        const failures: unknown[] = [];
        for (const sql of statements) await people.query(sql).catch((error: unknown) => failures.push(error));
        const then = await readMark(reader, major, options);
        const isMarkedSame = then === mark;
        const isReadAgain = before !== undefined && (isMarkedSame || isThorough);
        found = isReadAgain ? await introspect(reader, options) : undefined;
        if (then === undefined) wrong.push(`without a mark: ${name}`);
        if (isMarkedSame && effect === 'shown') wrong.push(`hidden: ${name}`);
        if (!isMarkedSame && effect === 'quiet') wrong.push(`needless: ${name}`);
        if (failures.length !== (fails ? 1 : 0)) wrong.push(`${failures}: ${name}`);
        if (before && found) {
          const isSame = textOf(found) === textOf(before);
          if (isSame !== (effect !== 'shown')) wrong.push(`${effect}, but it is not: ${name}`);
          if (isThorough && found.mark !== then) wrong.push(`two marks: ${name}`);
        }
        mark = then;
      }
      expect(wrong).toEqual([]);
    });
    await fc.assert(law, lawRuns(1));
  });
});

function inAnyOrder(places: readonly number[]): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([...places], { minLength: places.length });
}

/** Some of the ones after some of the others: what leaves a catalog alone can then be told from one reading. */
function inTurns(ones: readonly number[], others: readonly number[], turns: number): readonly number[] {
  const share = (all: readonly number[], turn: number) =>
    all.slice(Math.floor((all.length * turn) / turns), Math.floor((all.length * (turn + 1)) / turns));
  return Array.from({ length: turns }, (_, turn) => [...share(ones, turn), ...share(others, turn)]).flat();
}

async function openClient(url: string) {
  const connection = await connectTo(url);
  return { ...connection, [Symbol.asyncDispose]: connection.close };
}
