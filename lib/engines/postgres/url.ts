import { DriftlineError } from '../../errors.ts';
import type { TlsSetting } from '../engine.ts';

/** A connection URL, read. What it leaves out is absent. Holds a password: it must go nowhere but to a connection. */
export interface PostgresUrl {
  /** A host name, an address (IPv6 without brackets), or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** What `sslmode` asks for; absent when it leaves the choice to the client. */
  readonly tlsMode?: TlsSetting['mode'];
  /** Path of a PEM file with the certificate authorities to trust. */
  readonly rootCertificateFile?: string;
  /** Path of the client's own certificate and of its key, both PEM. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  readonly applicationName?: string;
  readonly connectTimeoutMs?: number;
}

/** `postgres://`, `postgresql://`, and SQLAlchemy's `postgresql+driver://` for any driver. */
const scheme = /^postgres(?:ql)?(?:\+[a-z0-9_]+)?:\/\//iu;

const knownForms =
  'postgres://user:password@host:5432/database, also postgresql://, postgresql+asyncpg://, postgresql+psycopg2:// ' +
  'and the other SQLAlchemy drivers; the port may be left out, ?host=/socket/folder names a Unix socket';

/** Whether a URL names a PostgreSQL database, by its scheme alone. */
export function isPostgresUrl(url: string): boolean {
  return scheme.test(url);
}

/**
 * Reads a connection URL as libpq and SQLAlchemy do. Parameters that do not concern connecting, such as
 * `options=-csearch_path=app` or a pool's size, are passed over: checks name every object in full.
 *
 * @see https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 * @throws DriftlineError `invalid-url`, without any part that may be a password
 */
export function parsePostgresUrl(url: string): PostgresUrl {
  const prefix = scheme.exec(url)?.[0];
  if (prefix === undefined) {
    const given = /^([a-z][a-z0-9+.-]*):/iu.exec(url)?.[1];
    throw invalid(given === undefined ? 'it has no scheme' : `the scheme ${given}:// is not known`);
  }
  const { userInfo, hostAndPort, path, query } = split(url.slice(prefix.length));
  const parameters = readParameters(query);
  const [user, password] = readUserInfo(userInfo);
  const place = readHostAndPort(hostAndPort);
  const database = decode(path) || parameters.get('dbname');
  return {
    // An address beside the name (`hostaddr`) would only save libpq a look-up.
    host: nonEmpty(place.host) ?? parameters.get('host') ?? 'localhost',
    port: place.port ?? readPort(parameters.get('port') ?? '5432'),
    ...present('user', nonEmpty(user) ?? parameters.get('user')),
    ...present('password', nonEmpty(password) ?? parameters.get('password')),
    ...present('database', nonEmpty(database)),
    ...present('tlsMode', readTlsMode(parameters)),
    ...present('rootCertificateFile', parameters.get('sslrootcert')),
    ...present('certificateFile', parameters.get('sslcert')),
    ...present('keyFile', parameters.get('sslkey')),
    ...present('applicationName', parameters.get('application_name')),
    ...present('connectTimeoutMs', readTimeout(parameters.get('connect_timeout') ?? parameters.get('timeout'))),
  };
}

function invalid(reason: string): DriftlineError {
  return new DriftlineError('invalid-url', `This is no PostgreSQL URL: ${reason}.`, {
    remedy: `Known forms: ${knownForms}.`,
  });
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** A stray `%`, as in a password that nobody encoded, stands for itself. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/giu, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

interface Parts {
  readonly userInfo: string | undefined;
  readonly hostAndPort: string;
  readonly path: string;
  readonly query: string;
}

/**
 * Takes a URL apart after its scheme. People paste passwords with `/`, `?`, `#` and `@` as they are, and SQLAlchemy takes
 * them, so the user's part ends where the text cannot be read otherwise.
 */
function split(rest: string): Parts {
  const authority = /^[^/?]*/u.exec(rest)?.[0] ?? '';
  const hasPort = /^(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/u.test(authority);
  let at = authority.lastIndexOf('@');
  if (at < 0 && !hasPort) at = rest.indexOf('@');
  const userInfo = at < 0 ? undefined : rest.slice(0, at);
  const match = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/su.exec(rest.slice(at + 1));
  return { userInfo, hostAndPort: match?.[1] ?? '', path: match?.[2] ?? '', query: match?.[3] ?? '' };
}

function readUserInfo(userInfo: string | undefined): readonly [user?: string, password?: string] {
  if (userInfo === undefined) return [];
  const colon = userInfo.indexOf(':');
  if (colon < 0) return [decode(userInfo)];
  return [decode(userInfo.slice(0, colon)), decode(userInfo.slice(colon + 1))];
}

function readHostAndPort(text: string): { readonly host: string; readonly port?: number } {
  if (text.includes(',')) throw invalid('it names several hosts, and a check is of one');
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/u.exec(text);
  if (!match) throw invalid('what follows the user is no host with a port; an IPv6 address goes in [brackets]');
  const host = match[1] ?? decode(match[2] ?? '');
  return match[3] ? { host, port: readPort(match[3]) } : { host };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw invalid('its port is not a number from 1 to 65535');
}

function readParameters(query: string): ReadonlyMap<string, string> {
  const pairs = query.split('&').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    return value === '' ? [] : [[decode(pair.slice(0, equals)).toLowerCase(), value]];
  });
  return new Map(pairs);
}

/** `sslmode` of libpq, or `ssl` of asyncpg and of the JavaScript drivers. */
function readTlsMode(parameters: ReadonlyMap<string, string>): TlsSetting['mode'] | undefined {
  const mode = parameters.get('sslmode') ?? parameters.get('ssl');
  switch (mode?.toLowerCase()) {
    case undefined:
    case 'prefer':
    case 'allow':
      return undefined;
    case 'disable':
    case 'false':
    case '0':
      return 'off';
    case 'require':
    case 'verify-ca':
    case 'verify-full':
    case 'true':
    case '1':
      return 'verify';
    case 'no-verify':
      return 'no-verify';
    default:
      throw invalid(
        'its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full (all but the first verified) and no-verify',
      );
  }
}

/** Seconds in the URL; libpq waits for ever at zero, which a check never does. */
function readTimeout(text: string | undefined): number | undefined {
  const seconds = Number(text);
  return seconds > 0 ? Math.ceil(seconds * 1000) : undefined;
}
