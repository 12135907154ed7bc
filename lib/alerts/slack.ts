import type { Severity } from '../diff/severity.ts';
import type { Item, Message, Section } from './message.ts';

/** Slack's limits: https://docs.slack.dev/reference/block-kit/blocks/section-block and the blocks beside it. */
export const slackLimits = { blocks: 50, text: 3_000, header: 150, message: 10_000 } as const;

const longest = { line: 250, hint: 250, sql: 500 } as const;

/** The body of a request to a Slack incoming webhook. */
export interface SlackMessage {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: readonly object[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

const marks: { readonly [severity in Severity]: string } = {
  critical: ':red_circle:',
  high: ':large_orange_circle:',
  medium: ':large_yellow_circle:',
  low: ':large_blue_circle:',
};
const allWell = ':white_check_mark:';

/**
 * Writes a message as Slack's blocks, within its limits whatever it holds: first every line, then, as far as there is
 * room, what helps with the first ones. Nothing that a database has named is obeyed: no mention, no link.
 *
 * See https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function renderSlack(message: Message): SlackMessage {
  let best = compose(message, 0);
  const helped = message.sections.reduce((sum, { items }) => sum + items.filter(hasHelp).length, 0);
  for (let helps = 1; helps <= helped; helps++) {
    const next = compose(message, helps);
    if (JSON.stringify(next).length > slackLimits.message) break;
    best = next;
  }
  return best;
}

function compose(message: Message, helps: number): SlackMessage {
  const mark = message.worst === undefined ? allWell : marks[message.worst];
  const title = `${mark} ${message.headline}`;
  let room = helps;
  const sections = message.sections.map((section) => {
    const items = section.items.map((item) => (hasHelp(item) && room-- > 0 ? item : { line: item.line }));
    return sectionText({ ...section, items });
  });
  return {
    text: cutEscaped(message.headline, 300),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cutPlain(title, slackLimits.header), emoji: true } },
      ...sections.flatMap(blocksOf),
      ...contextOf(message),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function hasHelp({ hint, sql }: Item): boolean {
  return hint !== undefined || sql !== undefined;
}

/** The paragraphs of a section: its title, then each item with what helps. */
function sectionText({ title, severity, items, more }: Section): readonly string[] {
  const mark = severity === undefined ? '' : `${marks[severity]} `;
  return [
    `${mark}*${escapeSlack(title)}*`,
    ...items.map(({ line, hint, sql }) =>
      [
        `• ${cutEscaped(line, longest.line)}`,
        ...(hint === undefined ? [] : [`>${cutEscaped(hint, longest.hint)}`]),
        ...(sql === undefined ? [] : [codeOf(sql)]),
      ].join('\n'),
    ),
    ...(more === 0 ? [] : [items.length === 0 ? `${more} more` : `and ${more} more`]),
  ];
}

/**
 * A statement as it is, or not at all: Slack knows no way to write the fence itself inside a fence, and one that was
 * spelled otherwise would mean something else to whoever copies it.
 */
function codeOf(sql: string): string {
  const fence = '```';
  return sql.includes(fence) ? '_The statement cannot be shown here._' : fence + cutEscaped(sql, longest.sql) + fence;
}

/** Packs paragraphs into as few blocks as hold them. */
function blocksOf(paragraphs: readonly string[]): readonly object[] {
  const texts: string[] = [];
  for (const paragraph of paragraphs) {
    const last = texts.at(-1);
    const joined = last === undefined ? paragraph : `${last}\n${paragraph}`;
    if (last !== undefined && joined.length <= slackLimits.text) texts[texts.length - 1] = joined;
    else texts.push(paragraph);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }));
}

function contextOf({ owners, links, footer }: Message): readonly object[] {
  const mentions = owners.slice(0, 5).map(({ name, slack }) => slack ?? cutEscaped(name, 80));
  const facts = [...links.filter(({ url }) => url.length <= 500).map(linkOf), cutEscaped(footer, 200)].join(' · ');
  return [
    ...(mentions.length === 0 ? [] : blocksOf([mentions.join(' ')])),
    { type: 'context', elements: [{ type: 'mrkdwn', text: facts }] },
  ];
}

function linkOf({ text, url }: Message['links'][number]): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
  return `<${address}|${escapeSlack(text)}>`;
}

/** Makes a text harmless in Slack's markup. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes as much of a text as fits, whole characters only. */
function cutEscaped(text: string, most: number): string {
  const whole = escapeSlack(text);
  if (whole.length <= most) return whole;
  let kept = '';
  for (const character of text) {
    const escaped = escapeSlack(character);
    if (kept.length + escaped.length >= most) break;
    kept += escaped;
  }
  return `${kept}…`;
}

function cutPlain(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length >= most) break;
    kept += character;
  }
  return `${kept}…`;
}
