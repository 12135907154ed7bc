import { DriftlineError } from '../../../errors.ts';

/**
 * Asks a libSQL server whether it is there and takes the token, so that each refusal gets its own words.
 *
 * @see https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md
 */
export async function greet(origin: string, token: string | undefined, timeoutMs: number): Promise<void> {
  const { host } = new URL(origin);
  const response = await ask(origin, token, timeoutMs).catch((cause: unknown) => {
    throw explainFailure(cause, host, timeoutMs);
  });
  await response.body?.cancel();
  if (response.ok) return;
  switch (response.status) {
    case 401:
    case 403:
      throw new DriftlineError('authentication-failed', `${host} does not take the token`, {
        remedy:
          token === undefined
            ? `Add one to the URL: libsql://host?authToken=\${TOKEN}, or as authToken to the secret.`
            : 'Make a new one, for example with `turso db tokens create NAME`, and put it where the URL takes it from.',
      });
    case 404:
      throw new DriftlineError('database-not-found', `${host} knows no such database, or is no libSQL server`, {
        remedy: 'Correct the host in the URL.',
      });
    default:
      throw new DriftlineError('server-unavailable', `${host} answers with HTTP status ${response.status}`, {
        remedy: 'Check again later.',
      });
  }
}

/** The empty pipeline: a request for nothing, on a stream that is closed with it. */
function ask(origin: string, token: string | undefined, timeoutMs: number): Promise<Response> {
  return fetch(`${origin}/v3/pipeline`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ baton: null, requests: [{ type: 'close' }] }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
}

function explainFailure(cause: unknown, host: string, timeoutMs: number): DriftlineError {
  const code = codeOf(cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new DriftlineError('host-not-found', `There is no host ${host}`, { remedy: 'Correct the URL.', cause });
  }
  if (code === 'ECONNREFUSED') {
    return new DriftlineError('connection-refused', `Nothing answers at ${host}`, {
      remedy: 'Start the server, or correct the URL.',
      cause,
    });
  }
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new DriftlineError('connect-timeout', `${host} did not answer within ${timeoutMs} ms`, {
      remedy: 'Check that the host can be reached from here; `connectTimeout` is how long Driftline waits.',
      cause,
    });
  }
  if (code !== undefined && /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL/u.test(code)) {
    return new DriftlineError('tls-untrusted', `The certificate of ${host} is not trusted (${code})`, {
      remedy: 'Set the environment variable NODE_EXTRA_CA_CERTS to the PEM file of its certificate authority.',
      cause,
    });
  }
  return new DriftlineError('connection-failed', `${host} cannot be reached${code === undefined ? '' : ` (${code})`}`, {
    remedy: 'Check the URL and the network.',
    cause,
  });
}

/** What `fetch` throws holds the system's error as its cause. */
function codeOf(error: unknown): string | undefined {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
