import { readFile } from 'node:fs/promises';
import type { ConnectionSource, TlsSetting } from '../../engines/engine.ts';
import { DriftlineError } from '../../errors.ts';
import type { Environment } from '../config.ts';
import { interpolate, type Variables } from '../interpolate.ts';
import { fetchSecret, type SecretRequest } from './aws-secret.ts';
import { urlWithToken } from './rds-token.ts';
import { urlOfSecret } from './secret-url.ts';

/** What resolving a connection asks of the world outside. */
export interface SecretDeps {
  /** Environment variables, a `.env` file's included. */
  readonly env: Variables;
  /** @default AWS Secrets Manager, asked each time */
  readonly fetchSecret?: (request: SecretRequest, env: Variables) => Promise<string>;
  readonly signal?: AbortSignal;
}

interface ResolveOptions {
  /** Fetch the secret again, past every cache: the password that is known has been refused. */
  readonly isFresh?: boolean;
}

/**
 * Finds out where an environment's database is and who to be there. Only now are its variables and its secret looked
 * at, so that an environment that is not used needs neither.
 *
 * The answer holds a password: it must go nowhere but to an engine.
 *
 * @throws DriftlineError `env-var-unset`, `ca-file-unreadable`, `aws-region-missing`,
 * `aws-credentials-missing`, `secret-malformed`, `secret-incomplete`, and what fetching
 * a secret throws
 */
export async function resolveConnection(
  environment: Environment,
  deps: SecretDeps,
  options: ResolveOptions = {},
): Promise<ConnectionSource> {
  const [url, tls] = await Promise.all([resolveUrl(environment, deps, options), resolveTls(environment)]);
  const { baseDir } = environment;
  return { url, ...(tls === undefined ? {} : { tls }), ...(baseDir === undefined ? {} : { baseDir }) };
}

async function resolveUrl(
  { connection, connectTimeoutMs }: Environment,
  deps: SecretDeps,
  options: ResolveOptions,
): Promise<string> {
  if (connection.kind === 'url') return interpolate(connection.template, deps.env, connection.at);
  if (connection.kind === 'iam') return urlWithToken(connection, deps.env);
  const { secretId, at } = connection;
  const fetch = deps.fetchSecret ?? fetchSecret;
  const request = {
    secretId,
    at,
    timeoutMs: connectTimeoutMs,
    ...options,
    ...(deps.signal ? { signal: deps.signal } : {}),
  };
  return urlOfSecret(await fetch(request, deps.env), connection);
}

async function resolveTls({ name, tls }: Environment): Promise<TlsSetting | undefined> {
  if (tls === undefined || tls.caFile === undefined) return tls;
  const { mode, caFile } = tls;
  try {
    return { mode, ca: await readFile(caFile, 'utf8') };
  } catch (cause) {
    throw new DriftlineError(
      'ca-file-unreadable',
      `The certificate authorities of ${name} cannot be read: ${(cause as Error).message}`,
      { remedy: 'Check the path under `tls.ca`.', cause },
    );
  }
}
