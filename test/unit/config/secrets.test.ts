import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Environment } from '../../../lib/config/config.ts';
import { resolveConnection } from '../../../lib/config/secrets/secrets.ts';
import { DriftlineError } from '../../../lib/errors.ts';
import { type SecretsManagerStub, startSecretsManagerStub, stubAccessKey } from '../../support/secrets-manager-stub.ts';

const password = 'p@ss:w/rd?#%20"';
const rds = {
  engine: 'postgres',
  host: 'db.example.com',
  port: 5433,
  username: 'app',
  password,
  dbname: 'content',
  dbInstanceIdentifier: 'content-prod',
};

let stub: SecretsManagerStub;

beforeAll(async () => {
  stub = await startSecretsManagerStub({
    'rds/whole': { text: JSON.stringify(rds) },
    'rds/port-as-text': { text: JSON.stringify({ ...rds, port: '5433' }) },
    'rds/managed': { text: JSON.stringify({ username: 'postgres', password }) },
    'rds/ipv6': { text: JSON.stringify({ ...rds, host: '::1' }) },
    'rds/mysql': { text: JSON.stringify({ ...rds, engine: 'mysql' }) },
    'rds/binary': { binary: new TextEncoder().encode(JSON.stringify(rds)) },
    'url/plain': { text: '  postgresql://app:hunter2@db.example.com/content\n' },
    'url/sqlalchemy': { text: 'postgresql+asyncpg://app:hunter2@db.example.com/content' },
    'bad/not-json': { text: 'username=app password=hunter2' },
    'bad/list': { text: '["hunter2"]' },
    'bad/number': { text: '{"username":"app","password":12345678}' },
    'bad/no-user': { text: '{"password":"hunter2"}' },
    'bad/response': { rawBody: '{"SecretString": "postgresql://app:hunter2@db' },
    denied: {
      error: 'AccessDeniedException',
      message: 'User: arn:aws:iam::123456789012:user/x is not authorized',
    },
    undecryptable: { error: 'DecryptionFailure' },
    deleted: { error: 'InvalidRequestException', message: 'marked for deletion' },
    'throttled-always': { error: 'ThrottlingException' },
    hanging: { hang: true },
    'arn:aws:secretsmanager:ap-south-1:123456789012:secret:prod/db-AbCdEf': { text: JSON.stringify(rds) },
  });
});

afterAll(() => stub[Symbol.asyncDispose]());

beforeEach(() => {
  // The SDK looks at the process's own variables and files too: neither may decide here.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
});

function environment(secretId: string, completed: object = {}, timeouts: object = {}): Environment {
  return {
    name: 'prod',
    expectation: 'content',
    connection: { kind: 'secret', secretId, at: 'driftline.yaml:9:13', ...completed },
    repair: 'off',
    connectTimeoutMs: 10_000,
    lockTimeoutMs: 1_000,
    statementTimeoutMs: 1_000,
    ...timeouts,
  };
}

function variables(overrides: { readonly [name: string]: string | undefined } = {}) {
  return {
    AWS_ENDPOINT_URL: stub.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: stubAccessKey,
    AWS_SECRET_ACCESS_KEY: 'stub',
    ...overrides,
  };
}

async function failure(
  secretId: string,
  completed?: object,
  env = variables(),
  timeouts?: object,
): Promise<DriftlineError> {
  const error = await resolveConnection(environment(secretId, completed, timeouts), { env }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DriftlineError);
  return error as DriftlineError;
}

describe('a secret becomes a connection URL', () => {
  const encoded = encodeURIComponent(password);
  test.for([
    ['the whole of what RDS writes', 'rds/whole', {}, `postgresql://app:${encoded}@db.example.com:5433/content`],
    ['a port written as text', 'rds/port-as-text', {}, `postgresql://app:${encoded}@db.example.com:5433/content`],
    ['binary', 'rds/binary', {}, `postgresql://app:${encoded}@db.example.com:5433/content`],
    ['an IPv6 address', 'rds/ipv6', {}, `postgresql://app:${encoded}@[::1]:5433/content`],
    [
      'a managed secret completed by the configuration',
      'rds/managed',
      { host: 'h', database: 'd' },
      `postgresql://postgres:${encoded}@h:5432/d`,
    ],
    [
      'a secret that the configuration overrules',
      'rds/whole',
      { host: 'proxy', port: 6432, database: 'other' },
      `postgresql://app:${encoded}@proxy:6432/other`,
    ],
    ['a URL', 'url/plain', {}, 'postgresql://app:hunter2@db.example.com/content'],
    ['a URL of SQLAlchemy', 'url/sqlalchemy', {}, 'postgresql+asyncpg://app:hunter2@db.example.com/content'],
  ] as const)('%s', async ([, secretId, completed, url]) => {
    expect(await resolveConnection(environment(secretId, completed), { env: variables() })).toEqual({ url });
  });

  test('is fetched in the region of its ARN', async () => {
    const arn = 'arn:aws:secretsmanager:ap-south-1:123456789012:secret:prod/db-AbCdEf';
    await resolveConnection(environment(arn), { env: variables() });
    expect(stub.regions.at(-1)).toBe('ap-south-1');
  });

  test('AWS_DEFAULT_REGION, which only other tools read, is understood', async () => {
    const env = variables({ AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-east-2' });
    await resolveConnection(environment('rds/whole'), { env });
    expect(stub.regions.at(-1)).toBe('us-east-2');
  });
});

describe('what is wrong is named, with the place in the configuration and a remedy', () => {
  test.for([
    ['a secret that does not exist', 'nowhere', {}, 'secret-not-found', 'does not exist in this account and region'],
    ['a denied secret', 'denied', {}, 'secret-access-denied', 'may not be read with these credentials'],
    ['a key that may not be used', 'undecryptable', {}, 'secret-access-denied', 'cannot be decrypted'],
    ['a deleted secret', 'deleted', {}, 'secret-unreadable', 'cannot be read in its present state'],
    ['a service that throttles', 'throttled-always', {}, 'secret-unreadable', 'ThrottlingException'],
    [
      'text that is neither JSON nor a URL',
      'bad/not-json',
      {},
      'secret-malformed',
      'neither JSON nor a connection URL',
    ],
    ['JSON that is no object', 'bad/list', {}, 'secret-malformed', 'is JSON, but no object'],
    ['a password that is a number', 'bad/number', {}, 'secret-malformed', 'other than text under password'],
    ['a missing user', 'bad/no-user', {}, 'secret-malformed', 'lacks username'],
    ["another engine's secret", 'rds/mysql', {}, 'secret-malformed', 'another kind of database'],
    ['a managed secret alone', 'rds/managed', {}, 'secret-incomplete', 'names the host and the database'],
    ['a URL with a host beside it', 'url/plain', { host: 'h' }, 'secret-malformed', 'host cannot change it'],
    ['a response cut short', 'bad/response', {}, 'secret-unreadable', 'could not be fetched'],
  ] as const)('%s', async ([, secretId, completed, code, words]) => {
    const error = await failure(secretId, completed);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^driftline\.yaml:9:13: /) });
    expect(error.message).toContain(words);
    expect(error.remedy).toMatch(/\.$/);
    expect(inspect(error, { depth: 10 })).not.toMatch(/hunter2|12345678|p@ss/);
  });

  test('a service that does not answer is given up in time', async () => {
    const error = await failure('hanging', {}, variables(), { connectTimeoutMs: 400 });
    expect(error).toMatchObject({ code: 'secret-timeout', message: expect.stringContaining('400 ms') });
  });

  test('a service that is not there', async () => {
    const error = await failure('rds/whole', {}, variables({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }));
    expect(error).toMatchObject({ code: 'secret-unreachable', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('no region', async () => {
    const error = await failure('rds/whole', {}, variables({ AWS_REGION: undefined }));
    expect(error).toMatchObject({ code: 'aws-region-missing', remedy: expect.stringContaining('AWS_REGION') });
  });

  test('no credentials', async () => {
    const env = variables({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    expect(await failure('rds/whole', {}, env)).toMatchObject({ code: 'aws-credentials-missing' });
  });

  test('credentials that AWS does not know', async () => {
    const error = await failure('rds/whole', {}, variables({ AWS_ACCESS_KEY_ID: 'AKIAOTHER' }));
    expect(error).toMatchObject({ code: 'aws-credentials-refused' });
  });

  test('an interruption ends the wait', async () => {
    const signal = AbortSignal.abort();
    const waiting = resolveConnection(environment('hanging'), { env: variables(), signal });
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
  });
});
