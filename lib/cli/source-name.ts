import type { Engine } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a source that was named on the command line is meant as a URL, of whatever kind. */
export function looksLikeUrl(text: string): boolean {
  return scheme.test(text);
}

/**
 * The engine that a URL belongs to.
 *
 * @throws DriftlineError `invalid-url`, without what may be a password
 */
export async function requireEngine(url: string): Promise<Engine> {
  const { engineOfUrl } = await import('../engines/engines.ts');
  const engine = engineOfUrl(url);
  if (engine !== undefined) return engine;
  throw new DriftlineError('invalid-url', 'That is no connection URL that Driftline knows', {
    remedy:
      'It begins with postgresql:// or postgres://, sqlite:/// or file:, libsql://, or is in the form that SQLAlchemy takes.',
  });
}

/**
 * How a source that was named on the command line is called in output: a path as it is, a URL without user, password
 * and parameters.
 */
export function showSourceName(text: string): string {
  const prefix = scheme.exec(text)?.[0];
  if (prefix === undefined) return text;
  const rest = text.slice(prefix.length);
  const withoutCredentials = rest.slice(rest.lastIndexOf('@') + 1);
  return prefix + withoutCredentials.replace(/[?#].*$/s, '');
}
