import fc from 'fast-check';

/** Longest name in bytes: https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
const maxNameBytes = 63;

/** Names that have broken other tools. */
const nastyNames: readonly string[] = [
  'select',
  'user',
  'UserProject',
  'with space',
  ' leading',
  'trailing ',
  'a.b',
  'a:b',
  'a,b',
  'say "hi"',
  '"',
  '""',
  "it's",
  'back\\slash',
  '$1',
  '$$',
  '%s',
  '{}',
  '(x)',
  'f(integer)',
  '*',
  '?',
  '1st',
  '--',
  '/*',
  'a;b',
  'line\nbreak',
  'tab\there',
  'größe',
  'ИМЯ',
  '表',
  '🐘',
  'e\u0301',
  '\u200b',
  'public.content_plans',
  'n'.repeat(63),
  '表'.repeat(21),
  `${'x'.repeat(62)}"`,
  'constructor',
  '__proto__',
  'toString',
];

function isLegal(name: string): boolean {
  return (
    name !== '' &&
    !name.includes('\0') &&
    !name.startsWith('pg_') &&
    name.isWellFormed() &&
    Buffer.byteLength(name) <= maxNameBytes
  );
}

/** Any name that PostgreSQL lets a table, column, type or schema have. */
export const arbitraryName: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/) },
    { weight: 3, arbitrary: fc.constantFrom(...nastyNames) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }) },
  )
  .filter(isLegal);

/** Any text that an enum label may be; at most 63 bytes, and unlike a name it may be empty. */
export const arbitraryLabel: fc.Arbitrary<string> = fc.oneof(arbitraryName, fc.constant(''));

/** Writes a name as SQL, quoted whether it needs it or not, so that tests do not trust the code that they test. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Writes a text as an SQL constant. */
export function quoteText(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
