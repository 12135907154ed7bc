import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInFile } from '../../demo/make-file.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import type { CompiledExpectation } from '../../lib/run/expectation.ts';
import { makeDynamoService } from '../support/aws/dynamodb.ts';
import { makeS3Service } from '../support/aws/s3.ts';
import { makeSecretsService } from '../support/aws/secrets-manager.ts';
import { type AwsStub, startAwsStub } from '../support/aws/server.ts';
import { type LibsqlServer, startLibsqlServer } from '../support/libsql-server.ts';
import { type DeployedFunction, deployFunction } from './deployed-function.ts';
import { environment } from './watched-database.ts';

const token = 'eyJhbGciOiJFZERTQSJ9.nobody-may-see.c2lnbmF0dXJl';
let folder: string;
let server: LibsqlServer;
let aws: AwsStub;
let deployed: DeployedFunction;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-libsql-'));
  const path = join(folder, 'app.db');
  // Two spellings of one default, which SQLite alone can tell to be one, and a table too few.
  runInFile(path, "create table plans (id integer primary key, made text default ('x' || 'y'))");
  const promised = `create table plans (id integer primary key, made text default (('x'||'y')));
    create table steps (id integer primary key)`;
  const { snapshot } = await engineNamed('sqlite').compile([{ path: '1.sql', text: promised }], { timeoutMs: 20_000 });
  const content: CompiledExpectation = {
    name: 'content',
    engine: 'sqlite',
    snapshot,
    rules: { ignore: [], unexpected: 'report' },
    values: [],
    diagnostics: [],
  };
  server = await startLibsqlServer(path, token);
  const secrets = new Map([
    ['turso', { text: JSON.stringify({ url: `libsql://${server.host}?tls=0`, authToken: token }) }],
    ['file', { text: 'file:app.db' }],
  ]);
  aws = await startAwsStub({
    secretsmanager: makeSecretsService(secrets),
    DynamoDB_20120810: makeDynamoService('drift').service,
    s3: makeS3Service().service,
  });
  const watched = ['turso', 'file'].map((name) => {
    const { tls: _, ...reached } = environment(name);
    return [name, reached] as const;
  });
  deployed = await deployFunction({
    watched: { formatVersion: 1, environments: Object.fromEntries(watched), expectations: { content } },
    endpoint: aws.url,
  });
  await deployed.ready;
});

afterAll(async () => {
  await deployed.stop();
  await server[Symbol.asyncDispose]();
  await aws.stop();
  await rm(folder, { recursive: true });
});

test('the built function checks a libSQL server, settles spellings, and says that there is no file', async () => {
  expect(await deployed.invoke({})).toMatchObject({
    kind: 'answered',
    answer: {
      outcome: 'unknown',
      environments: {
        turso: { outcome: 'drift', drifts: ['critical: table main.steps is missing'] },
        file: { outcome: 'unknown' },
      },
    },
  });
  expect(deployed.log()).not.toContain('nobody-may-see');
});
