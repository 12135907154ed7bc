import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alertClients } from '../../lib/alerts/clients.ts';
import { type DeliverDeps, deliver } from '../../lib/alerts/deliver.ts';
import { prepare, type SendDeps } from '../../lib/alerts/send.ts';
import { type AlertSettings, type Channel, noAlerts } from '../../lib/alerts/settings.ts';
import { testChannel } from '../../lib/alerts/test-channel.ts';
import { keyOf } from '../../lib/incidents/store.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import { type AwsAnswer, type AwsStub, awsError, startAwsStub } from '../support/aws/server.ts';
import { type Published, published, readPublish, snsError } from '../support/aws/sns.ts';
import { lastAlert, oneDrift } from '../unit/alerts/scenes.ts';

/** What the endpoint does with one request. */
type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

const secretPath = '/services/T0SECRET/B0SECRET/xoxSECRETxox';
let server: Server;
let url: string;
let behaviours: Behaviour[] = [];
let received: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
let aws: AwsStub;
let awsAnswers: AwsAnswer[] = [];
const mails: Published[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    (behaviours.shift() ?? answer(200, 'ok'))(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${secretPath}?key=SECRETquery`;
  aws = await startAwsStub({
    AWSEvents: () => awsAnswers.shift() ?? { status: 200, body: { Entries: [{ EventId: '1' }], FailedEntryCount: 0 } },
    // SNS speaks the query protocol, which names its action in the body.
    s3: ({ body }) => {
      mails.push(readPublish(body));
      return awsAnswers.shift() ?? published;
    },
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await aws.stop();
});
afterEach(() => {
  behaviours = [];
  received = [];
  awsAnswers = [];
  aws.fault = () => undefined;
});

const answer =
  (status: number, body: string, headers: { readonly [name: string]: string } = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end(body);
const hang: Behaviour = () => {};
const close: Behaviour = (_, request) => void request.socket.destroy();
const half: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('o');
  setTimeout(() => response.destroy(), 20);
};

const confidential = { kind: 'variable', template: 'unused', at: 'driftline.yaml:1:1' } as const;
const channels: { readonly [kind: string]: Channel } = {
  slack: { kind: 'slack', name: 'slack', url: confidential, isRedacted: false },
  teams: { kind: 'teams', name: 'teams', url: confidential, isRedacted: false },
  webhook: {
    kind: 'webhook',
    name: 'webhook',
    url: confidential,
    isRedacted: false,
    key: { ...confidential, template: 'key' },
  },
  email: { kind: 'email', name: 'email', topicArn: 'arn:aws:sns:eu-central-1:111111111111:drift', isRedacted: false },
  events: { kind: 'events', name: 'events', bus: 'default', isRedacted: false },
};
const settings: AlertSettings = { ...noAlerts, channels };

function makeDeps(address = url) {
  const now = () => new Date('2026-03-01T10:05:00Z');
  const waits: number[] = [];
  const send: SendDeps = {
    ...alertClients(1000, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test',
    }),
    reveal: async ({ ...text }) => (text.kind === 'variable' && text.template === 'key' ? 'signing-key' : address),
    now,
    timeoutMs: 150,
  };
  const deps: DeliverDeps = {
    prepare: (alert, channel) => prepare(alert, channel, send),
    store: makeMemoryStore(now),
    now,
    timeoutMs: 150,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
    remainingMs: () => 60_000,
    expiry: () => new Date('2026-04-01'),
  };
  return { deps, send, waits };
}

const alert = lastAlert(oneDrift);
const entryFor = (...names: readonly string[]) => ({
  alert,
  channels: Object.fromEntries(names.map((name) => [name, [0]])),
  part: 1,
  parts: 1,
});

/** Hands the entry over twice, as a stream that repeats a record: what came of it each time, and how often it was posted. */
async function deliverTwice(name: string, address?: string) {
  const { deps, waits } = makeDeps(address);
  const first = await deliver(entryFor(name), settings, deps);
  const second = await deliver(entryFor(name), settings, deps);
  const mark = await deps.store.read(keyOf.delivery(alert.id, name));
  return { first: first[0], second: second[0], waits, mark: mark?.value, posted: received.length };
}

describe.for(['slack', 'teams', 'webhook'])('a %s endpoint', (name) => {
  test('that answers well is told once, however often the record comes', async () => {
    expect(await deliverTwice(name)).toMatchObject({
      first: { result: 'sent' },
      second: { result: 'settled' },
      posted: 1,
    });
    expect(received[0]?.headers['content-type']).toContain('application/json');
    expect(JSON.parse(received[0]?.body ?? '')).toBeTypeOf('object');
  });

  test('that says 429 is asked again when it wants to be', async () => {
    behaviours = [answer(429, 'slow down', { 'retry-after': '2' }), answer(429, '')];
    expect(await deliverTwice(name)).toMatchObject({ first: { result: 'sent' }, posted: 3, waits: [2000, 1500] });
  });

  test('that says 429 for longer than there is time is left for later', async () => {
    behaviours = [answer(429, '', { 'retry-after': '3600' })];
    const { deps } = makeDeps();
    expect(await deliver(entryFor(name), settings, deps)).toMatchObject([{ result: 'waiting' }]);
    expect(await deliver(entryFor(name), settings, deps)).toMatchObject([{ result: 'sent' }]);
    expect(received).toHaveLength(2);
  });

  test.for([
    ['says 500', answer(500, 'oops')],
    ['says 503 with a time to come again', answer(503, '', { 'retry-after': '1' })],
    ['never answers', hang],
    ['closes the connection', close],
  ] as const)('that %s may have posted it, and is not asked again', async ([, behaviour]) => {
    behaviours = [behaviour];
    const { first, second, posted, mark } = await deliverTwice(name);
    expect({ first, second, posted }).toMatchObject({
      first: { result: 'doubtful' },
      second: { result: 'settled' },
      posted: 1,
    });
    expect(JSON.stringify([first, mark])).not.toContain('SECRET');
  });

  test.for([
    ['says that the message is wrong', answer(400, 'invalid_payload')],
    ['is gone', answer(404, `no_service at ${secretPath}`)],
    ['sends elsewhere', answer(302, '', { location: 'http://169.254.169.254/latest' })],
  ] as const)('that %s did not post it; once it is mended it is told', async ([, behaviour]) => {
    behaviours = [behaviour];
    const { first, second, posted } = await deliverTwice(name);
    expect({ first, second, posted }).toMatchObject({
      first: { result: 'rejected' },
      second: { result: 'sent' },
      posted: 2,
    });
    expect(JSON.stringify(first)).not.toContain('SECRET');
  });

  test('that nobody serves is tried again within bounds, and left for later', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const result = await deliverTwice(name, `http://127.0.0.1:${port}${secretPath}`);
    expect(result).toMatchObject({
      first: { result: 'waiting', why: 'no connection (ECONNREFUSED)' },
      second: { result: 'waiting' },
    });
    expect(result.waits).toHaveLength(6);
    expect(result.mark).toMatchObject({ state: 'waiting', attempts: 2 });
  });
});

test.for([
  ['never gives', answer(200, '<html>Welcome to the proxy</html>')],
  ['does not end', half],
] as const)('an answer of success that Slack %s is doubted', async ([, behaviour]) => {
  behaviours = [behaviour];
  expect(await deliverTwice('slack')).toMatchObject({ first: { result: 'doubtful' }, posted: 1 });
});

test.for([
  ['plain HTTP to another machine', 'http://hooks.example.com/x'],
  ['a file', 'file:///etc/passwd'],
  ['no URL', 'SECRET'],
])('nothing is sent to %s', async ([, address = '']) => {
  const { first } = await deliverTwice('webhook', address);
  expect(first).toEqual({ channel: 'webhook', result: 'rejected', why: 'its address is no https:// URL' });
});

test('a webhook can verify who sent what and when', async () => {
  await deliverTwice('webhook');
  const [{ headers, body }] = received as [(typeof received)[number]];
  const timestamp = String(headers['driftline-timestamp']);
  const signature = `v1=${createHmac('sha256', 'signing-key').update(`${timestamp}.${body}`).digest('hex')}`;
  expect(headers['driftline-signature']).toBe(signature);
  expect(Number(timestamp)).toBe(Date.parse('2026-03-01T10:05:00Z') / 1000);
  expect(decodeURIComponent(String(headers['driftline-delivery']))).toBe(alert.id);
});

describe('a process that dies while it sends', () => {
  test('leaves a message that nobody sends again, and that is said', async () => {
    const { deps } = makeDeps();
    const dies = { ...deps, prepare: async () => [() => Promise.reject(new Error('killed'))] };
    await expect(deliver(entryFor('slack'), settings, dies)).rejects.toThrow('killed');
    expect(await deliver(entryFor('slack'), settings, deps)).toMatchObject([{ result: 'elsewhere' }]);
    const later = { ...deps, now: () => new Date('2026-03-01T11:00:00Z') };
    expect(await deliver(entryFor('slack'), settings, later)).toMatchObject([{ result: 'doubtful' }]);
    expect(received).toHaveLength(0);
  });

  test('and two that are handed the same record at once post it once', async () => {
    const { deps } = makeDeps();
    const all = await Promise.all([1, 2, 3, 4].map(() => deliver(entryFor('slack', 'teams'), settings, deps)));
    expect(all.flat().filter(({ result }) => result === 'sent')).toHaveLength(2);
    expect(received).toHaveLength(2);
  });
});

describe('SNS and EventBridge', () => {
  test.for(['email', 'events'])('are told once by %s', async (name) => {
    const before = aws.calls.length;
    expect(await deliverTwice(name)).toMatchObject({ first: { result: 'sent' }, second: { result: 'settled' } });
    expect(aws.calls.length - before).toBe(1);
  });

  test.for([
    ['events', 'throttle', 'sent'],
    ['email', 'internal-error', 'doubtful'],
    ['events', 'internal-error', 'doubtful'],
    ['email', 'hang', 'doubtful'],
    ['events', 'hang', 'doubtful'],
    ['events', 'reset', 'doubtful'],
  ] as const)('by %s through a %s: %s', async ([name, fault, result]) => {
    const before = aws.calls.length;
    let left = 1;
    aws.fault = () => (left-- > 0 ? fault : undefined);
    expect(await deliverTwice(name)).toMatchObject({ first: { result }, second: { result: 'settled' } });
    expect(aws.calls.length - before).toBe(result === 'sent' ? 2 : 1);
  });

  test('a mail that is throttled is tried again, one to a topic that is not there is not', async () => {
    awsAnswers = [snsError('Throttled', 400), snsError('Throttling', 400)];
    expect(await deliverTwice('email')).toMatchObject({ first: { result: 'sent' }, waits: [750, 1500] });
    expect(mails.at(-1)).toMatchObject({
      topic: 'arn:aws:sns:eu-central-1:111111111111:drift',
      subject: '[Driftline] prod: 1 critical drift',
      message: expect.stringContaining('* table public.content_plans is missing'),
    });
    awsAnswers = [snsError('NotFound', 404)];
    expect(await deliverTwice('email')).toMatchObject({ first: { result: 'rejected' } });
  });

  test('an event that is refused alone is not taken for sent', async () => {
    awsAnswers = [{ status: 200, body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] } }];
    expect(await deliverTwice('events')).toMatchObject({ first: { result: 'sent' }, waits: [750] });
  });

  test('a bus or topic that is not there rejects', async () => {
    awsAnswers = [awsError('ResourceNotFoundException', 'no such bus')];
    expect(await deliverTwice('events')).toMatchObject({
      first: { result: 'rejected', why: 'ResourceNotFoundException' },
    });
  });
});

describe('the test of a channel', () => {
  test('says what the channel answered, and sends a message that says what it is', async () => {
    const { send } = makeDeps();
    expect(await testChannel('slack', settings, send)).toEqual({
      channel: 'slack',
      result: 'sent',
      answered: 'HTTP 200: ok',
    });
    expect(received[0]?.body).toContain('Test: test:');
    behaviours = [answer(403, 'action_prohibited')];
    expect(await testChannel('slack', settings, send)).toMatchObject({
      result: 'notSent',
      answered: 'HTTP 403: action_prohibited',
    });
  });

  test('names the channels that there are', async () => {
    await expect(testChannel('slak', settings, makeDeps().send)).rejects.toMatchObject({
      code: 'unknown-channel',
      remedy: 'Channels: slack, teams, webhook, email, events.',
    });
  });
});
