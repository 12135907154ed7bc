import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import { defaults } from '../config/defaults.ts';
import type { DriftRules } from '../diff/find-drifts.ts';
import { engineNamed } from '../engines/engines.ts';
import { makePlan, type PlanOptions } from '../plan/make-plan.ts';
import type { Plan } from '../plan/statement.ts';
import { type FoundDrifts, findCatalogDrifts } from './look.ts';
import { type ReadSource, readSource } from './read-source.ts';

/** Everything counts that the expectation has; what it does not know is nobody's drift. */
const usualRules: DriftRules = { ignore: [], unexpected: defaults.unexpected };

/**
 * Reads a catalog, wherever it is: a database by its URL (reading only), a snapshot by its `.json` file, or a folder or file
 * of migrations, which are compiled in an embedded database as the tool orders them whose marks the folder bears.
 *
 * @param source `postgresql://app@localhost/app`, `snapshots/prod.json`, `prisma/migrations`
 * @param baseDir the folder that relative paths start from. Default: the working folder
 * @throws DriftlineError as connecting, introspecting, compiling and reading snapshots do
 */
export function readCatalog(source: string, baseDir: string = process.cwd()): Promise<ReadSource> {
  return readSource(source, {
    baseDir,
    engine: engineNamed(defaults.engine),
    compileTimeoutMs: defaults.compileTimeoutMs,
    connect: { ...defaults, applicationName: 'driftline' },
  });
}

/**
 * Finds the drifts between two catalogs as reports tell them: spellings settled, renames paired, children folded into what
 * they belong to. `diffCatalogs` beneath it lists bare differences.
 */
export function findDrifts(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  rules: DriftRules = usualRules,
): Promise<FoundDrifts> {
  return findCatalogDrifts(engineNamed(expected.engine), { snapshot: expected, rules }, actual);
}

/**
 * Plans the statements that make one catalog into another, in an order in which they can run, each with its hazards and its
 * lock. Nothing is run. What no statement mends is in `unplanned`.
 *
 * @param expected with its dependencies, as `compileExpectation` and `readCatalog` give it
 */
export async function planRepair(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  rules: DriftRules = usualRules,
  options: PlanOptions = {},
): Promise<Plan> {
  const { drifts, comparison } = await findDrifts(expected, actual, rules);
  return makePlan(drifts, comparison.expected, comparison.actual, engineNamed(expected.engine).rules, {
    wholeActual: comparison.wholeActual,
    ...options,
  });
}
