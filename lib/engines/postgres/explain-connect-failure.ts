import { DriftlineError } from '../../errors.ts';
import { sqlState, sqlStateOf } from './sqlstate.ts';

/** Where a connection was going and how far it came. */
export interface Attempt {
  /** `db.example.com:5432` */
  readonly address: string;
  readonly user: string;
  readonly database: string;
  readonly usesTls: boolean;
  readonly hasTimedOut: boolean;
  /** The first byte that the server sent when asked for TLS; undefined before it answered, or when it was not asked. */
  readonly tlsAnswer: number | undefined;
}

/** What a server answers that will speak TLS. */
const willing = 'S'.charCodeAt(0);

const networkCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/**
 * Sorts what stopped a connection by what can be done about it: by SQLSTATE, by the operating system's code, or by how
 * far the connection came; never by the text of a message.
 */
export function explainConnectFailure(error: unknown, attempt: Attempt, timeoutMs: number): DriftlineError {
  const { address } = attempt;
  const fail = (code: string, message: string, remedy: string) =>
    new DriftlineError(code, message, { remedy, cause: error });

  if (attempt.hasTimedOut) {
    return fail(
      'connect-timeout',
      `${address} did not answer within ${timeoutMs} ms.`,
      'Check the host, the port and the firewall or security group between here and there; a paused database may need a longer connect timeout.',
    );
  }
  if (error instanceof DriftlineError) return error;
  const state = sqlStateOf(error);
  if (state !== undefined) return explainRefusal(state, textOf(error), attempt, fail);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail(
        'host-not-found',
        `The host of ${address} has no address.`,
        'Check its spelling; a private name is only known inside its own network.',
      );
    case 'ECONNREFUSED':
    case 'ENOENT':
      return fail(
        'connection-refused',
        `Nobody listens at ${address}.`,
        'Check the host and the port, and that the server runs and listens there.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return fail(
        'connection-refused',
        `${address} cannot be reached (${code}).`,
        'Check the route, the firewall, and for a socket its file permissions.',
      );
    case 'ETIMEDOUT':
      return fail('connect-timeout', `${address} did not answer.`, 'Check the host, the port and the firewall.');
  }
  if (attempt.usesTls && attempt.tlsAnswer !== undefined && attempt.tlsAnswer !== willing) {
    return fail(
      'tls-refused',
      `The server at ${address} does not speak TLS, and the password would travel in the open.`,
      'Turn TLS on at the server. Where the network itself is private, say so: `tls: { mode: off }` or `?sslmode=disable`.',
    );
  }
  if (attempt.usesTls && attempt.tlsAnswer === willing && code !== '' && !networkCodes.has(code)) {
    return code.startsWith('ERR_SSL_')
      ? fail(
          'tls-refused',
          `The server at ${address} and this client agree on no TLS version or cipher (${code}).`,
          'Check `ssl_min_protocol_version` and the certificates of the server, and the client certificate if it asks for one.',
        )
      : fail(
          'tls-untrusted',
          `The certificate of ${address} is not trusted (${code}).`,
          "Give the provider's certificate authorities as `tls: { ca: FILE }` or `?sslrootcert=FILE`, and connect by the name that the certificate holds.",
        );
  }
  return fail(
    'connection-failed',
    `The connection to ${address} broke before it was made${code === '' ? '' : ` (${code})`}.`,
    'Check that PostgreSQL listens there and what its log says; a pooler or proxy between may have closed it.',
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** What a server says that will not have us. Its own words name the user, the database and the address, no password. */
function explainRefusal(
  state: string,
  words: string,
  { address, user, database, usesTls }: Attempt,
  fail: (code: string, message: string, remedy: string) => DriftlineError,
): DriftlineError {
  switch (state) {
    case sqlState.invalidPassword:
      return fail(
        'authentication-failed',
        `${address} does not accept the password of ${user}.`,
        'Check the user and the password; special characters in a URL are percent-encoded (@ is %40). Rotated secrets must be read again.',
      );
    case sqlState.invalidAuthorizationSpecification:
      return fail(
        'authentication-failed',
        `${address} does not let ${user} in: ${words}.`,
        usesTls
          ? 'Check that the role exists and may log in, and the rules in pg_hba.conf.'
          : 'Check that the role exists and may log in, and the rules in pg_hba.conf; some allow only TLS (`?sslmode=require`).',
      );
    case sqlState.insufficientPrivilege:
      return fail(
        'authentication-failed',
        `${user} may not connect to the database ${database} at ${address}.`,
        'Its owner can allow it: grant connect on database ... to ...',
      );
    case sqlState.invalidCatalogName:
      return fail(
        'database-not-found',
        `There is no database ${database} at ${address}.`,
        'Check the last part of the URL, its letter case too.',
      );
    case sqlState.tooManyConnections:
    case sqlState.cannotConnectNow:
    case sqlState.adminShutdown:
    case sqlState.crashShutdown:
    case sqlState.objectNotInPrerequisiteState:
      return fail(
        'server-unavailable',
        `${address} takes no connections now: ${words}.`,
        'Try again when it has started or when connections are free.',
      );
    default:
      return fail(
        'connection-failed',
        `${address} refused the connection (${state}): ${words}.`,
        'See the log of the server.',
      );
  }
}
