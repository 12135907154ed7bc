/**
 * How a source that was named on the command line is called in output: a path as it is, a URL without user, password
 * and parameters.
 */
export function showSourceName(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return text;
  const rest = text.slice(scheme.length);
  const withoutCredentials = rest.slice(rest.lastIndexOf('@') + 1);
  return scheme + withoutCredentials.replace(/[?#].*$/s, '');
}
