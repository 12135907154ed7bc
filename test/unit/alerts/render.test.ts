import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../lib/alerts/alert.ts';
import { emailLimits, renderEmail } from '../../../lib/alerts/email.ts';
import { driftEvents } from '../../../lib/alerts/event-bridge.ts';
import { messageOf } from '../../../lib/alerts/message.ts';
import { renderSlack, slackLimits } from '../../../lib/alerts/slack.ts';
import { renderTeams, teamsLimits } from '../../../lib/alerts/teams.ts';
import { webhookBody } from '../../../lib/alerts/webhook.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { fortyDrifts, hostileDrift, lastAlert, missing, oneDrift, planOf, report, scenes } from './scenes.ts';

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe.for(scenes)('a message about %s', ([name, alert]) => {
  const golden = (file: string) => `goldens/${name}.${file}`;
  const message = messageOf(alert, false);

  test('is a mail', async () => {
    const { subject, body } = renderEmail(message);
    await expect(`Subject: ${subject}\n\n${body}`).toMatchFileSnapshot(golden('mail.txt'));
  });

  test('is Slack blocks', () => expect(pretty(renderSlack(message))).toMatchFileSnapshot(golden('slack.json.txt')));

  test('is a card for Teams', () => expect(pretty(renderTeams(message))).toMatchFileSnapshot(golden('teams.json.txt')));

  test('is JSON for a webhook and events', () =>
    expect(
      pretty({ webhook: webhookBody(alert, false), events: driftEvents(alert, false).slice(0, 2) }),
    ).toMatchFileSnapshot(golden('programs.json.txt')));
});

/** All texts of a Slack message, as Slack gets them. */
const textsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { text } = value as { readonly text?: unknown };
  return [...(typeof text === 'string' ? [text] : []), ...Object.values(value).flatMap(textsOf)];
};

/** Reports at the edges of what a message can hold. */
const huge = (length: number, filler: string): RunReport =>
  report({
    drifts: Array.from({ length }, (_, n) =>
      missing(`table:public."${filler.repeat(60 / filler.length)}${n}"`, {
        hint: filler.repeat(2000 / filler.length),
        severity: (['critical', 'high', 'medium', 'low'] as const)[n % 4] ?? 'low',
      }),
    ),
    plan: planOf(
      ...Array.from(
        { length },
        (_, n) => [`table:public."${filler.repeat(60 / filler.length)}${n}"`, filler.repeat(5000)] as const,
      ),
    ),
    diagnostics: Array.from({ length: 30 }, (_, n) => ({
      level: 'error' as const,
      code: 'connection-lost',
      message: `${n} ${filler.repeat(1000)}`,
    })),
  });

const edges: readonly (readonly [string, Alert])[] = [
  ['four hundred drifts with ampersands', lastAlert(huge(400, '&'))],
  ['drifts with emoji', lastAlert(huge(40, '👩'))],
  ['drifts with quotes and backslashes', lastAlert(huge(40, '\\'))],
  ['drifts of one long word', lastAlert(huge(12, 'x'))],
  ['a long environment', lastAlert({ ...oneDrift, environment: 'ü'.repeat(400) })],
  ...scenes,
];

describe.for(edges)('whatever a message holds (%s)', ([, alert]) => {
  const message = messageOf(alert, false);

  test("it stays within Slack's limits", () => {
    const slack = renderSlack(message);
    expect(slack.blocks.length).toBeLessThanOrEqual(slackLimits.blocks);
    expect(JSON.stringify(slack).length).toBeLessThanOrEqual(slackLimits.message);
    for (const text of textsOf(slack)) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(slackLimits.text);
    }
    const [header] = slack.blocks as readonly { readonly text: { readonly text: string } }[];
    expect(header?.text.text.length).toBeLessThanOrEqual(slackLimits.header);
  });

  test("it stays within SNS's limits, and a mail's columns", () => {
    const { subject, body } = renderEmail(message);
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(emailLimits.bytes);
    const prose = body.split('\n').filter((line) => !/^ {4}|^(Report|Runbook): /.test(line));
    expect(prose.filter((line) => line.length > emailLimits.columns)).toEqual([]);
  });

  test('it stays within what Teams takes', () => {
    expect(Buffer.byteLength(JSON.stringify(renderTeams(message)))).toBeLessThanOrEqual(teamsLimits.bytes);
  });

  test('every event stays far below what EventBridge takes', () => {
    const sizes = driftEvents(alert, false).map(({ detail }) => Buffer.byteLength(JSON.stringify(detail)));
    expect(Math.max(...sizes)).toBeLessThan(20_000);
  });

  test('at most ten lines say what drifted, and the rest is counted', () => {
    const drifted = message.sections.filter(({ severity }) => severity !== undefined);
    const shown = drifted.reduce((sum, { items }) => sum + items.length, 0);
    const more = drifted.reduce((sum, it) => sum + it.more, 0);
    const troubles = alert.changes.filter(({ change, subject }) => change === 'opened' && subject.kind !== 'unknown');
    expect(shown).toBe(Math.min(10, troubles.length));
    expect(shown + more).toBe(troubles.length);
  });
});

describe('what a database has named', () => {
  const message = messageOf(lastAlert(hostileDrift), false);

  test('mentions nobody and links nothing in Slack', () => {
    const texts = textsOf(renderSlack(message)).join('\n');
    const markup = [...texts.matchAll(/<[^>]*>/g)].map(([it]) => it);
    expect(markup.filter((it) => !/^<https:\/\/(eu-central-1\.console|wiki\.example)/.test(it))).toEqual([]);
    expect(texts).toContain('&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;');
    expect(texts.split('```').length % 2).toBe(1);
  });

  test('is left out of Slack with its statement rather than spelled otherwise, where it would end the code', () => {
    const texts = textsOf(renderSlack(message)).join('\n');
    expect(texts).toContain('_The statement cannot be shown here._');
    expect(texts).not.toContain('set default');
    expect(renderEmail(message).body).toContain("set default\n      '```<!channel>");
  });

  test('is no line of its own in a mail, and no control character', () => {
    const { body, subject } = renderEmail(message);
    expect(subject).not.toContain('\n');
    expect(body).not.toMatch(/^Subject:/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
    expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });

  test('stands in text runs in Teams, which know no markup', () => {
    const text = JSON.stringify(renderTeams(message));
    expect(text).not.toContain('"type":"TextBlock"');
    expect(text).toContain('RichTextBlock');
  });

  test('is left out where a channel redacts: values, hints, statements, reasons', () => {
    const values = report({
      drifts: [
        {
          ...missing('column:public.users.token', { hint: "it was 'hunter2'" }),
          kind: 'modified',
          attribute: 'default',
          expected: 'null',
          actual: "'hunter2'::text",
        },
      ],
      plan: planOf(['column:public.users.token', "alter table users alter token set default 'hunter2'"]),
      diagnostics: [{ level: 'error', code: 'x', message: 'hunter2', id: 'column:public.users.other' }],
    });
    const alert = lastAlert(values);
    const redacted = messageOf(alert, true);
    const everything = [
      renderSlack(redacted),
      renderEmail(redacted),
      renderTeams(redacted),
      webhookBody(alert, true),
      driftEvents(alert, true),
    ];
    expect(JSON.stringify(everything)).not.toContain('hunter2');
    expect(JSON.stringify(everything)).toContain('column public.users.token: default is not as it should be');
  });
});

test('a forty-drift message helps with the worst ones first', () => {
  const slack = JSON.stringify(renderSlack(messageOf(lastAlert(fortyDrifts), false)));
  expect(slack).toContain('alter table public.orders add column field_0 text');
});
