/**
 * Whether a URL, as a configuration writes it, names a database that is a file on this machine. What only a variable says is
 * taken for a server.
 */
export function namesFile(template: string): boolean {
  return (
    /^(?:file|sqlite(?:\+\w+)?):(?!\/\/[^/])/iu.test(template) ||
    /^file:\/\/localhost\//iu.test(template) ||
    /^[^:?#]+\.(?:db|db3|sqlite|sqlite3)$/iu.test(template)
  );
}
