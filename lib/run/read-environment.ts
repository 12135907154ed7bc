import { extras } from '../catalog/extras.ts';
import type { Environment } from '../config/config.ts';
import type { Engine } from '../engines/engine.ts';
import type { Deps } from './deps.ts';
import { openSession } from './open-session.ts';
import type { ReadSource } from './read-source.ts';

/**
 * Reads the whole catalog of an environment's database, complete enough to make it anew.
 *
 * @throws DriftlineError as resolving the connection, connecting and introspecting do
 */
export async function readEnvironment(
  environment: Environment,
  engine: Engine,
  applicationName: string,
  deps: Deps,
): Promise<ReadSource> {
  const session = await openSession(engine, environment, applicationName, deps, extras);
  try {
    return await session.introspect({ withDependencies: true });
  } finally {
    await session.close();
  }
}
