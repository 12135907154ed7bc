import type { Message } from './message.ts';

/** SNS's limits: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const emailLimits = { subject: 100, bytes: 262_144, columns: 72 } as const;

export interface Email {
  /** ASCII on one line. */
  readonly subject: string;
  readonly body: string;
}

/** Writes a message as a plain text mail of 72 columns; only words that are longer, and statements, are wider. */
export function renderEmail(message: Message): Email {
  const { sections, owners, links, footer, headline } = message;
  const lines = [
    ...wrap(headline, '', ''),
    '='.repeat(Math.min(emailLimits.columns, Math.max(8, headline.length))),
    ...sections.flatMap(({ title, items, more }) => [
      '',
      title,
      '-'.repeat(title.length),
      ...items.flatMap(({ line, hint, sql }) => [
        ...wrap(line, '* ', '  '),
        ...(hint === undefined ? [] : wrap(hint, '  -> ', '     ')),
        ...(sql === undefined ? [] : ['', ...sql.split('\n').flatMap((it) => wrapSql(it, '    ', '      ')), '']),
      ]),
      ...(more === 0 ? [] : [items.length === 0 ? `${more} more` : `  and ${more} more`]),
    ]),
    '',
    ...(owners.length === 0 ? [] : wrap(`For: ${owners.map(({ name }) => name).join(', ')}`, '', '     ')),
    // A link that is broken over lines is no link.
    ...links.map(({ text, url }) => `${text}: ${url}`),
    ...wrap(footer, '', ''),
    '',
  ];
  const body = lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  return { subject: subjectOf(headline), body: cutBytes(body, emailLimits.bytes) };
}

/** A subject that no mail header can be broken with; what is not ASCII is shown as `?`. */
function subjectOf(headline: string): string {
  const ascii = `[Driftline] ${headline}`.replace(/\s+/g, ' ').replace(/[^\x20-\x7e]/gu, '?');
  return ascii.length < emailLimits.subject ? ascii : `${ascii.slice(0, emailLimits.subject - 4)}...`;
}

/** Breaks at spaces; a word that is longer than a line is broken where it must be. */
function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    let left = word;
    if (!isEmpty && line.length + 1 + left.length > emailLimits.columns) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    while (line.length + left.length + (isEmpty ? 0 : 1) > emailLimits.columns) {
      const room = emailLimits.columns - line.length;
      lines.push(line + left.slice(0, room));
      left = left.slice(room);
      line = rest;
    }
    line += `${isEmpty ? '' : ' '}${left}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Breaks SQL at spaces outside quotes only, so that it can be copied from a mail and means the same. */
function wrapSql(sql: string, first: string, rest: string): string[] {
  const words = sql.match(/(?:'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[^\s'"])+/g) ?? [];
  const lines: string[] = [];
  let line = first + (/^\s*/.exec(sql)?.[0] ?? '');
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > emailLimits.columns) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += `${isEmpty ? '' : ' '}${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

function cutBytes(text: string, most: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= most) return text;
  return `${new TextDecoder().decode(bytes.slice(0, most - 8)).replace(/\ufffd+$/, '')}\n...\n`;
}
