import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import type { Options } from '../storage-kinds.ts';

/** Writes storage parameters: `(fillfactor = '70', toast.autovacuum_enabled = 'false')`. */
export function writeParameters(options: Options): string {
  const parameters = Object.entries(options).map(([name, value]) => `${writeParameter(name)} = ${quoteLiteral(value)}`);
  return `(${parameters.join(', ')})`;
}

/** Writes the names of storage parameters alone, as RESET takes them. */
export function writeParameterNames(names: readonly string[]): string {
  return `(${names.map(writeParameter).join(', ')})`;
}

/** `toast.autovacuum_enabled` is a name in a namespace. */
function writeParameter(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

/**
 * Writes the options of foreign data after a space, `OPTIONS (host 'db.internal')`; empty where there are none.
 *
 * @see https://www.postgresql.org/docs/18/sql-createserver.html
 */
export function writeForeignOptions(options: Options | undefined): string {
  const written = Object.entries(options ?? {}).map(
    ([name, value]) => `${quoteIdentifier(name)} ${quoteLiteral(value)}`,
  );
  return written.length === 0 ? '' : ` OPTIONS (${written.join(', ')})`;
}

/** What turns one set of options into another. */
export function changeOptions(
  actual: Options = {},
  expected: Options = {},
): { readonly set: Options; readonly added: readonly string[]; readonly removed: readonly string[] } {
  const set = Object.entries(expected).filter(([name, value]) => actual[name] !== value);
  return {
    set: Object.fromEntries(set),
    added: set.map(([name]) => name).filter((name) => actual[name] === undefined),
    removed: Object.keys(actual).filter((name) => expected[name] === undefined),
  };
}
