import { resolve } from 'node:path';
import { DriftlineError } from '../../errors.ts';

/** Where a database is: a file, or a libSQL server that answers over HTTP. */
export type SqliteAddress = FileAddress | RemoteAddress;

export interface FileAddress {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
}

export interface RemoteAddress {
  readonly kind: 'remote';
  /** `https://db-org.turso.io`, without credentials. */
  readonly origin: string;
  /** A secret: it must go nowhere but to the server. */
  readonly token?: string;
}

const ours = /^(?:sqlite(?:\+[a-z0-9_]+)?|file|libsql):/iu;

/** A path without any scheme, of a file that is called as SQLite's databases are. */
const barePath = /^[^:?#]+\.(?:db|db3|sqlite|sqlite3)$/iu;

const knownForms =
  'sqlite:///x.db (relative to the folder of the configuration) or sqlite:////folder/x.db, the same with a driver of SQLAlchemy ' +
  '(sqlite+aiosqlite:///x.db), file:x.db, x.db alone, and libsql://host?authToken=... for a server';

/** Whether a URL names a SQLite or libSQL database, by its scheme alone; also the path of a file that is called so. */
export function isSqliteUrl(url: string): boolean {
  return ours.test(url) || barePath.test(url);
}

/**
 * Reads a URL as SQLAlchemy, SQLite and libSQL write it.
 *
 * @param baseDir absolute; relative paths start from it
 * @see https://www.sqlite.org/uri.html
 * @throws DriftlineError `invalid-url`, without any part that may be a token
 */
export function parseSqliteUrl(url: string, baseDir: string): SqliteAddress {
  if (!isSqliteUrl(url)) throw invalid('its scheme is another one');
  if (barePath.test(url)) return { kind: 'file', path: resolve(baseDir, url) };
  const [, scheme = '', rest = ''] = /^([a-z0-9+_]+):(.*)$/isu.exec(url) ?? [];
  const [, body = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/su.exec(rest) ?? [];
  const parameters = new URLSearchParams(query);
  const isRemote = /^libsql$/iu.test(scheme) || (/^sqlite\+libsql$/iu.test(scheme) && /^\/\/[^/]/u.test(body));
  if (isRemote) return remoteAddress(body, parameters);
  const path = decode(scheme.toLowerCase() === 'file' ? fileUriPath(body) : sqlAlchemyPath(body));
  if (path === '' || path === ':memory:' || parameters.get('mode') === 'memory') {
    throw invalid('it names a database in memory, which nobody else can see');
  }
  return { kind: 'file', path: resolve(baseDir, path) };
}

/** `///x.db` is relative and `////x.db` absolute, as SQLAlchemy has it. */
function sqlAlchemyPath(body: string): string {
  if (!body.startsWith('//')) return body;
  if (body === '//') return '';
  if (!body.startsWith('///'))
    throw invalid('after sqlite: it needs three slashes and a path, or four for an absolute one');
  return body.slice(3);
}

/** `x.db`, `/x.db`, `///x.db` or `//localhost/x.db`: only the first is relative. */
function fileUriPath(body: string): string {
  const authority = /^\/\/([^/]*)(.*)$/su.exec(body);
  if (authority === null) return body;
  if (!['', 'localhost'].includes((authority[1] ?? '').toLowerCase())) {
    throw invalid('its file is on another machine; a relative path is written without slashes: file:x.db');
  }
  return authority[2] ?? '';
}

/** `tls=0`, as libSQL's own clients have it, or `secure=false`, as its dialect of SQLAlchemy does, mean plain text. */
function remoteAddress(body: string, parameters: URLSearchParams): RemoteAddress {
  const match = /^\/\/(?:[^/@]*@)?([^/@]+)\/?$/u.exec(body);
  if (match === null) throw invalid('after libsql:// it needs a host and nothing else but parameters');
  const isPlain = parameters.get('tls') === '0' || parameters.get('secure') === 'false';
  const token = parameters.get('authToken') ?? '';
  const origin = `${isPlain ? 'http' : 'https'}://${match[1]}`;
  if (!URL.canParse(origin)) throw invalid('its host cannot be read');
  return { kind: 'remote', origin, ...(token === '' ? {} : { token }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(reason: string): DriftlineError {
  return new DriftlineError('invalid-url', `This is no SQLite URL: ${reason}.`, {
    remedy: `Known forms: ${knownForms}.`,
  });
}
