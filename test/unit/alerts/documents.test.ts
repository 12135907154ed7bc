import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { alertJsonSchema } from '../../../lib/alerts/alert-schema.ts';
import { driftEvents } from '../../../lib/alerts/event-bridge.ts';
import { signWebhook, webhookBody } from '../../../lib/alerts/webhook.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import { lastAlert, oneDrift, scenes } from './scenes.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const published = JSON.parse(read('schema/alert.schema.json')) as object;
const guide = read('docs/alerts.md');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

describe('the published JSON Schema', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(published);

  test('is the one of the code', () => {
    expect(published, 'write it anew: node schema/write.ts').toEqual(alertJsonSchema());
  });

  test.for(scenes)('accepts what a webhook and events are told about %s', ([, alert]) => {
    for (const isRedacted of [false, true]) {
      const told = [webhookBody(alert, isRedacted), ...driftEvents(alert, isRedacted).map(({ detail }) => detail)];
      for (const document of told) {
        validate(JSON.parse(JSON.stringify(document)));
        expect(validate.errors).toBeNull();
      }
    }
  });

  test('refuses another format version, and a change without its id', () => {
    const body = webhookBody(lastAlert(oneDrift), false);
    expect(validate({ ...body, formatVersion: 2 })).toBe(false);
    expect(validate({ ...body, changes: body.changes.map(({ id, ...rest }) => rest) })).toBe(false);
  });
});

describe('the guide', () => {
  test("verifies a webhook's signature, and refuses what was changed, forged or is old", async () => {
    const [code = ''] = blocks('js');
    const { isFromDriftline } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      readonly isFromDriftline: (headers: object, body: string, key: string, now: number) => boolean;
    };
    const now = new Date('2026-03-01T10:05:00Z');
    const body = JSON.stringify(webhookBody(lastAlert(oneDrift), false));
    const headers = signWebhook(body, 'key', now);
    expect(isFromDriftline(headers, body, 'key', now.getTime())).toBe(true);
    expect(isFromDriftline(headers, `${body} `, 'key', now.getTime())).toBe(false);
    expect(isFromDriftline(headers, body, 'another key', now.getTime())).toBe(false);
    expect(isFromDriftline(headers, body, 'key', now.getTime() + 600_000)).toBe(false);
    expect(isFromDriftline({}, body, 'key', now.getTime())).toBe(false);
    const later = { ...headers, 'driftline-timestamp': String(Number(headers['driftline-timestamp']) + 1) };
    expect(isFromDriftline(later, body, 'key', now.getTime())).toBe(false);
  });

  test('shows a configuration that is sound', () => {
    const [alerts = ''] = blocks('yaml');
    const base = 'expectations: { a: { migrations: m } }\nenvironments: { prod: { expectation: a, secret: s } }\n';
    expect(() => readConfig(base + alerts, 'driftline.yaml')).not.toThrow();
  });

  test('shows a rule that matches what is opened', () => {
    const [rule = ''] = blocks('json');
    const pattern = JSON.parse(rule) as {
      readonly 'detail-type': string[];
      readonly detail: Record<string, unknown[]>;
    };
    const [event] = driftEvents(lastAlert(oneDrift), false);
    expect(pattern['detail-type']).toContain(event?.detailType);
    for (const [key, values] of Object.entries(pattern.detail)) {
      expect(values).toContain((event?.detail as unknown as Record<string, unknown>)[key]);
    }
  });
});
