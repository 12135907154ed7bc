import { z } from 'zod';
import { DriftlineError } from '../../errors.ts';
import type { Connection } from '../config.ts';

type SecretConnection = Extract<Connection, { readonly kind: 'secret' }>;

/**
 * What RDS and its console write; everything but the user and the password may be missing.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
const rdsSecret = z.object({
  /** A whole connection URL, and the token that joins its parameters. */
  url: z.string().optional(),
  authToken: z.string().optional(),
  engine: z.string().optional(),
  host: z.string().optional(),
  port: z.union([z.number(), z.string()]).optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  dbname: z.string().optional(),
});

/** PostgreSQL in the words of RDS. */
const postgresEngines: readonly (string | undefined)[] = [undefined, 'postgres', 'postgresql', 'aurora-postgresql'];

/**
 * Makes a connection URL from a secret's text: JSON as RDS writes it, completed and overridden by the configuration, or
 * a URL that stands alone.
 *
 * @throws DriftlineError `secret-malformed`, `secret-incomplete`: never with a part of the secret in it
 */
export function urlOfSecret(text: string, connection: SecretConnection): string {
  const trimmed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return wholeUrl(trimmed, connection);
  const { engine, url, authToken, ...parts } = parseParts(trimmed, connection);
  if (url !== undefined) return wholeUrl(withToken(url, authToken), connection);
  if (!postgresEngines.includes(engine)) {
    throw malformed(connection, 'belongs to another kind of database', 'Name the secret of a PostgreSQL database.');
  }
  const { username, password } = parts;
  const host = connection.host ?? parts.host;
  const port = connection.port ?? parts.port ?? 5432;
  const database = connection.database ?? parts.dbname;
  if (username === undefined || password === undefined) {
    const lacking = [username === undefined ? 'username' : [], password === undefined ? 'password' : []].flat();
    throw malformed(
      connection,
      `lacks ${lacking.join(' and ')}`,
      'It must be JSON with username and password, as RDS writes it, or a connection URL.',
    );
  }
  if (host === undefined || database === undefined) {
    const lacking = [host === undefined ? 'host' : [], database === undefined ? 'database' : []].flat();
    throw new DriftlineError(
      'secret-incomplete',
      `${connection.at}: neither the secret ${connection.secretId} nor the configuration names the ${lacking.join(' and the ')}`,
      { remedy: `Add ${lacking.map((key) => `\`${key}:\``).join(' and ')} beside \`secret:\`.` },
    );
  }
  const authority = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@${bracketed(host)}:${port}`;
  return `postgresql://${authority}/${encodeURIComponent(database)}`;
}

function withToken(url: string, token: string | undefined): string {
  if (token === undefined) return url;
  return `${url}${url.includes('?') ? '&' : '?'}authToken=${encodeURIComponent(token)}`;
}

function wholeUrl(url: string, connection: SecretConnection): string {
  const { host, port, database } = connection;
  const idle = Object.entries({ host, port, database }).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (idle.length === 0) return url;
  throw new DriftlineError(
    'secret-malformed',
    `${connection.at}: the secret ${connection.secretId} holds a whole connection URL, so ${idle.join(', ')} cannot change it`,
    { remedy: `Take ${idle.join(', ')} out of the configuration, or store JSON in the secret.` },
  );
}

function parseParts(text: string, connection: SecretConnection): z.infer<typeof rdsSecret> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The parser's own error quotes the text: it must not travel on as a cause.
    throw malformed(connection, 'is neither JSON nor a connection URL', 'Store JSON as RDS writes it, or a URL.');
  }
  const parts = rdsSecret.safeParse(data);
  if (parts.success) return parts.data;
  const keys = parts.error.issues.map(({ path }) => path.join('.')).filter((key) => key !== '');
  throw malformed(
    connection,
    keys.length === 0 ? 'is JSON, but no object' : `has something other than text under ${keys.join(', ')}`,
    'Store JSON as RDS writes it: {"username": "...", "password": "...", "host": "...", "port": 5432, "dbname": "..."}.',
  );
}

function malformed(connection: SecretConnection, what: string, remedy: string): DriftlineError {
  return new DriftlineError('secret-malformed', `${connection.at}: the secret ${connection.secretId} ${what}`, {
    remedy,
  });
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
