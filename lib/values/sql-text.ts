/** What ends a comment or a line, moves a cursor, or cannot be told from another character by looking. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * Writes a text as an SQL string constant on one line, whatever it holds: every character that could break the line
 * or hide is written as an escape.
 *
 * @see https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
 */
export function writeText(text: string): string {
  const quoted = text.replaceAll('\\', '\\\\').replaceAll("'", "''").replace(unsafe, escapeCharacter);
  return quoted.includes('\\') ? `E'${quoted}'` : `'${quoted}'`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** Makes every line of a text an SQL comment, however its lines end. */
export function commentOut(text: string): string {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => `-- ${line}`.trimEnd())
    .join('\n');
}
