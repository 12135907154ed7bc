import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One call of an AWS API, as it came over the wire. */
export interface AwsCall {
  /** `GetSecretValue`, or for S3 the method: `PUT`. */
  readonly action: string;
  /** `secretsmanager`, `DynamoDB_20120810`, `s3` */
  readonly service: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong instead of an answer. */
export type Fault = 'throttle' | 'internal-error' | 'hang' | 'reset';

/** Answers the calls of one service; undefined for an action that it does not know. */
export type AwsService = (call: AwsCall) => AwsAnswer | undefined;

export interface AwsStub {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly calls: readonly AwsCall[];
  /** Decides, call by call, what goes wrong. Replace it at any time. */
  fault: (call: AwsCall) => Fault | undefined;
  readonly stop: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1 like a small part of AWS: JSON protocols by their target header, everything else as S3.
 * See https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function startAwsStub(services: Readonly<Record<string, AwsService>>): Promise<AwsStub> {
  const calls: AwsCall[] = [];
  const stub = { fault: (_call: AwsCall): Fault | undefined => undefined };
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const fault = stub.fault(call);
    if (fault === 'hang') return;
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    send(response, call, fault === undefined ? answer(services, call) : faultAnswer(fault));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('a TCP server without a port');
  return Object.assign(stub, {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

/** An error as the JSON protocols spell it. */
export function awsError(code: string, message: string, more: object = {}, status = 400): AwsAnswer {
  return { status, body: { __type: code, message, Message: message, ...more } };
}

async function readCall(request: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [service = '', action = ''] = String(request.headers['x-amz-target'] ?? `s3.${request.method}`).split('.');
  return { service, action, path: request.url ?? '/', headers: request.headers, body: Buffer.concat(chunks) };
}

function answer(services: Readonly<Record<string, AwsService>>, call: AwsCall): AwsAnswer {
  return services[call.service]?.(call) ?? awsError('UnknownOperationException', `${call.service}.${call.action}`);
}

function faultAnswer(fault: 'throttle' | 'internal-error'): AwsAnswer {
  if (fault === 'throttle') return awsError('ThrottlingException', 'Rate exceeded');
  return awsError('InternalServerError', 'We are sorry', {}, 500);
}

function send(response: ServerResponse, { service }: AwsCall, { status, body, headers }: AwsAnswer): void {
  const type = service === 's3' ? 'application/xml' : 'application/x-amz-json-1.1';
  response.writeHead(status, {
    'content-type': type,
    'x-amzn-requestid': '00000000-0000-0000-0000-000000000000',
    ...headers,
  });
  response.end(service === 's3' ? xmlOf(body) : JSON.stringify(body ?? {}));
}

/** S3 has errors of its own shape. */
function xmlOf(body: unknown): string | Buffer {
  if (body === undefined) return '';
  if (Buffer.isBuffer(body)) return body;
  const { __type: code, message } = body as { readonly __type?: string; readonly message?: string };
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}
