import { afterEach, expect, test, vi } from 'vitest';
import { urlWithToken } from '../../../lib/config/secrets/rds-token.ts';

const connection = {
  kind: 'iam',
  user: 'drift line',
  host: 'prod.cluster-abc.eu-central-1.rds.amazonaws.com',
  port: 5433,
  database: 'content',
  at: 'driftline.yaml:4:37',
} as const;

afterEach(() => void vi.unstubAllEnvs());

test('the password is a token that was signed for this host, user and region', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const url = new URL(await urlWithToken(connection, {}));
  expect(url.username).toBe('drift%20line');
  expect(url.pathname).toBe('/content');
  const token = new URL(`https://${decodeURIComponent(url.password)}`);
  expect(token.host).toBe(`${connection.host}:5433`);
  expect(token.searchParams.get('Action')).toBe('connect');
  expect(token.searchParams.get('DBUser')).toBe('drift line');
  expect(token.searchParams.get('X-Amz-Credential')).toMatch(/^AKIATEST\/\d+\/eu-central-1\/rds-db\/aws4_request$/);
  expect(token.searchParams.get('X-Amz-Expires')).toBe('900');
});

test('a host that tells no region needs one from elsewhere', async () => {
  await expect(urlWithToken({ ...connection, host: 'localhost' }, {})).rejects.toMatchObject({
    code: 'aws-region-missing',
    message: 'driftline.yaml:4:37: no AWS region is known for localhost',
  });
});
