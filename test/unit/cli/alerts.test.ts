import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDynamoService } from '../../support/aws/dynamodb.ts';
import { type AwsStub, startAwsStub } from '../../support/aws/server.ts';
import { runDriftline } from '../../support/run-driftline.ts';

let folder: string;
let aws: AwsStub;
let hook: Server;
let status = 200;
const bodies: string[] = [];
const state = makeDynamoService('drift');

const config = `expectations: { content: { migrations: migrations } }
environments: { prod: { expectation: content, url: "\${PROD_URL}" } }
alerts:
  channels:
    slack: { kind: slack, url: "\${SLACK_WEBHOOK_URL}" }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-cli-'));
  aws = await startAwsStub({ DynamoDB_20120810: state.service });
  hook = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(status).end(status === 200 ? 'ok' : 'no_service');
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  await writeFile(join(folder, 'driftline.yaml'), config);
  const { port } = hook.address() as AddressInfo;
  await writeFile(join(folder, '.env'), `SLACK_WEBHOOK_URL=http://127.0.0.1:${port}/services/SECRET\n`);
});
afterAll(async () => {
  hook.closeAllConnections();
  hook.close();
  await aws.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: readonly string[]) =>
  runDriftline(args, {
    cwd: folder,
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test',
      DRIFTLINE_TABLE: 'drift',
    },
  });

describe('driftline mute', () => {
  test('keeps a mute in the state table, and lists it', async () => {
    const muted = await run('mute', 'index:public.*', '--env', 'staging', '--for', '24h', '--reason', 'load test');
    expect(muted).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^muted index:public\.\* until 20\d\d-/),
    });
    const [item] = state.items.values();
    expect(JSON.parse(item?.value?.S ?? '')).toMatchObject({
      pattern: 'index:public.*',
      environments: ['staging'],
      reason: 'load test',
    });
    expect(item).toHaveProperty('expiresAt');
    const listed = await run('mute', '--list', '--format', 'json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ formatVersion: 1, mutes: [{ reason: 'load test' }] });
    expect((await run('mute', '--list')).stdout).toMatch(/^index:public\.\* in staging until .*: load test\n$/);
  });

  test.for([
    ['no pattern', ['mute', '--for', '1h', '--reason', 'x'], 'Name the objects as kind:schema.name'],
    [
      'a kind that nothing is of',
      ['mute', 'tables:public.t', '--for', '1h', '--reason', 'x'],
      'tables:public.t is for "tables", which is no kind of object; did you mean "table"?',
    ],
    ['no reason', ['mute', 'table:a.t', '--for', '1h'], 'Say why'],
    ['no end', ['mute', 'table:a.t', '--reason', 'x'], 'Say for how long'],
    ['an end that is past', ['mute', 'table:a.t', '--reason', 'x', '--until', '2020-01-31'], 'is over already'],
    ['an end beyond a year', ['mute', 'table:a.t', '--reason', 'x', '--for', '9000h'], 'lasts too long'],
    ['no duration', ['mute', 'table:a.t', '--reason', 'x', '--for', 'long'], 'whole number with its unit'],
  ] as const)('refuses %s', async ([, args, why]) => {
    expect(await run(...args)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining(why) });
  });
});

describe('driftline notify test', () => {
  test('sends a sample and says what the channel answered, without its address', async () => {
    const { exitCode, stdout, stderr } = await run('notify', 'test', '--channel', 'slack');
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'slack took it: HTTP 200: ok\n', stderr: '' });
    expect(bodies.at(-1)).toContain('If you can read this, the channel works.');
    status = 404;
    const refused = await run('notify', 'test', '--channel', 'slack', '--format', 'json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toEqual({
      formatVersion: 1,
      channel: 'slack',
      result: 'notSent',
      answered: 'HTTP 404: no_service',
    });
    expect(JSON.stringify(refused)).not.toContain('SECRET');
  });

  test('names the channels that there are', async () => {
    expect(await run('notify', 'test', '--channel', 'slak')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Channels: slack.'),
    });
  });
});
