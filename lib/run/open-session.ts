import type { Extra } from '../catalog/extras.ts';
import type { Environment } from '../config/config.ts';
import { resolveConnection } from '../config/secrets.ts';
import type { Engine, Session } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';
import type { Deps } from './deps.ts';

/**
 * Connects to an environment. A password that the server refuses may just have been rotated: the secret is then fetched
 * again, past every cache, and tried once more if it has changed, since the same password would only count as one more
 * failed login.
 *
 * @param extras what of the catalog its introspections read besides
 * @throws DriftlineError as resolving the connection and connecting do
 */
export async function openSession(
  engine: Engine,
  environment: Environment,
  applicationName: string,
  deps: Deps,
  extras: readonly Extra[] = [],
): Promise<Session> {
  const options = { ...environment, applicationName, extras };
  const source = await resolveConnection(environment, deps);
  try {
    return await engine.connect(source, options);
  } catch (error) {
    if (!isRefusedPassword(error) || environment.connection.kind !== 'secret') throw error;
    const fresh = await resolveConnection(environment, deps, { isFresh: true });
    if (fresh.url === source.url) throw error;
    return engine.connect(fresh, options);
  }
}

function isRefusedPassword(error: unknown): boolean {
  return error instanceof DriftlineError && error.code === 'authentication-failed';
}
