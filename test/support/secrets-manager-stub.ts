import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What the stub answers for one secret: its text, its bytes, an error of the service by name, no answer at all, or
 * something that is no answer of this protocol.
 */
export type StubSecret =
  | { readonly text: string }
  | { readonly binary: Uint8Array }
  | { readonly error: string; readonly status?: number; readonly message?: string }
  | { readonly hang: true }
  | { readonly rawBody: string };

export interface SecretsManagerStub extends AsyncDisposable {
  readonly url: string;
  /** The ids that were asked for, in order, retries included. */
  readonly asked: readonly string[];
  /** The regions that requests were signed for. */
  readonly regions: readonly string[];
}

/** The only access key that the stub knows. */
export const stubAccessKey = 'AKIASTUBSTUBSTUBSTUB';

/**
 * Serves `GetSecretValue` of AWS Secrets Manager over HTTP on a free port of the loopback interface, in the service's own
 * protocol (AWS JSON 1.1), so that the real SDK can be pointed at it with `AWS_ENDPOINT_URL`.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function startSecretsManagerStub(secrets: {
  readonly [id: string]: StubSecret;
}): Promise<SecretsManagerStub> {
  const asked: string[] = [];
  const regions: string[] = [];
  const server = createServer(async (request, response) => {
    const signature = /Credential=([^/]+)\/\d+\/([^/]+)\/secretsmanager\/aws4_request/.exec(
      request.headers.authorization ?? '',
    );
    const id = await readSecretId(request);
    asked.push(id);
    regions.push(signature?.[2] ?? '');
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return fail(response, 'UnknownOperationException');
    }
    if (signature?.[1] !== stubAccessKey) {
      return fail(response, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    answer(response, id, secrets[id]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    regions,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readSecretId(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return (JSON.parse(Buffer.concat(chunks).toString('utf8')) as { readonly SecretId: string }).SecretId;
}

function answer(response: ServerResponse, id: string, secret: StubSecret | undefined): void {
  if (secret === undefined) {
    fail(response, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  } else if ('error' in secret) {
    fail(response, secret.error, secret.message, secret.status);
  } else if ('rawBody' in secret) {
    send(response, 200, secret.rawBody);
  } else if (!('hang' in secret)) {
    const value =
      'text' in secret
        ? { SecretString: secret.text }
        : { SecretBinary: Buffer.from(secret.binary).toString('base64') };
    const about = {
      ARN: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${id}-AbCdEf`,
      Name: id,
      VersionId: '11111111-2222-3333-4444-555555555555',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: 1_700_000_000.123,
    };
    send(response, 200, JSON.stringify({ ...about, ...value }));
  }
}

function fail(response: ServerResponse, type: string, message = type, status = 400): void {
  response.setHeader('x-amzn-errortype', type);
  send(response, status, JSON.stringify({ __type: type, Message: message }));
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
}
