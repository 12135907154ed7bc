import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extras } from '../../../../lib/catalog/extras.ts';
import type { ObjectId } from '../../../../lib/catalog/object-id.ts';
import type { HazardCode } from '../../../../lib/plan/hazard.ts';
import { hazardGate, selectSafe } from '../../../../lib/plan/select-safe.ts';
import type { Plan } from '../../../../lib/plan/statement.ts';
import type { CompiledExpectation } from '../../../../lib/run/expectation.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { check, expectationOf } from '../../run/scene.ts';
import { promise } from '../kinds/scene.ts';
import { otherPairs } from './other-pairs.ts';
import type { Pair, Pairs, Side } from './pair.ts';
import { tablePairs } from './table-pairs.ts';

const rulesFolder = new URL('../../../../lib/engines/postgres/rules/', import.meta.url);

const pairs: Pairs = { ...tablePairs, ...otherPairs };

interface Case extends Pair {
  readonly rule: string;
  /** Numbers of the two sides, which name their schemas and whatever is in none. */
  readonly unsafeNumber: number;
  readonly twinNumber: number;
}

const cases: readonly Case[] = Object.entries(pairs)
  .flatMap(([rule, told]) => told.map((pair) => ({ ...pair, rule })))
  .map((pair, n) => ({ ...pair, unsafeNumber: 2 * n, twinNumber: 2 * n + 1 }));

const sides = cases.flatMap(({ unsafe, twin, unsafeNumber, twinNumber }) => [
  { side: unsafe, number: unsafeNumber },
  { side: twin, number: twinNumber },
]);

function write(which: keyof Side): string {
  return sides
    .map(({ side, number }) => {
      const sql = side[which].replaceAll('{n}', `_${number}`).replaceAll(/\bc_\d+\b/gu, `c${number}`);
      return `create schema c${number}; set search_path = c${number}, public; ${sql};`;
    })
    .join('\n');
}

/** Whether an object is of one side: in its schema, or with its number in its name. An extension has neither. */
function isOf(number: number, id: ObjectId): boolean {
  const { side } = sides[number] ?? { side: { expected: '', actual: '' } };
  const extension = /create extension (\w+)/u.exec(side.expected + side.actual)?.[1];
  return new RegExp(`\\bc${number}\\b|_${number}\\b`, 'u').test(id) || id === `extension:${extension}`;
}

function statementsOf(number: number, { statements }: Plan): Plan['statements'] {
  return statements.filter(({ causedBy }) => causedBy.some((id) => isOf(number, id)));
}

test('every rule has an unsafe case and its safe twin', () => {
  const files = readdirSync(rulesFolder, { encoding: 'utf8', recursive: true }).map((file) => basename(file, '.ts'));
  expect(files.filter((name) => name.startsWith('mend-')).toSorted()).toEqual(Object.keys(pairs).toSorted());
});

describe.for(majors)('PostgreSQL %i', { timeout: 120_000 }, (major) => {
  let database: TestDatabase;
  let expected: CompiledExpectation;
  let plan: Plan;

  beforeAll(async () => {
    database = await createDatabase(major, `${write('actual')} reset search_path;`);
    const schemas = sides.flatMap(({ number }) => [`c${number}`, `extra_${number}`]);
    const snapshot = await promise([write('expected')], extras);
    const rules = { ignore: [], unexpected: 'report', extras, schemas } as const;
    expected = await expectationOf('create table t ()', { snapshot, rules });
    const { report } = await check({ database, expected });
    plan = report.plan ?? { catalogFingerprint: '', statements: [], unplanned: [] };
  });

  afterAll(() => database.drop());

  test.for(cases)('$rule: what is $hazard waits for a person and says what it costs', (pair) => {
    const statements = statementsOf(pair.unsafeNumber, plan);
    const { run } = selectSafe(plan, [hazardGate(pair.allow)]);
    const dangers = statements.flatMap(({ hazards }) => hazards);
    expect(dangers.map(({ code }) => code)).toContain(pair.hazard);
    expect(dangers.filter(({ code, saferWay }) => code === pair.hazard && saferWay !== undefined)).not.toEqual([]);
    const dangerous = statements.filter(({ hazards }) => hazards.some(({ code }) => code === pair.hazard));
    expect(run.filter((each) => dangerous.some(({ sql }) => sql === each.sql))).toEqual([]);
  });

  test.for(cases)('$rule: the safe twin of what is $hazard runs', (pair) => {
    const statements = statementsOf(pair.twinNumber, plan);
    const { held } = selectSafe(plan, [hazardGate(pair.allow)]);
    expect(statements).not.toEqual([]);
    expect(held.filter(({ statement }) => statements.some(({ sql }) => sql === statement.sql))).toEqual([]);
  });

  test('a repair mends the twins, proves it, and leaves what is unsafe to a person', async () => {
    const allow = [...new Set(cases.flatMap((pair): readonly HazardCode[] => pair.allow ?? []))];
    const repairLimits = { allow, maxStatements: Infinity, maxTableBytes: Infinity, isDryRun: false };
    const { report } = await check({
      database,
      expected,
      environment: { repair: 'safe', repairLimits },
      options: { repair: 'safe' },
    });
    const failed = report.applied?.results.filter(({ outcome }) => outcome !== 'applied' && outcome !== 'refused');
    expect(failed).toEqual([]);
    const left = (number: number) => report.drifts.filter(({ id }) => isOf(number, id)).map(({ id }) => id);
    expect(cases.flatMap(({ twinNumber }) => left(twinNumber))).toEqual([]);
    const unsafe = cases.filter(({ hazard }) => !allow.includes(hazard));
    expect(unsafe.filter(({ unsafeNumber }) => left(unsafeNumber).length === 0)).toEqual([]);
  });
});
