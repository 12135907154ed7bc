import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, test } from 'vitest';
import { variables } from '../../lambdas/check/settings.ts';
import { startMoto } from '../support/aws/moto.ts';
import { credentials, region, runCdk } from './cdk-on-moto.ts';
import { deployFunction } from './deployed-function.ts';
import { authority, migrations, rdsSecret, startWatchedServer } from './watched-database.ts';

const moto = await startMoto('bootstrap, deploy, invoke, state and report, end to end');
afterAll(() => moto?.stop());

const configuration = `expectations:
  content: { migrations: migrations.sql }
environments:
  prod: { expectation: content, secret: prod/db, settle: 0s, tls: { mode: verify, ca: ${authority} } }
aws: { account: "123456789012", region: ${region} }
`;

if (moto !== undefined) {
  describe('the app in a whole AWS account, as moto imitates it', () => {
    test('bootstraps, deploys, checks on demand, keeps state and report', { timeout: 240_000 }, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'driftline-moto-'));
      const server = await startWatchedServer();
      const client = { region, endpoint: moto.url, credentials };
      try {
        await server.makeDatabase('prod', 'drop table looks');
        await writeFile(join(folder, 'driftline.yaml'), configuration);
        await writeFile(join(folder, 'migrations.sql'), migrations);
        const out = join(folder, 'cdk.out');
        await mkdir(out);
        const config = ['-c', `config=${join(folder, 'driftline.yaml')}`];
        await runCdk(moto.url, out, 'bootstrap', `aws://123456789012/${region}`, ...config);
        await runCdk(moto.url, out, 'deploy', '--all', '--require-approval', 'never', ...config);

        const secret = { Name: 'prod/db', SecretString: rdsSecret(server, 'prod') };
        await new SecretsManagerClient(client).send(new CreateSecretCommand(secret));
        const dynamodb = new DynamoDBClient(client);
        const s3 = new S3Client({ ...client, forcePathStyle: true });
        const table =
          (await dynamodb.send(new ListTablesCommand())).TableNames?.find((it) => it.includes('State')) ?? '';
        const buckets = (await s3.send(new ListBucketsCommand())).Buckets ?? [];
        const bucket = buckets.find(({ Name: name }) => name?.includes('reports'))?.Name ?? '';

        const deployed = await deployFunction({
          watched: { folder: await assetIn(out) },
          endpoint: moto.url,
          env: { [variables.table]: table, [variables.bucket]: bucket },
        });
        try {
          await deployed.ready;
          const event = { scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e1' };
          expect(await deployed.invoke(event)).toMatchObject({
            kind: 'answered',
            answer: { environments: { prod: { drifts: ['critical: table public.looks is missing'] } } },
          });
          expect(await deployed.invoke(event)).toMatchObject({ answer: { alreadyDone: expect.any(String) } });
        } finally {
          await deployed.stop();
        }

        const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName: table }));
        expect(items.map((item) => item.kind?.S).sort()).toEqual(['claim', 'incidents', 'run', 'state']);
        const { Contents: objects = [] } = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: 'reports/' }),
        );
        const keys = objects.map(({ Key }) => Key ?? '').sort();
        expect(keys).toEqual([expect.stringMatching(/\.html$/), expect.stringMatching(/\.json\.gz$/)]);
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keys[1] }));
        const report = JSON.parse(gunzipSync((await object.Body?.transformToByteArray()) ?? Buffer.of()).toString());
        expect(report).toMatchObject({ outcome: 'drift', environments: [{ environment: 'prod' }] });
      } finally {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}

/** The folder that the CDK deployed as the function's code. */
async function assetIn(out: string): Promise<string> {
  for (const name of await readdir(out)) {
    const folder = join(out, name);
    if (name.startsWith('asset.') && (await stat(join(folder, 'watch.json')).catch(() => undefined))) return folder;
  }
  throw new Error(`no function in ${await readFile(join(out, 'manifest.json'), 'utf8')}`);
}
