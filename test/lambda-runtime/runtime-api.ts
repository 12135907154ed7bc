import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** What an invocation came to. */
export type InvocationEnd =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string };

export interface RuntimeApi {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Hands an event to the runtime and waits for what it comes to. Invocations follow one another. */
  readonly invoke: (
    event: unknown,
    options?: { readonly timeoutMs?: number; readonly id?: string },
  ) => Promise<InvocationEnd>;
  /** Resolves when the runtime first asks for work; rejects when its initialisation fails. */
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Work {
  readonly id: string;
  readonly event: unknown;
  readonly timeoutMs: number;
}

/**
 * Stands in for the Lambda service: the HTTP interface from which a runtime takes its invocations and to which it
 * gives the answers. See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue: Work[] = [];
  const ends = new Map<string, (end: InvocationEnd) => void>();
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  let waiting: ServerResponse | undefined;
  let count = 0;

  const deliver = () => {
    const work = queue[0];
    if (waiting === undefined || work === undefined) return;
    queue.shift();
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': work.id,
      'lambda-runtime-deadline-ms': String(Date.now() + work.timeoutMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:111111111111:function:check',
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    waiting.end(JSON.stringify(work.event));
    waiting = undefined;
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const [, id = '', verb] = /invocation\/([^/]+)(?:\/(response|error))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      ready.resolve();
      waiting = response;
      return deliver();
    }
    if (request.url?.endsWith('/init/error')) ready.reject(new Error(body));
    if (verb === 'response') ends.get(id)?.({ kind: 'answered', answer: JSON.parse(body) });
    if (verb === 'error') ends.get(id)?.({ kind: 'failed', ...JSON.parse(body) });
    response.writeHead(202).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('a TCP server without a port');

  return {
    address: `127.0.0.1:${address.port}`,
    ready: ready.promise,
    invoke: (event, { timeoutMs = 60_000, id = `invocation-${++count}` } = {}) => {
      const end = Promise.withResolvers<InvocationEnd>();
      ends.set(id, end.resolve);
      queue.push({ id, event, timeoutMs });
      deliver();
      return end.promise;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
