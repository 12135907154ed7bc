import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runDriftline } from '../../support/run-driftline.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-cli-'));
});

afterEach(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], options: { readonly env?: { readonly [name: string]: string } } = {}) =>
  runDriftline(args, { cwd: folder, ...options });

const config = `expectations: { content: { migrations: migrations } }
environments:
  staging: { expectation: content, url: "\${STAGING_URL}", repair: safe }
  prod: { expectation: content, url: "\${PROD_URL}", repair: plan }
`;

const isErrorDocument = new Ajv({ strict: false }).compile(
  JSON.parse(await readFile(new URL('../../../schema/error.schema.json', import.meta.url), 'utf8')) as object,
);

const commands = ['init', 'doctor', 'check', 'plan', 'report', 'apply', 'diff', 'snapshot', 'mute', 'notify'] as const;

describe('help', () => {
  test('names every command and the first steps', async () => {
    const { exitCode, stdout, stderr } = await run(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });

  test.for(commands)('of %s teaches: purpose, options, two examples, exit codes', async (command) => {
    const { exitCode, stdout, stderr } = await run([command, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
    const examples = stdout.slice(stdout.indexOf('Examples:')).match(/^ {2}driftline /gm);
    expect(examples?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}/);
  });

  test('is the same by `driftline help COMMAND`', async () => {
    const [asCommand, asOption] = await Promise.all([run(['help', 'check']), run(['check', '--help'])]);
    expect(asCommand).toEqual(asOption);
  });
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

describe('arguments that are wrong end with exit code 1 and say why', () => {
  test.for([
    ['an unknown command', ['chekc'], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    ['an unknown option', ['check', '--formt', 'json'], /unknown option '--formt'\n\(Did you mean --format\?\)/],
    ['an unknown format', ['check', '--format', 'xml'], /'xml' is invalid\. Allowed choices are text, json, markdown/],
    ['a format without its file', ['check', '--format', 'sarif='], /a file follows as in sarif=out\.sarif/],
    [
      'two formats in one place',
      ['plan', '--format', 'markdown', '--format', 'text'],
      /Only one format fits on standard output/,
    ],
    ['two formats in one file', ['diff', 'a', 'b', '--format', 'json=x', '--format', 'html=x'], /cannot both be x/],
    ['a report of nothing', ['report', '--from', 'none.json'], /there is no such file/],
    ['an unknown policy', ['check', '--repair', 'all'], /Allowed choices are off, plan, safe/],
    ['an unknown severity', ['check', '--fail-on', 'bad'], /Allowed choices are critical, high, medium, low/],
    ['a missing argument', ['diff', 'a.sql'], /missing required argument 'actual'/],
    ['an argument too many', ['check', 'prod'], /too many arguments/],
    ['apply without an environment', ['apply'], /required option '--env <name>' not specified/],
    ['diff of a URL that is none', ['diff', 'a.sql', 'mysql://db/x'], /no connection URL that Driftline knows/],
    ['snapshot of nothing', ['snapshot'], /Name either a URL or an environment/],
    ['snapshot of two things', ['snapshot', 'postgres://db/x', '--env', 'a'], /Name either a URL or an environment/],
  ] as const)('%s', async ([, args, words]) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/^help: /m);
  });

  test.for([
    ['--format json', ['check', '--format', 'json', '--foo']],
    ['--format=json', ['check', '--format=json', '--foo']],
    ['json and a value that is wrong', ['doctor', '--foo', '--format', 'json']],
  ] as const)('under %s also as one JSON document', async ([, args]) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown option '--foo'");
    const document = JSON.parse(stdout) as unknown;
    expect(isErrorDocument(document), JSON.stringify(isErrorDocument.errors)).toBe(true);
    expect(document).toMatchObject({ error: { code: 'invalid-arguments' } });
  });
});

describe('a configuration', () => {
  test('that is not there: the error says how to write one', async () => {
    const { exitCode, stdout, stderr } = await run(['check']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('There is no driftline.yaml');
    expect(stderr).toContain('`driftline init`');
  });

  test('that is wrong: every error on standard error, one document under json', async () => {
    await writeFile(join(folder, 'driftline.yaml'), config.replace('safe', 'saef').replace('url: "${P', 'ulr: "${P'));
    const { exitCode, stdout, stderr } = await run(['check', '--format', 'json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('driftline.yaml has 2 errors');
    expect(stderr).toContain('did you mean "safe"?');
    expect(stderr).toContain('did you mean "url"?');
    const document = JSON.parse(stdout) as unknown;
    expect(isErrorDocument(document)).toBe(true);
    expect(document).toMatchObject({ error: { code: 'invalid-config' } });
  });

  test.for(['check', 'plan', 'doctor'] as const)('without an environment that %s is asked for', async (command) => {
    await writeFile(join(folder, 'driftline.yaml'), config);
    const { exitCode, stdout, stderr } = await run([command, '--env', 'stagin', 'nowhere', '--env', 'prod']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('no environment "stagin"; did you mean "staging"?');
    expect(stderr).toContain('no environment "nowhere"; known: staging, prod');
    expect(stderr).toContain('Environments: staging, prod.');
  });

  test('that does not allow repair: apply refuses before it connects', async () => {
    await writeFile(join(folder, 'driftline.yaml'), config);
    const { exitCode, stderr } = await run(['apply', '--env', 'prod', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The policy of prod is repair: plan');
    expect(stderr).toContain('driftline plan --env prod');
  });

  test('is found from a folder below, and named from there', async () => {
    await writeFile(join(folder, 'driftline.yaml'), 'expectations: 1\nenvironments: {}\n');
    await mkdir(join(folder, 'src'));
    const { stderr } = await runDriftline(['check'], { cwd: join(folder, 'src') });
    expect(stderr).toContain('../driftline.yaml:1:15: expectations must be a mapping');
  });
});

describe('colour', () => {
  const colored = '\u001b[';
  test.for([
    ['is absent in a pipe', {}, false],
    ['is there when forced', { FORCE_COLOR: '1' }, true],
    ['gives way to NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['can be forced off', { FORCE_COLOR: '0' }, false],
  ] as const)('%s', async ([, env, isColored]) => {
    const { stderr } = await run(['check'], { env });
    expect(stderr.includes(colored)).toBe(isColored);
  });
});

test('with DRIFTLINE_DEBUG an error shows where it came from', async () => {
  const { stderr } = await run(['check'], { env: { DRIFTLINE_DEBUG: '1' } });
  expect(stderr).toMatch(/at findConfig \(/);
});

test('an old Node.js is told so, before anything is loaded that it cannot read', async () => {
  const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
  const { exitCode, stdout, stderr } = await run(['check'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}` },
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^error: Driftline needs Node\.js 22\.18 or later; this is 20\.20\.2\nhelp: /);
});

test('a reader that goes away early is no failure', async () => {
  const { exitCode, stderr } = await runDriftline(['check', '--help'], { cwd: folder, isUnread: true });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

describe('init', () => {
  test('writes a configuration that is sound, and leaves one that is there alone', async () => {
    await mkdir(join(folder, 'db/migrations'), { recursive: true });
    await writeFile(join(folder, 'db/migrations/001.sql'), 'create table t ();');
    await writeFile(join(folder, '.env'), 'SECRET=x\nSTAGING_DB_URL="postgres://app:hunter2@db/content"\n');
    const first = await run(['init']);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('set STAGING_DB_URL');
    const text = await readFile(join(folder, 'driftline.yaml'), 'utf8');
    expect(text).toMatchSnapshot();

    const second = await run(['init']);
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second.stderr).toContain('--force');
    expect((await run(['init', '--force'])).exitCode).toBe(0);
  });
});
