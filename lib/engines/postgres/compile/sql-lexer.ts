const dollarQuote = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const nameCharacter = /[\p{L}\p{N}_$]/u;

/**
 * Steps over the string, quoted name, dollar quote or comment that begins at an index: the index after it, or the same
 * index when none begins there. This tells where texts begin and end and nothing of what SQL means, as psql does
 * before PostgreSQL sees a statement.
 * Source: https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 */
export function skipQuoted(text: string, at: number): number {
  switch (text[at]) {
    case "'":
      return skipString(text, at, isEscapeString(text, at));
    case '"':
      return skipString(text, at, false);
    case '$':
      return skipDollarQuote(text, at);
    case '-':
      return text[at + 1] === '-' ? endOfLine(text, at) : at;
    case '/':
      return text[at + 1] === '*' ? skipBlockComment(text, at) : at;
    default:
      return at;
  }
}

/** The index of the line's end: that of its `\n`, or the text's length. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The index of the first character that is neither white space nor comment. */
export function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
    const isComment = text.startsWith('--', at) || text.startsWith('/*', at);
    if (!isComment) return at;
    at = skipQuoted(text, at);
  }
}

/** A doubled quote ends one string and begins the next, which comes to the same thing here. */
function skipString(text: string, from: number, hasEscapes: boolean): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += hasEscapes && text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function isEscapeString(text: string, quoteAt: number): boolean {
  const prefix = text[quoteAt - 1];
  if (prefix !== 'e' && prefix !== 'E') return false;
  return quoteAt < 2 || !nameCharacter.test(text[quoteAt - 2] ?? '');
}

function skipDollarQuote(text: string, from: number): number {
  if (from > 0 && nameCharacter.test(text[from - 1] ?? '')) return from;
  dollarQuote.lastIndex = from;
  const tag = dollarQuote.exec(text)?.[0];
  if (tag === undefined) return from;
  const end = text.indexOf(tag, from + tag.length);
  return end < 0 ? text.length : end + tag.length;
}

/** Block comments nest, as the SQL standard has it and C does not. */
function skipBlockComment(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (text.startsWith('/*', at)) depth += 1;
    else if (text.startsWith('*/', at)) depth -= 1;
    else {
      at += 1;
      continue;
    }
    at += 2;
    if (depth === 0) return at;
  }
  return text.length;
}
