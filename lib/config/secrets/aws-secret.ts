import type { SecretsManagerClient, SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { DriftlineError } from '../../errors.ts';
import type { Variables } from '../interpolate.ts';

/** Which secret is wanted, by whom, and how long it may take. */
export interface SecretRequest {
  readonly secretId: string;
  /** Where the configuration asks for it: `driftline.yaml:12:10`. */
  readonly at: string;
  /** For everything together: finding credentials, asking, asking again. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Past every cache: what was fetched before has been refused. */
  readonly isFresh?: boolean;
}

/**
 * Fetches the current text of a secret from AWS Secrets Manager, as the environment variables (a `.env` file's included),
 * the shared AWS files and the machine's role allow. A region in an ARN wins over all of these. The SDK is loaded only now.
 *
 * @throws DriftlineError `aws-region-missing`, `aws-credentials-missing`, `aws-credentials-refused`, `secret-not-found`,
 * `secret-access-denied`, `secret-unreadable`, `secret-timeout`, `secret-unreachable`, `interrupted`
 */
export async function fetchSecret(request: SecretRequest, variables: Variables): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(clientSettings(request, variables));
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const abortSignal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
  try {
    await until(abortSignal, requireIdentity(client, request));
    const answer = await client.send(new GetSecretValueCommand({ SecretId: request.secretId }), { abortSignal });
    return answer.SecretString ?? new TextDecoder().decode(answer.SecretBinary);
  } catch (error) {
    if (request.signal?.aborted) throw interrupted(request);
    throw error instanceof DriftlineError ? error : explain(error, request, deadline.aborted);
  } finally {
    client.destroy();
  }
}

function clientSettings({ secretId, timeoutMs }: SecretRequest, variables: Variables): SecretsManagerClientConfig {
  const region =
    /^arn:[^:]*:secretsmanager:([^:]+):/.exec(secretId)?.[1] ?? variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION;
  const endpoint = variables.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? variables.AWS_ENDPOINT_URL;
  const profile = variables.AWS_PROFILE;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = variables;
  return {
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(profile ? { profile } : {}),
    // As the SDK does with the process's own variables: a profile that is named wins over keys.
    ...(!profile && accessKeyId && secretAccessKey
      ? {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
          },
        }
      : {}),
    requestHandler: {
      connectionTimeout: timeoutMs,
      // Half, so that a request that got lost leaves time to ask once more.
      requestTimeout: Math.ceil(timeoutMs / 2),
      throwOnRequestTimeout: true,
    },
  };
}

/** Finds out that there is no region or identity before a request fails for it in words of its own. */
async function requireIdentity(client: SecretsManagerClient, { at, secretId }: SecretRequest): Promise<void> {
  await client.config.region().catch((cause: unknown) => {
    throw new DriftlineError('aws-region-missing', `${at}: no AWS region is known for the secret ${secretId}`, {
      remedy: "Set AWS_REGION, or write the secret's whole ARN.",
      cause,
    });
  });
  await client.config.credentials().catch((cause: unknown) => {
    throw new DriftlineError(
      'aws-credentials-missing',
      `${at}: no AWS credentials were found for the secret ${secretId}`,
      {
        remedy: 'Log in (`aws sso login`), set AWS_PROFILE, or run where a role is attached.',
        cause,
      },
    );
  });
}

/** What Secrets Manager's errors mean, by their names. */
const meanings: { readonly [name: string]: { readonly code: string; readonly what: string; readonly remedy: string } } =
  {
    ResourceNotFoundException: {
      code: 'secret-not-found',
      what: 'does not exist in this account and region',
      remedy: 'Check the name and the region; a secret of another account or region needs its whole ARN.',
    },
    InvalidRequestException: {
      code: 'secret-unreadable',
      what: 'cannot be read in its present state',
      remedy: 'It may be scheduled for deletion: `aws secretsmanager restore-secret` brings it back.',
    },
    InvalidParameterException: {
      code: 'secret-not-found',
      what: 'has a name that Secrets Manager does not take',
      remedy: 'Write the name or the ARN as the console shows it.',
    },
    DecryptionFailure: {
      code: 'secret-access-denied',
      what: 'cannot be decrypted',
      remedy: 'Allow kms:Decrypt on the key that encrypts it.',
    },
    AccessDeniedException: {
      code: 'secret-access-denied',
      what: 'may not be read with these credentials',
      remedy: 'Allow secretsmanager:GetSecretValue on it, and kms:Decrypt on its key where that is your own.',
    },
  };

const refusedCredentials = new Set([
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'UnrecognizedClientException',
]);

/**
 * Names what went wrong. The SDK's own error does not travel on as a cause: one that it could not read carries the
 * response, and with it perhaps the secret.
 */
function explain(error: unknown, { at, secretId, timeoutMs }: SecretRequest, isLate: boolean): DriftlineError {
  const { name = '', code } = error as { readonly name?: string; readonly code?: string };
  const meaning = meanings[name];
  if (meaning) {
    return new DriftlineError(meaning.code, `${at}: the secret ${secretId} ${meaning.what}`, {
      remedy: meaning.remedy,
    });
  }
  if (refusedCredentials.has(name)) {
    return new DriftlineError('aws-credentials-refused', `${at}: AWS refuses these credentials (${name})`, {
      remedy: 'Log in again, or check the keys and the clock of this machine.',
    });
  }
  if (isLate || name === 'TimeoutError' || name === 'AbortError') {
    return new DriftlineError(
      'secret-timeout',
      `${at}: Secrets Manager did not give the secret ${secretId} within ${timeoutMs} ms`,
      { remedy: 'In a VPC without NAT it needs the interface endpoint of Secrets Manager.' },
    );
  }
  if (code !== undefined) {
    return new DriftlineError('secret-unreachable', `${at}: Secrets Manager cannot be reached (${code})`, {
      remedy: 'Check the region and the network; in a VPC without NAT it needs the interface endpoint.',
    });
  }
  return new DriftlineError('secret-unreadable', `${at}: the secret ${secretId} could not be fetched (${name})`, {
    remedy: 'Try `aws secretsmanager get-secret-value` with the same credentials.',
  });
}

function interrupted({ at, secretId }: SecretRequest): DriftlineError {
  return new DriftlineError('interrupted', `${at}: interrupted while fetching the secret ${secretId}`);
}

async function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
