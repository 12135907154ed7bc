/** Widest excerpt shown of one line; a longer line is cut around the place in question. */
const widest = 120;

const hidden = '***';

/**
 * Shows one line of a file with a caret under a column, for an error message. Passwords in it are hidden: those in a
 * URL (up to the line's last `@`, since an unescaped password may hold one) and the values of keys that are named like a
 * password, except when they are variables.
 *
 * @param column from 1, in UTF-16 units, as positions in a text are counted
 */
export function excerptLine(text: string, line: number, column: number): string {
  const source = text.split(/\r\n|\r|\n/)[line - 1] ?? '';
  const shown = cutAround(hidePasswords({ line: source, caret: column - 1 }));
  const label = `  ${line} | `;
  const indent = shown.line.slice(0, shown.caret).replace(/[^\t]/g, ' ').padEnd(shown.caret);
  return `${label}${showControls(shown.line)}\n${' '.repeat(label.length - 2)}| ${indent}^`;
}

/** Puts a mark in the place of each character that a terminal would obey instead of showing. */
export function showControls(text: string): string {
  return text.replace(controlCharacters, '\u{fffd}');
}

interface MarkedLine {
  readonly line: string;
  readonly caret: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const inUrl = /(?<=:\/\/[^\s/?#:@"']*:).*(?=@)/g;
const inQuery = /(?<=[?&](?:password|authToken)=)[^\s&#"']+/gi;
const underKey = /(?<=(?:password|passwd|pwd|token|apikey|api_key)["']?\s*:\s+)[^\s{[][^,}]*/gi;

/** Replaces each password by a fixed mark, so that not even its length shows, and moves the caret along. */
function hidePasswords(marked: MarkedLine): MarkedLine {
  return [inUrl, inQuery, underKey].reduce(hideMatches, marked);
}

function hideMatches({ line, caret }: MarkedLine, pattern: RegExp): MarkedLine {
  let movedCaret = caret;
  const shown = line.replace(pattern, (secret, offset: number) => {
    if (/^["']?\$\{\w+\}["']?$/.test(secret.trim())) return secret;
    if (caret >= offset + secret.length) movedCaret += hidden.length - secret.length;
    else if (caret > offset) movedCaret -= caret - offset;
    return hidden;
  });
  return { line: shown, caret: movedCaret };
}

function cutAround({ line, caret }: MarkedLine): MarkedLine {
  if (line.length <= widest) return { line, caret };
  const start = Math.max(0, Math.min(caret - widest / 2, line.length - widest));
  const head = start > 0 ? '…' : '';
  const tail = start + widest < line.length ? '…' : '';
  return { line: `${head}${line.slice(start, start + widest)}${tail}`, caret: caret - start + head.length };
}
