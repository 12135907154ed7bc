import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { renderAnnotations } from '../../../lib/report/annotations.ts';
import { renderJunit } from '../../../lib/report/junit.ts';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import type { CheckReport } from '../../../lib/report/run-report.ts';
import { renderSarif } from '../../../lib/report/sarif.ts';
import { driftingRun, everything } from './examples.ts';
import { hostileRun } from './hostile.ts';
import { failedRun, mendedRun, refusedRun } from './repairs.ts';
import { check, drift, run } from './reports.ts';

const published = (file: string) => readFile(new URL(`published-schemas/${file}`, import.meta.url), 'utf8');
const sarifOptions = { version: '1.2.3', configFile: 'driftline.yaml' };

/** Text that means something to each of the formats. */
const meaningful = check(
  run('a|b, c: `d`', {
    outcome: 'drift',
    drifts: [
      drift('missing', 'table:public."]]>&lt;|`` @octocat #1 [x](javascript:0) {0} %0A::error::"', 'high', {
        hint: '@octocat <img src=x> [x](javascript:0) {0} ]]> \ufffe \u0000 | ``` %0A,:',
      }),
    ],
  }),
);

const reports: readonly (readonly [string, CheckReport])[] = [
  ['everything that a report can say', everything],
  ['a hostile report', check(hostileRun)],
  ['text that means something to the format', meaningful],
  ['a repair that failed', check(failedRun)],
  ['no environment at all', check()],
];

test.for([
  ['everything-as-sarif.txt', () => renderSarif(everything, sarifOptions)],
  ['everything.junit.xml', () => renderJunit(everything)],
  ['everything.github.txt', () => renderAnnotations(everything)],
  ['everything.md', () => renderMarkdown(everything)],
  ['hostile-as-sarif.txt', () => renderSarif(check(hostileRun), sarifOptions)],
  ['hostile.junit.xml', () => renderJunit(check(hostileRun))],
  ['hostile.github.txt', () => renderAnnotations(check(hostileRun))],
  ['hostile.md', () => renderMarkdown(check(hostileRun))],
  ['meaningful.md', () => renderMarkdown(meaningful)],
  ['repairs.md', () => renderMarkdown(check(failedRun, refusedRun, mendedRun))],
] as const)('%s', async ([file, text]) => {
  await expect(text()).toMatchFileSnapshot(`goldens/${file}`);
});

describe('SARIF', async () => {
  const { $schema, id, ...schema } = JSON.parse(await published('sarif-2.1.0.json'));
  const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

  test.for(reports)('of %s holds to the published schema', ([, report]) => {
    isSarif(JSON.parse(renderSarif(report, sarifOptions)));
    expect(isSarif.errors).toBeNull();
  });

  test('that is none is refused by the published schema', () => {
    const { runs } = JSON.parse(renderSarif(everything, sarifOptions));
    expect(isSarif({ version: '2.1.0', runs: [{ ...runs[0], results: [{ level: 'fatal' }] }] })).toBe(false);
  });

  test('points at the statement that promises the object, then at its table, then at the configuration', () => {
    const [{ results }] = JSON.parse(renderSarif(check(driftingRun), sarifOptions)).runs;
    const places = results.map(({ locations: [{ physicalLocation: at }] }: SarifResult) => [
      at.artifactLocation.uri,
      at.region.startLine,
    ]);
    expect(places.slice(0, 3)).toEqual([
      ['migrations/super-chatbot/0000_create_users_and_projects.sql', 12],
      ['migrations/super-chatbot/0001_add_project_status.sql', 3],
      ['migrations/super-chatbot/0002_content%20items.sql', 7],
    ]);
    expect(places).toContainEqual(['driftline.yaml', 1]);
  });

  test('of a run that could not see everything did not succeed', () => {
    const [{ invocations }] = JSON.parse(renderSarif(everything, sarifOptions)).runs;
    expect(invocations).toMatchObject([
      { executionSuccessful: false, toolExecutionNotifications: [{}, { descriptor: { id: 'connection-refused' } }] },
    ]);
    expect(JSON.parse(renderSarif(check(run('a')), sarifOptions)).runs[0].invocations[0].executionSuccessful).toBe(
      true,
    );
  });

  test('names a drift by the same fingerprint in every run', () => {
    const prints = (report: CheckReport) =>
      JSON.parse(renderSarif(report, sarifOptions)).runs[0].results.map((it: SarifResult) => it.partialFingerprints);
    expect(prints(check(driftingRun))).toEqual(
      prints(check({ ...driftingRun, startedAt: '2027-01-01T00:00:00.000Z' })),
    );
    expect(new Set(prints(everything).map((it: object) => JSON.stringify(it))).size).toBe(prints(everything).length);
  });
});

interface SarifResult {
  readonly locations: readonly [
    {
      readonly physicalLocation: { readonly artifactLocation: { uri: string }; readonly region: { startLine: number } };
    },
  ];
  readonly partialFingerprints: object;
}

describe('JUnit', async () => {
  using schema = XmlDocument.fromString(await published('jenkins-junit.xsd'));
  const validator = XsdValidator.fromDoc(schema);

  test.for(reports)('of %s holds to the schema that Jenkins publishes', ([, report]) => {
    using document = XmlDocument.fromString(renderJunit(report));
    expect(() => validator.validate(document)).not.toThrow();
  });

  test('that is none is refused by the schema', () => {
    using document = XmlDocument.fromString('<testsuites><testsuite/></testsuites>');
    expect(() => validator.validate(document)).toThrow();
  });

  test('counts each drift as a failure, each gap as an error', () => {
    using document = XmlDocument.fromString(renderJunit(everything));
    const count = (path: string) => document.find(path).length;
    const { attr } = document.root;
    const said = ['tests', 'failures', 'errors'].map((name) => Number(attr.call(document.root, name)?.value));
    expect(said).toEqual([count('//testcase'), count('//failure'), count('//error')]);
    expect(count('//failure')).toBe(everything.environments.flatMap((environment) => environment.drifts).length);
  });

  test('gives names back as they are, markup and all', () => {
    using document = XmlDocument.fromString(renderJunit(meaningful));
    const named = document.get('//testcase') as XmlElement;
    expect(named.attr('name')?.value).toBe('table public."]]>&lt;|`` @octocat #1 [x](javascript:0) {0} %0A::error::"');
    expect(named.attr('classname')?.value).toBe('a|b, c: `d`');
  });
});

describe('annotations', () => {
  test.for(reports)('of %s are one workflow command a line, as the runner reads them', ([, report]) => {
    const lines = renderAnnotations(report).trimEnd().split('\n');
    const drifts = report.environments.flatMap((environment) => environment.drifts);
    const commands = lines.slice(0, -1).map(readCommand);
    expect(commands.length).toBeGreaterThanOrEqual(drifts.length);
    for (const command of commands)
      expect(command).toMatchObject({ name: expect.stringMatching(/^(error|warning|notice)$/) });
  });

  test('give their text back, line breaks and separators too', () => {
    const [first = ''] = renderAnnotations(meaningful).split('\n');
    const { properties, message } = readCommand(first) ?? {};
    expect(properties).toEqual({ title: 'a|b, c: `d`: missing table' });
    expect(message).toContain('%0A::error::" is missing\n@octocat');
  });

  test('tell what could not be seen first, and as an error', () => {
    expect(readCommand(renderAnnotations(everything).split('\n')[0] ?? '')).toMatchObject({
      name: 'error',
      properties: { title: 'crm-prod: unknown' },
    });
  });
});

/** Reads a line as GitHub's runner does: properties between the first space and `::`, percent escapes undone. */
function readCommand(line: string) {
  const [, name, written = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const undo = (text: string) =>
    text
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    written.split(',').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), undo(pair.slice(equals + 1))];
    }),
  );
  return { name, properties, message: undo(data) };
}

describe('Markdown', () => {
  test('calls nobody, links nothing and holds no markup of a database', () => {
    const text = renderMarkdown(meaningful);
    const outsideCode = text.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/@octocat|<img|(?<!\\)\[x/);
  });

  test('is never all good when anything is unknown', () => {
    const seen = check(run('a'));
    expect(renderMarkdown(seen)).toContain('Every environment is as its migrations promise');
    const blind = check(run('a'), run('b', { outcome: 'unknown' }));
    expect(renderMarkdown(blind)).not.toContain('Every environment is as its migrations promise');
    expect(renderMarkdown(blind)).toContain('Not everything could be seen');
    expect(renderMarkdown(check())).not.toContain('Every environment is as its migrations promise');
  });
});
