import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, type RunRecord, type Store } from '../../lib/incidents/store.ts';
import { makeDynamoStore } from '../../lib/incidents/store-dynamodb.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import { itemAttributes } from '../../lib/incidents/store-settings.ts';
import { updateDocument } from '../../lib/incidents/store-update.ts';
import { makeDynamoService } from '../support/aws/dynamodb.ts';
import { startMoto } from '../support/aws/moto.ts';
import { startAwsStub } from '../support/aws/server.ts';

const clock = { at: new Date('2026-03-01T10:00:00Z') };
const now = () => clock.at;
const stub = await startAwsStub({});
const moto = await startMoto('the state table against moto');
afterAll(() => Promise.all([stub.stop(), moto?.stop()]));

function connect(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 4 });
}

const waits = { now, random: () => 0.5, sleep: async () => {} };

let tables = 0;
const kinds: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', async () => makeMemoryStore(now)],
  [
    'DynamoDB over HTTP',
    async () => {
      const { service } = makeDynamoService('drift');
      const server = await startAwsStub({ DynamoDB_20120810: service });
      afterAll(server.stop);
      return makeDynamoStore({ client: connect(server.url), tableName: 'drift', ...waits });
    },
  ],
  ...(moto === undefined
    ? []
    : ([
        [
          'moto',
          async () => {
            const client = connect(moto.url);
            const tableName = `drift-${tables++}`;
            await client.send(
              new CreateTableCommand({
                TableName: tableName,
                BillingMode: 'PAY_PER_REQUEST',
                KeySchema: [
                  { AttributeName: itemAttributes.partition, KeyType: 'HASH' },
                  { AttributeName: itemAttributes.sort, KeyType: 'RANGE' },
                ],
                AttributeDefinitions: [
                  { AttributeName: itemAttributes.partition, AttributeType: 'S' },
                  { AttributeName: itemAttributes.sort, AttributeType: 'S' },
                ],
              }),
            );
            return makeDynamoStore({ client, tableName, ...waits });
          },
        ],
      ] as const)),
];

const run = (runId: string): RunRecord => ({
  runId,
  environment: 'prod',
  outcome: 'drift',
  drifts: { critical: 1, high: 0, medium: 0, low: 2 },
  repaired: 0,
  notify: true,
  startedAt: '2026-03-01T10:00:00.000Z',
  tookMs: 42,
});

describe.each(kinds)('the store in %s', (_name, open) => {
  let store: Store;
  beforeEach(async () => {
    clock.at = new Date('2026-03-01T10:00:00Z');
    store = await open();
  });

  test('gives back what was written, with the count of its writes', async () => {
    const key = keyOf.cursor('prod', 'column:public."odd ünïcode".status');
    const value = { memory: { block: 12, text: 'Telegrämm "\u0000"' }, leftAt: '2026-03-01' };
    expect(await store.read(key)).toBeUndefined();
    expect(await store.write([{ key, value, expectedVersion: 0 }])).toBe('written');
    expect(await store.read(key)).toEqual({ key, value, version: 1 });
    expect(await store.write([{ key, value, expectedVersion: 1 }])).toBe('written');
    expect((await store.read(key))?.version).toBe(2);
  });

  test('keeps documents of one name but another kind or group apart', async () => {
    await store.write([{ key: keyOf.verdict('postgresql', 'a'), value: { verdict: 'same' }, expectedVersion: 0 }]);
    expect(await store.read(keyOf.verdict('sqlite', 'a'))).toBeUndefined();
    expect(await store.read(keyOf.claim('a'))).toBeUndefined();
  });

  test('refuses to write over what somebody else wrote, also over what was not there', async () => {
    const key = keyOf.verdict('postgresql', 'a');
    await store.write([{ key, value: { verdict: 'same' }, expectedVersion: 0 }]);
    expect(await store.write([{ key, value: { verdict: 'different' }, expectedVersion: 0 }])).toBe('conflict');
    expect(await store.write([{ key, value: { verdict: 'different' }, expectedVersion: 2 }])).toBe('conflict');
    expect(await store.read(key)).toMatchObject({ value: { verdict: 'same' }, version: 1 });
  });

  test('writes several documents together or none of them', async () => {
    const open = {
      key: keyOf.incidents('prod', 'f'),
      value: { incidents: {} },
      expectedVersion: 0,
    } as const;
    const record = { key: keyOf.run('prod', 'r1'), value: run('r1'), expectedVersion: 0 };
    expect(await store.write([open, record])).toBe('written');
    const stale = { ...record, key: keyOf.run('prod', 'r2') };
    expect(await store.write([stale, open] as const)).toBe('conflict');
    expect(await store.read(keyOf.run('prod', 'r2'))).toBeUndefined();
  });

  test('refuses a write of nothing, of too much, and of one document twice', async () => {
    const write = { key: keyOf.verdict('postgresql', 'a'), value: { verdict: 'same' }, expectedVersion: 0 } as const;
    const many = Array.from({ length: 101 }, (_, n) => ({ ...write, key: keyOf.verdict('postgresql', String(n)) }));
    for (const writes of [[], many, [write, write]]) {
      await expect(async () => store.write(writes)).rejects.toThrow(RangeError);
    }
    expect(await store.write(many.slice(1))).toBe('written');
  });

  test('lists a group by id, page after page, either way and no further than asked', async () => {
    for (const id of ['r3', 'r1', 'r7', 'r5', 'r2', 'r6', 'r4']) {
      await store.write([{ key: keyOf.run('prod', id), value: run(id), expectedVersion: 0 }]);
    }
    await store.write([{ key: keyOf.run('staging', 'r0'), value: run('r0'), expectedVersion: 0 }]);
    const ids = async (...options: Parameters<Store['list']> extends [unknown, unknown, ...infer R] ? R : never) =>
      (await store.list('run', 'prod', ...options)).map(({ value }) => value.runId);
    expect(await ids()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']);
    expect(await ids({ newestFirst: true, limit: 4 })).toEqual(['r7', 'r6', 'r5', 'r4']);
    expect(await store.list('run', 'nowhere')).toEqual([]);
  });

  test('takes an expired document for absent, though it still lies there', async () => {
    const key = keyOf.run('prod', 'r1');
    await store.write([{ key, value: run('r1'), expectedVersion: 0, expiresAt: new Date('2026-03-01T11:00:00Z') }]);
    expect((await store.read(key))?.version).toBe(1);
    clock.at = new Date('2026-03-01T11:00:00Z');
    expect(await store.read(key)).toBeUndefined();
    expect(await store.list('run', 'prod')).toEqual([]);
    expect(await store.write([{ key, value: run('r1'), expectedVersion: 1 }])).toBe('conflict');
    expect(await store.write([{ key, value: run('r1'), expectedVersion: 0 }])).toBe('written');
  });

  test('loses no write of many writers at once', async () => {
    const key = keyOf.cursor('prod', 'column:public.t.c');
    const count = (current: { readonly memory: { readonly [key: string]: unknown } } | undefined) => ({
      memory: { count: Number(current?.memory.count ?? 0) + 1 },
      leftAt: '2026-03-01',
    });
    await Promise.all(Array.from({ length: 8 }, () => updateDocument(store, key, count)));
    expect((await store.read(key))?.value.memory).toEqual({ count: 8 });
  });

  test('lets exactly one of many claim the same work', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        store.write([
          {
            key: keyOf.claim('2026-03-01T10:00:00Z'),
            value: { runId: `r${n}`, owner: `o${n}`, state: 'running', leaseUntil: '2026-03-01T10:15:00Z' },
            expectedVersion: 0,
          },
        ]),
      ),
    );
    expect(claims.filter((claim) => claim === 'written')).toHaveLength(1);
  });
});

describe('the store in DynamoDB, when the network fails', () => {
  test('a write whose answer got lost counts once', async () => {
    const { service, items } = makeDynamoService('drift');
    let isLost = false;
    const server = await startAwsStub({ DynamoDB_20120810: service });
    server.fault = (call) => {
      if (isLost) return undefined;
      isLost = true;
      service(call);
      return 'reset';
    };
    const store = makeDynamoStore({ client: connect(server.url), tableName: 'drift', ...waits });
    const key = keyOf.verdict('postgresql', 'a');
    expect(await store.write([{ key, value: { verdict: 'same' }, expectedVersion: 0 }])).toBe('written');
    expect(items.size).toBe(1);
    expect(server.calls).toHaveLength(2);
    await server.stop();
  });

  test('throttling is waited out; a table that is not there is named', async () => {
    const { service } = makeDynamoService('drift');
    const server = await startAwsStub({ DynamoDB_20120810: service });
    let left = 2;
    server.fault = () => (left-- > 0 ? 'throttle' : undefined);
    const client = connect(server.url);
    const key = keyOf.claim('a');
    expect(await makeDynamoStore({ client, tableName: 'drift', ...waits }).read(key)).toBeUndefined();
    await expect(makeDynamoStore({ client, tableName: 'other', ...waits }).read(key)).rejects.toMatchObject({
      code: 'state-unavailable',
      message: 'the state table other did not answer (ResourceNotFoundException)',
    });
    await server.stop();
  });
});
