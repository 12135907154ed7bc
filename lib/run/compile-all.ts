import type { Config } from '../config/config.ts';
import { type CompiledExpectation, compileExpectation } from './expectation.ts';

/**
 * Compiles the expectations that a configuration's environments are held to, one after another, for a place where no
 * migrations are.
 *
 * @param needed names of expectations; absent: those of the configuration's environments, and so not one that nobody uses
 * @throws DriftlineError as {@link compileExpectation} does
 */
export async function compileAll(
  config: Config,
  needed: readonly string[] = Object.values(config.environments).map(({ expectation }) => expectation),
): Promise<{ readonly [name: string]: CompiledExpectation }> {
  const compiled: { [name: string]: CompiledExpectation } = {};
  for (const [name, expectation] of Object.entries(config.expectations)) {
    if (needed.includes(name)) compiled[name] = await compileExpectation(expectation, config);
  }
  return compiled;
}
