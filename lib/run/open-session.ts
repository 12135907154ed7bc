import type { Extra } from '../catalog/extras.ts';
import type { Environment } from '../config/config.ts';
import { resolveConnection } from '../config/secrets/secrets.ts';
import type { ConnectionSource, ConnectOptions, Engine, Session } from '../engines/engine.ts';
import { engineOfUrl } from '../engines/engines.ts';
import { DriftlineError } from '../errors.ts';
import type { Deps } from './deps.ts';

/**
 * Connects to an environment. A server that takes no connections at the moment, or a connection that breaks before it is
 * made, is tried twice more within two seconds.
 *
 * A password that the server refuses may just have been rotated: the secret is then fetched again, past every cache, and
 * tried once more if it has changed, since the same password would only count as one more failed login.
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
  requireUrlOf(engine, source.url);
  try {
    return await connectPatiently(engine, source, options, deps);
  } catch (error) {
    if (!isRefusedPassword(error) || environment.connection.kind !== 'secret') throw error;
    const fresh = await resolveConnection(environment, deps, { isFresh: true });
    if (fresh.url === source.url) throw error;
    return connectPatiently(engine, fresh, options, deps);
  }
}

/** What may be over in a moment; nobody who listens, or no answer in time, rarely is. */
const passing: readonly string[] = ['server-unavailable', 'connection-failed'];

const pausesMs = [400, 1600];

async function connectPatiently(
  engine: Engine,
  source: ConnectionSource,
  options: ConnectOptions,
  { sleep, random }: Deps,
): Promise<Session> {
  for (const pauseMs of pausesMs) {
    try {
      return await engine.connect(source, options);
    } catch (error) {
      if (!(error instanceof DriftlineError) || !passing.includes(error.code)) throw error;
    }
    // Environments on one server are checked side by side, and are not to come back at once.
    await sleep(pauseMs * (0.5 + random() / 2));
  }
  return engine.connect(source, options);
}

/** The usual slip: an expectation without its `engine:`, for a database of another one. */
function requireUrlOf(engine: Engine, url: string): void {
  const owner = engineOfUrl(url);
  if (owner === undefined || owner.name === engine.name) return;
  throw new DriftlineError(
    'invalid-url',
    `The URL is one of ${owner.name}, and the expectation one of ${engine.name}`,
    {
      remedy: `Write \`engine: ${owner.name}\` in the expectation, or correct the URL.`,
    },
  );
}

function isRefusedPassword(error: unknown): boolean {
  return error instanceof DriftlineError && error.code === 'authentication-failed';
}
