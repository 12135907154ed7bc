import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allowedToBeLong, softLimitLines } from './architecture/rooms.ts';
import { readProject, readSource } from './architecture/source-file.ts';
import { walls } from './architecture/walls.ts';

const project = readProject(fileURLToPath(new URL('..', import.meta.url)));

describe('the project keeps its walls', () => {
  test.for(walls)('$name', ({ breaches }) => {
    expect(breaches(project)).toEqual([]);
  });

  test('every long file that is allowed to be long still is', () => {
    const long = project.filter(({ lines }) => lines > softLimitLines).map(({ path }) => path);
    expect(allowedToBeLong.filter((path) => !long.includes(path))).toEqual([]);
  });

  test('the walls look at real files', () => {
    expect(project.map(({ path }) => path)).toContain('lib/catalog/snapshot.ts');
  });
});

/** For each wall, made-up files that break it and the breach that must be found, then files that keep it. */
const proofs: readonly {
  readonly wall: string;
  readonly breach: string;
  readonly broken: { readonly [path: string]: string };
  readonly kept: { readonly [path: string]: string };
}[] = [
  {
    wall: 'rooms know only the rooms that the design lets them know',
    breach: 'lib/catalog/a.ts imports lib/diff/drift.ts: catalog may not know diff',
    broken: { 'lib/catalog/a.ts': "import type { Drift } from '../diff/drift.ts';" },
    kept: { 'lib/diff/a.ts': "import { kindOf } from '../catalog/object-id.ts';" },
  },
  {
    wall: 'rooms know only the rooms that the design lets them know',
    breach: 'lib/plan/a.ts imports lib/engines/engine.ts: plan may not know engines',
    broken: { 'lib/plan/a.ts': "import type { Engine } from '../engines/engine.ts';" },
    kept: { 'lib/engines/postgres/rules/a.ts': "import type { Rule } from '../../../plan/rule.ts';" },
  },
  {
    wall: 'rooms know only the rooms that the design lets them know',
    breach: 'lib/report/a.ts imports lib/apply/apply-plan.ts: report may not know apply',
    broken: { 'lib/report/a.ts': "export { applyPlan } from '../apply/apply-plan.ts';" },
    kept: { 'lib/report/a.ts': "import type { ApplyReport } from '../apply/apply-report.ts';" },
  },
  {
    wall: 'rooms know only the rooms that the design lets them know',
    breach: 'lib/attic/a.ts imports lib/errors.ts: no room called attic is in the table of test/architecture/rooms.ts',
    broken: { 'lib/attic/a.ts': "import { DriftlineError } from '../errors.ts';" },
    kept: { 'lib/apply/a.ts': "import { DriftlineError } from '../errors.ts';" },
  },
  {
    wall: "an engine's wing is known only to itself and to the registry of engines",
    breach: 'lib/run/a.ts imports lib/engines/postgres/connect.ts: go through lib/engines/engine.ts',
    broken: { 'lib/run/a.ts': "const connect = () => import('../engines/postgres/connect.ts');" },
    kept: {
      'lib/run/a.ts': "import { engineOf } from '../engines/engines.ts';",
      'lib/engines/engines.ts': "import { postgres } from './postgres/postgres.ts';",
      'test/acceptance/a.test.ts': "import { connect } from '../../lib/engines/postgres/connect.ts';",
    },
  },
  {
    wall: "an engine's wing is known only to itself and to the registry of engines",
    breach: 'lib/engines/sqlite/a.ts imports lib/engines/postgres/quote.ts: go through lib/engines/engine.ts',
    broken: { 'lib/engines/sqlite/a.ts': "import { quote } from '../postgres/quote.ts';" },
    kept: { 'lib/engines/postgres/rules/a.ts': "import { quote } from '../quote.ts';" },
  },
  {
    wall: 'nothing outside engines/ asks which engine it is',
    breach: "lib/run/a.ts: compares with 'sqlite'",
    broken: { 'lib/run/a.ts': "export const isFile = (engine: string) => engine === 'sqlite';" },
    kept: {
      'lib/run/a.ts': "export const engine = 'sqlite';",
      'lib/engines/postgres/a.ts': "export const isOurs = (engine: string) => engine === 'postgresql';",
    },
  },
  {
    wall: 'nothing outside engines/ asks which engine it is',
    breach: "lib/report/a.ts: compares with 'postgresql'",
    broken: { 'lib/report/a.ts': "export const f = (e: string) => { switch (e) { case 'postgresql': return 1; } };" },
    kept: { 'test/acceptance/a.test.ts': "export const f = (e: string) => e === 'postgresql';" },
  },
  {
    wall: 'pure rooms import only what is pure',
    breach: 'lib/diff/a.ts imports node:fs: not a pure package',
    broken: { 'lib/diff/a.ts': "import { readFileSync } from 'node:fs';" },
    kept: { 'lib/config/a.ts': "import { readFileSync } from 'node:fs';" },
  },
  {
    wall: 'pure rooms import only what is pure',
    breach: 'lib/engines/postgres/rules/a.ts imports pg: not a pure package',
    broken: { 'lib/engines/postgres/rules/a.ts': "import type { Client } from 'pg';" },
    kept: { 'lib/values/judge-a.ts': "import leven from 'leven';" },
  },
  {
    wall: 'pure rooms import only what is pure',
    breach: 'lib/plan/a.ts imports lib/apply/apply-plan.ts: not a pure file',
    broken: { 'lib/plan/a.ts': "import { applyPlan, type Options } from '../apply/apply-plan.ts';" },
    kept: { 'lib/plan/a.ts': "import type { Options } from '../apply/apply-plan.ts';" },
  },
  ...(
    [
      ['new Date()', 'export const now = () => new Date();', 'export const at = (ms: number) => new Date(ms);'],
      ['Date.now', 'export const now = () => Date.now();', 'export const now = (clock: Clock) => clock.now();'],
      ['Math.random', 'export const dice = () => Math.random();', 'export const floor = () => Math.floor(1.5);'],
      ['process', 'export const home = process.env.HOME;', "export const kind = 'process';"],
      ['import.meta', 'export const here = import.meta.url;', '/** Not `import.meta.url`, nor process.env. */'],
      ['.localeCompare', 'export const a = b.localeCompare(c);', 'export const a = b < c;'],
    ] as const
  ).map(([expression, broken, kept]) => ({
    wall: 'pure rooms read no clock, randomness, environment or locale',
    breach: `lib/report/a.ts: uses ${expression}`,
    broken: { 'lib/report/a.ts': broken },
    kept: { 'lib/report/a.ts': kept, 'lib/run/a.ts': broken },
  })),
  {
    wall: 'no file knows itself by way of others, not even for a type',
    breach: 'lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts',
    broken: {
      'lib/a.ts': "import './b.ts';",
      'lib/b.ts': "import { type B, c } from './c.ts';",
      'lib/c.ts': "import type { A } from './a.ts';",
    },
    kept: {
      'lib/a.ts': "import './b.ts'; import './c.ts';",
      'lib/b.ts': "import type { C } from './c.ts';",
      'lib/c.ts': 'export const c = 1;',
    },
  },
  {
    wall: 'what is shipped imports nothing that is not',
    breach: 'bin/a.ts imports demo/start.ts: only lib, bin and lambdas are shipped',
    broken: { 'bin/a.ts': "import '../demo/start.ts';" },
    kept: { 'bin/a.ts': "import '../lib/cli/main.ts';", 'demo/start.ts': "import '../lib/index.ts';" },
  },
  {
    wall: "constructs and lambdas share only settings' names",
    breach: 'lib/constructs/a.ts imports lambdas/check/handler.ts: only a settings file crosses',
    broken: { 'lib/constructs/a.ts': "import { handler } from '../../lambdas/check/handler.ts';" },
    kept: { 'lib/constructs/a.ts': "import { tableName } from '../../lambdas/check/settings.ts';" },
  },
  {
    wall: 'files are kebab-case and named after an idea',
    breach: 'lib/diff/string-utils.ts: names no idea',
    broken: { 'lib/diff/string-utils.ts': '' },
    kept: { 'lib/diff/pair-renames.ts': '', 'test/unit/diff/pair-renames.test.ts': '' },
  },
  {
    wall: 'files are kebab-case and named after an idea',
    breach: 'lib/diff/pairRenames.ts: not kebab-case',
    broken: { 'lib/diff/pairRenames.ts': '' },
    kept: { 'lib/alerts/store-dynamodb.ts': '' },
  },
  {
    wall: 'lib/index.ts is the only barrel',
    breach: 'lib/diff/index.ts: re-exports what others hold',
    broken: { 'lib/diff/index.ts': "export { diffCatalogs } from './diff-catalogs.ts';" },
    kept: {
      'lib/index.ts': "export { diffCatalogs } from './diff/diff-catalogs.ts';",
      'lib/a.ts': 'export const a = 1;',
    },
  },
  {
    wall: 'lib/index.ts is the only barrel',
    breach: 'lib/diff/a.ts: re-exports what others hold',
    broken: { 'lib/diff/a.ts': "export * from './drift.ts'; export const a = 1;" },
    kept: { 'lib/diff/a.ts': "export { kindOf } from '../catalog/object-id.ts'; export const a = 1;" },
  },
  {
    wall: 'nothing shipped has a default export',
    breach: 'lib/diff/a.ts: has one',
    broken: { 'lib/diff/a.ts': 'export default function diff() {}' },
    kept: { 'lib/diff/a.ts': 'export function diff() {}' },
  },
  {
    wall: 'only bin/ ends the process',
    breach: 'lib/cli/check.ts: calls process.exit',
    broken: { 'lib/cli/check.ts': 'process.exit(1);' },
    kept: { 'lib/cli/check.ts': 'process.exitCode = 1;', 'bin/a.ts': 'process.exit(1);' },
  },
  {
    wall: `no file is longer than ${softLimitLines} lines without a good answer`,
    breach: `lib/a.ts: ${softLimitLines + 1} lines: ask whether it holds two ideas; if not, list it in test/architecture/rooms.ts`,
    broken: { 'lib/a.ts': '// a\n'.repeat(softLimitLines + 1) },
    kept: { 'lib/a.ts': '// a\n'.repeat(softLimitLines), 'test/a.test.ts': '// a\n'.repeat(softLimitLines + 1) },
  },
];

describe('each wall catches a breach', () => {
  const read = (texts: { readonly [path: string]: string }) =>
    Object.entries(texts).map(([path, text]) => readSource(path, text));
  const breachesOf = (name: string, texts: { readonly [path: string]: string }) =>
    walls.find((wall) => wall.name === name)?.breaches(read(texts));

  test.for(proofs)('$breach', ({ wall, breach, broken, kept }) => {
    expect(breachesOf(wall, broken)).toEqual([breach]);
    expect(breachesOf(wall, kept)).toEqual([]);
  });

  test('every wall has such a proof', () => {
    const proved = new Set(proofs.map(({ wall }) => wall));
    expect(walls.filter(({ name }) => !proved.has(name))).toEqual([]);
  });
});
