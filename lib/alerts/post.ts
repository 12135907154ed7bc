import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { shorten, showOnOneLine } from '../report/sanitize.ts';

/**
 * What came of one attempt to tell a channel.
 *
 * - `sent`: the channel has it.
 * - `busy`: it surely was not posted, and another attempt may do.
 * - `rejected`: it surely was not posted, and will not be before somebody has mended something.
 * - `doubtful`: it may have been posted, so it must not be posted again.
 */
export type Attempt = {
  readonly result: 'sent' | 'busy' | 'rejected' | 'doubtful';
  /** What the channel answered, in words, without any address. */
  readonly why: string;
  /** When the channel wants to be asked again. */
  readonly retryAfterMs?: number;
};

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
  /** For everything: connecting, sending, being answered. */
  readonly timeoutMs: number;
  /** Whether an answer of success is the one that the channel gives. @default every one is */
  readonly isExpected?: (body: string) => boolean;
}

/** Most of an answer that is read. */
const mostAnswerBytes = 16_384;

/**
 * Posts JSON once. The connection is new each time and redirects are not followed, so that it is known whether
 * anything may have been posted: nothing before the connection stands; afterwards only an answer tells.
 *
 * Never throws, and says nothing of the URL, which is as good as a password.
 */
export function postJson({ url, body, headers = {}, timeoutMs, isExpected = () => true }: Post): Promise<Attempt> {
  const target = readTarget(url);
  if (target === undefined) {
    return Promise.resolve({ result: 'rejected', why: 'its address is no https:// URL' });
  }
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const isTls = target.protocol === 'https:';
  let isConnected = false;
  const request = (isTls ? requestTls : requestPlain)(target, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'driftline',
      ...headers,
    },
  });
  const end = (attempt: Attempt) => {
    clearTimeout(timer);
    request.destroy();
    resolve({ ...attempt, why: withoutAddress(attempt.why, target) });
  };
  const timer = setTimeout(() => {
    end(
      isConnected
        ? { result: 'doubtful', why: `no answer within ${timeoutMs} ms after the request was sent` }
        : { result: 'busy', why: `no connection within ${timeoutMs} ms` },
    );
  }, timeoutMs);
  request.on('socket', (socket) => {
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      isConnected = true;
    });
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    const code = /^[A-Z0-9_]+$/.test(error.code ?? '') ? error.code : error.name;
    end(
      isConnected
        ? { result: 'doubtful', why: `the connection ended before the answer came (${code})` }
        : { result: 'busy', why: `no connection (${code})` },
    );
  });
  request.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const status = response.statusCode ?? 0;
    const finish = () => {
      const text = Buffer.concat(chunks).toString('utf8').slice(0, mostAnswerBytes);
      end(judge(status, text, response.headers['retry-after'], isExpected));
    };
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostAnswerBytes) finish();
    });
    response.on('end', finish);
    response.on('error', finish);
    response.on('close', finish);
  });
  request.end(body);
  return promise;
}

/** Plain HTTP goes to this machine only: what is told names a database's weaknesses. */
function readTarget(url: string): URL | undefined {
  const target = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
  if (target?.protocol === 'https:') return target;
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(target?.hostname ?? '');
  return target?.protocol === 'http:' && isLoopback ? target : undefined;
}

function judge(
  status: number,
  text: string,
  retryAfter: string | undefined,
  isExpected: NonNullable<Post['isExpected']>,
): Attempt {
  const said = text.trim() === '' ? '' : `: ${showOnOneLine(shorten(text.trim(), 120).text)}`;
  const why = `HTTP ${status}${said}`;
  if (status === 429) {
    const seconds = Number(retryAfter);
    const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
    return { result: 'busy', why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  if (status >= 200 && status < 300) {
    return isExpected(text)
      ? { result: 'sent', why }
      : { result: 'doubtful', why: `an answer that it never gives, ${why}` };
  }
  if (status >= 300 && status < 400)
    return { result: 'rejected', why: `HTTP ${status}, a redirect, which is not followed` };
  // 408 is also what a server says of a request that it has read.
  if (status >= 400 && status < 500 && status !== 408) return { result: 'rejected', why };
  return { result: 'doubtful', why };
}

/** An answer may repeat what it was asked. */
function withoutAddress(text: string, { href, host, pathname, search }: URL): string {
  const parts = [href, `${pathname}${search}`, pathname, search, host].filter((part) => part.length > 1);
  const segments = `${pathname}${search}`.split(/[/?&=]/).filter((segment) => segment.length >= 6);
  return [...parts, ...segments].reduce((all, part) => all.replaceAll(part, '***'), text);
}
