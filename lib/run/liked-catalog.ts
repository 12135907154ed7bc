import type { Config } from '../config/config.ts';
import { engineNamed } from '../engines/engines.ts';
import { DriftlineError } from '../errors.ts';
import type { Deps } from './deps.ts';
import type { CompiledExpectation } from './expectation.ts';
import { readEnvironment } from './read-environment.ts';

/**
 * Puts what another environment holds at this moment in the place of an expectation that is to be like it; any other
 * expectation is passed on. What could not be seen there is said, because nothing here can be compared with it.
 *
 * @throws DriftlineError `unknown-environment`, and as connecting and introspecting do
 */
export async function withLikedCatalog(
  expected: CompiledExpectation,
  config: Config,
  deps: Deps,
): Promise<CompiledExpectation> {
  if (expected.like === undefined) return expected;
  const liked = config.environments[expected.like];
  if (liked === undefined) {
    throw new DriftlineError('unknown-environment', `there is no environment ${expected.like} to be like`, {
      remedy: 'Both environments must be watched from one place: one configuration, and on AWS one network.',
    });
  }
  const engine = engineNamed(expected.engine);
  const { snapshot, diagnostics } = await readEnvironment(liked, engine, 'driftline', deps);
  return {
    ...expected,
    snapshot,
    diagnostics: [
      ...expected.diagnostics,
      ...diagnostics.map((diagnostic) => ({ ...diagnostic, message: `${liked.name}: ${diagnostic.message}` })),
    ],
  };
}
