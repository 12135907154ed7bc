import { gzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { makeBucketCatalogs } from '../../lambdas/check/bucket-catalogs.ts';
import type { KeptCatalog } from '../../lib/run/kept-catalogs.ts';
import { makeS3Service } from '../support/aws/s3.ts';
import { startAwsStub } from '../support/aws/server.ts';

const { service, objects } = makeS3Service();
const stub = await startAwsStub({ s3: service });
afterAll(() => stub.stop());

const catalogsAt = (endpoint: string) =>
  makeBucketCatalogs(
    new S3Client({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
      maxAttempts: 1,
    }),
    'reports',
  );
const catalogs = catalogsAt(stub.url);

const catalog: KeptCatalog = {
  introspection: {
    snapshot: { formatVersion: 2, engine: 'postgresql', serverVersion: '18.0', objects: {}, dependencies: {} },
    diagnostics: [],
    mark: 'a',
  },
  readAt: '2026-03-01T10:00:00.000Z',
};

test('a catalog is recalled as it was kept, packed and apart from the reports', async () => {
  expect(await catalogs.recall('key')).toBeUndefined();
  await catalogs.keep('key', catalog);
  expect([...objects.keys()]).toEqual(['/reports/catalogs/key.json.gz']);
  expect(await catalogs.recall('key')).toEqual(catalog);
  expect(await catalogs.recall('other')).toBeUndefined();
});

test('what is damaged, or no catalog with a mark, is not recalled', async () => {
  objects.set('/reports/catalogs/damaged.json.gz', { body: Buffer.from('no gzip'), headers: {} });
  expect(await catalogs.recall('damaged')).toBeUndefined();
  const { mark: _, ...unmarked } = catalog.introspection;
  await catalogs.keep('unmarked', { ...catalog, introspection: unmarked });
  expect(await catalogs.recall('unmarked')).toBeUndefined();
  objects.set('/reports/catalogs/edited.json.gz', {
    body: gzipSync(JSON.stringify({ ...catalog, introspection: { ...catalog.introspection, snapshot: null } })),
    headers: {},
  });
  expect(await catalogs.recall('edited')).toBeUndefined();
});

test('a bucket that cannot be reached costs nothing but a reading', async () => {
  const nowhere = catalogsAt('http://127.0.0.1:1');
  await nowhere.keep('key', catalog);
  expect(await nowhere.recall('key')).toBeUndefined();
});
