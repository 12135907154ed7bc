import type { Severity } from '../diff/severity.ts';
import type { Item, Message, Section } from './message.ts';

/** What a workflow takes: https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook */
export const teamsLimits = { bytes: 28_000 } as const;

/** The body of a request to a Teams workflow that posts an Adaptive Card. */
export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [
    { readonly contentType: 'application/vnd.microsoft.card.adaptive'; readonly content: object },
  ];
}

const colors: { readonly [severity in Severity]: string } = {
  critical: 'Attention',
  high: 'Attention',
  medium: 'Warning',
  low: 'Accent',
};

const longest = { line: 300, hint: 300, sql: 600 } as const;

/**
 * Writes a message as an Adaptive Card, within its size whatever it holds. Texts stand in text runs, which know no
 * markup: nothing that a database has named becomes a link or a format.
 *
 * See https://adaptivecards.io/explorer/TextRun.html
 */
export function renderTeams(message: Message): TeamsMessage {
  let best = compose(message, 0);
  const helped = message.sections.reduce((sum, { items }) => sum + items.filter(hasHelp).length, 0);
  for (let helps = 1; helps <= helped; helps++) {
    const next = compose(message, helps);
    if (new TextEncoder().encode(JSON.stringify(next)).length > teamsLimits.bytes) break;
    best = next;
  }
  return best;
}

function hasHelp({ hint, sql }: Item): boolean {
  return hint !== undefined || sql !== undefined;
}

function compose({ headline, worst, sections, owners, footer, links }: Message, helps: number): TeamsMessage {
  let room = helps;
  const shown = sections.map((section) => ({
    ...section,
    items: section.items.map((item) => (hasHelp(item) && room-- > 0 ? item : { line: item.line })),
  }));
  const color = worst === undefined ? 'Good' : colors[worst];
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            paragraph(cut(headline, 200), { size: 'Large', weight: 'Bolder', color }),
            ...shown.flatMap(sectionBlocks),
            ...(owners.length === 0
              ? []
              : [paragraph(cut(`For ${owners.map(({ name }) => name).join(', ')}`, 200), {})]),
            paragraph(cut(footer, 200), { isSubtle: true, size: 'Small' }),
          ],
          actions: links.map(({ text, url }) => ({ type: 'Action.OpenUrl', title: text, url })),
        },
      },
    ],
  };
}

function sectionBlocks({ title, severity, items, more }: Section): readonly object[] {
  const color = severity === undefined ? {} : { color: colors[severity] };
  return [
    { ...paragraph(title, { weight: 'Bolder', ...color }), separator: true },
    ...items.flatMap(({ line, hint, sql }) => [
      paragraph(`• ${cut(line, longest.line)}`, {}),
      ...(hint === undefined ? [] : [paragraph(cut(hint, longest.hint), { isSubtle: true })]),
      ...(sql === undefined ? [] : [paragraph(cut(sql, longest.sql), { fontType: 'Monospace' })]),
    ]),
    ...(more === 0 ? [] : [paragraph(items.length === 0 ? `${more} more` : `and ${more} more`, { isSubtle: true })]),
  ];
}

function paragraph(text: string, style: object): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${[...text].slice(0, most - 1).join('')}…`;
}
