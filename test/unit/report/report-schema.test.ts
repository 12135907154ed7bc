import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { renderJson } from '../../../lib/report/json.ts';
import { checkReportSchema, reportJsonSchema } from '../../../lib/report/report-schema.ts';
import type { CheckReport, RunReport } from '../../../lib/report/run-report.ts';
import { everything } from './examples.ts';
import { hostileRun } from './hostile.ts';
import { mendedRun } from './repairs.ts';
import { check, run } from './reports.ts';

const published = JSON.parse(
  await readFile(new URL('../../../schema/report.schema.json', import.meta.url), 'utf8'),
) as object;

test('the published JSON Schema is the one of the code', () => {
  expect(published, 'write it anew: node schema/write.ts').toEqual(reportJsonSchema());
});

describe('the published JSON Schema', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(published);

  test.for([
    ['everything that a report can say', everything],
    ['a hostile report', check(hostileRun)],
    ['a repair that mended everything', check(mendedRun)],
    ['no environment at all', check()],
  ] as const)('accepts %s', ([, report]) => {
    validate(JSON.parse(renderJson(report)));
    expect(validate.errors).toBeNull();
  });

  test('accepts properties that later versions may add', () => {
    expect(validate({ ...everything, addedLater: true })).toBe(true);
  });

  test.for([
    ['another format version', { ...everything, formatVersion: 2 }],
    ['an unknown outcome', { ...everything, outcome: 'fine' }],
    ['a missing list of environments', { ...everything, environments: undefined }],
    ['a coverage above 1', withValue({ coverage: 1.5 })],
    ['a time that is not UTC', { ...everything, startedAt: '2026-07-30T10:00:00+02:00' }],
  ] as const)('refuses %s', ([, document]) => {
    expect(validate(JSON.parse(JSON.stringify(document)))).toBe(false);
  });
});

test('the schema names every property that a report can have', () => {
  const strict = new Ajv({ strict: false, allErrors: true }).compile(
    z.toJSONSchema(checkReportSchema, { target: 'draft-07', io: 'output' }),
  );
  strict(JSON.parse(renderJson(check(...everything.environments, hostileRun, mendedRun))));
  expect(strict.errors).toBeNull();
});

test('the schema and the types have the same properties', () => {
  type Published = z.output<typeof checkReportSchema>;
  type PublishedRun = Published['environments'][number];
  type Part<Report, Key extends keyof Report> = keyof Exclude<Report[Key], undefined>;
  type Item<Report, Key extends keyof Report> = keyof (Report[Key] extends readonly (infer One)[] ? One : never);

  expectTypeOf<keyof Published>().toEqualTypeOf<keyof CheckReport>();
  expectTypeOf<keyof PublishedRun>().toEqualTypeOf<keyof RunReport>();
  expectTypeOf<Item<PublishedRun, 'drifts'>>().toEqualTypeOf<Item<RunReport, 'drifts'>>();
  expectTypeOf<Item<PublishedRun, 'values'>>().toEqualTypeOf<Item<RunReport, 'values'>>();
  expectTypeOf<Item<PublishedRun, 'diagnostics'>>().toEqualTypeOf<Item<RunReport, 'diagnostics'>>();
  expectTypeOf<Part<PublishedRun, 'plan'>>().toEqualTypeOf<Part<RunReport, 'plan'>>();
  expectTypeOf<Part<PublishedRun, 'applied'>>().toEqualTypeOf<Part<RunReport, 'applied'>>();
  expectTypeOf<Part<PublishedRun, 'server'>>().toEqualTypeOf<Part<RunReport, 'server'>>();
  expectTypeOf<Part<PublishedRun, 'coverage'>>().toEqualTypeOf<Part<RunReport, 'coverage'>>();
});

function withValue(change: object): object {
  const [finding] = hostileRun.values;
  return check({ ...run('content-prod'), values: [{ ...finding, ...change }] } as RunReport);
}
