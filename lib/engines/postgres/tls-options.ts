import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import { DriftlineError } from '../../errors.ts';
import type { TlsSetting } from '../engine.ts';
import type { PostgresUrl } from './url.ts';

/**
 * Decides how a connection is protected. A setting of the environment's own goes before the URL's. Where neither says
 * anything, the certificate must be trusted and name the host, except on this machine, where nobody listens in.
 *
 * @throws DriftlineError `certificate-unreadable` when a file that the URL names cannot be read
 */
export async function chooseTls(url: PostgresUrl, setting: TlsSetting | undefined): Promise<false | ConnectionOptions> {
  // PostgreSQL offers no TLS on Unix sockets.
  if (url.host.startsWith('/')) return false;
  const mode = setting?.mode ?? url.tlsMode ?? (isLoopback(url.host) ? 'off' : 'verify');
  if (mode === 'off') return false;
  const [ca, cert, key] = await Promise.all([
    setting?.ca ?? readPem(url.rootCertificateFile),
    readPem(url.certificateFile),
    readPem(url.keyFile),
  ]);
  return {
    rejectUnauthorized: mode === 'verify',
    // `ca` replaces what Node trusts by itself instead of adding to it.
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Whether a connection to this host never leaves the machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  // libpq's word for the certificate authorities of the system, which are trusted anyway.
  if (path === undefined || path === 'system') return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DriftlineError('certificate-unreadable', `The certificate file ${path} of the URL cannot be read.`, {
      remedy: 'Check sslrootcert, sslcert and sslkey: paths start from the folder that Driftline runs in.',
      cause,
    });
  }
}
