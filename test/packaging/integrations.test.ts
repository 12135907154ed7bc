import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../lib/cli/run-cli.ts';
import { createTestIo } from '../support/cli-io.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'driftline-integrations-'));
const said = join(folder, 'arguments');

const installed = join(folder, 'installed');

// Stand where npx, node and npm would: say what they were asked for; the first two end as they are told.
for (const [name, file] of [
  ['npx', said],
  ['node', said],
  ['npm', installed],
] as const) {
  const code = file === said ? 'STUB_EXIT_CODE' : 'NPM_EXIT_CODE';
  writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >'${file}'\nexit "\${${code}:-0}"\n`);
  chmodSync(join(folder, name), 0o755);
}

afterAll(() => rmSync(folder, { recursive: true }));

function runScript(script: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  rmSync(said, { force: true });
  rmSync(installed, { force: true });
  const { status, stdout, stderr } = spawnSync(join(root, 'integrations', script), args, {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}`, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const asked = () => readFileSync(said, 'utf8').trimEnd().split('\n');

/** Whether the command line takes these arguments: it then misses the configuration, and nothing else. */
async function areUnderstood(args: readonly string[]): Promise<void> {
  const { io, stderr } = createTestIo({ cwd: folder });
  expect(await runCli(args, io)).toBe(1);
  expect(stderr()).toContain('There is no driftline.yaml');
}

describe('the GitHub Action', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
  const defaults = Object.fromEntries(
    Object.entries<{ readonly default: string }>(action.inputs).map(([name, input]) => [
      `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
      input.default,
    ]),
  );

  test('hands each input to its script as a variable, and none as code', () => {
    const [step] = action.runs.steps;
    expect(Object.keys(step.env).sort()).toEqual(Object.keys(defaults).sort());
    expect(step.run).not.toContain('inputs.');
    const script = readFileSync(join(root, 'integrations/github-action.sh'), 'utf8');
    for (const name of Object.keys(defaults)) expect(script).toContain(name);
  });

  test('checks everything with its defaults, as annotations', async () => {
    expect(runScript('github-action.sh', defaults).status).toBe(0);
    const [, ...args] = asked();
    expect(args).toEqual(['check', '--format', 'github', '--fail-on=low', '--repair=plan']);
    await areUnderstood(args);
  });

  test('runs its own sources, with what they need, where the project has no Driftline', () => {
    runScript('github-action.sh', defaults);
    expect(asked()[0]).toBe(join(root, 'bin/driftline.ts'));
    expect(readFileSync(installed, 'utf8').split('\n').slice(0, 3)).toEqual([
      'ci',
      '--prefix',
      root.replace(/\/$/, ''),
    ]);
    expect(runScript('github-action.sh', { ...defaults, NPM_EXIT_CODE: '3' }).status).toBe(1);
    expect(existsSync(said)).toBe(false);
  });

  test('runs what the project has installed, and nothing of that name from elsewhere', () => {
    const bin = join(folder, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'driftline'), '');
    runScript('github-action.sh', defaults);
    rmSync(join(folder, 'node_modules'), { recursive: true });
    expect(asked().slice(0, 3)).toEqual(['--no', 'driftline', 'check']);
    expect(existsSync(installed)).toBe(false);
  });

  test('writes the files that are asked for, of the environments that are named, by the version that is named', async () => {
    runScript('github-action.sh', {
      ...defaults,
      INPUT_ENVIRONMENTS: 'prod staging-1',
      INPUT_SARIF: 'out dir/a.sarif',
      INPUT_HTML: 'a.html',
      INPUT_JUNIT: 'a.xml',
      INPUT_VERSION: '1.2.3',
    });
    const [, name, ...args] = asked();
    expect(name).toBe('driftline@1.2.3');
    expect(args).toContain('sarif=out dir/a.sarif');
    expect(args.slice(-2)).toEqual(['--env=prod', '--env=staging-1']);
    await areUnderstood(args);
  });

  test('takes no input for an option or a command', () => {
    runScript('github-action.sh', { ...defaults, INPUT_CONFIG: '$(touch owned); --repair safe', INPUT_REPAIR: 'plan' });
    expect(asked()).toContain('--config=$(touch owned); --repair safe');
  });

  test.for([0, 1, 2])('ends as the check ends: %i', (code) => {
    const output = join(folder, 'output');
    writeFileSync(output, '');
    const { status } = runScript('github-action.sh', { ...defaults, STUB_EXIT_CODE: `${code}`, GITHUB_OUTPUT: output });
    expect(status).toBe(code);
    expect(readFileSync(output, 'utf8')).toBe(`exit-code=${code}\n`);
  });
});

describe("a container's start", () => {
  test('runs the service with its arguments once the database is sound', async () => {
    const { status, stdout } = runScript('container-start.sh', { DRIFTLINE_ENV: 'dev' }, ['printf', '%s|', 'a b', 'c']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'a b|c|' });
    const words = asked();
    const args = words.slice(2);
    expect(words.slice(0, 2)).toEqual(['--no', 'driftline']);
    expect(args).toEqual(['check', '--env', 'dev', '--repair', 'plan']);
    await areUnderstood(args);
  });

  test.for([1, 2])('does not run it when the check ends with %i', (code) => {
    const env = { DRIFTLINE_ENV: 'dev', DRIFTLINE_REPAIR: 'safe', STUB_EXIT_CODE: `${code}` };
    expect(runScript('container-start.sh', env, ['echo', 'started'])).toMatchObject({ status: code, stdout: '' });
    expect(asked()).toContain('safe');
  });

  test('asks for the environment rather than guess it', () => {
    const { status, stdout, stderr } = runScript('container-start.sh', {}, ['echo', 'started']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('name the environment');
  });
});

test('the GitLab job runs what the command line understands, and keeps what it writes', async () => {
  const { drift: job } = parse(readFileSync(join(root, 'integrations/gitlab-ci.yml'), 'utf8'));
  const [install, command] = job.script;
  const args = command.split(' ').slice(3);
  expect([install, command.startsWith('npx --no driftline ')]).toEqual(['npm ci', true]);
  await areUnderstood(args);
  expect(args).toContain(`junit=${job.artifacts.reports.junit}`);
  expect(args).toContain(`html=${job.artifacts.paths[0]}`);
});

test('the pre-commit hook runs what the command line understands, when migrations change', async () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
  expect(hook).toMatchObject({ id: 'driftline', language: 'system', pass_filenames: false });
  await areUnderstood(hook.entry.split(' ').slice(3));
  const isOf = new RegExp(hook.files);
  expect(['migrations/1.sql', 'db/migrations/x.py', 'schema.sql', 'driftline.yaml'].every((it) => isOf.test(it))).toBe(
    true,
  );
  expect(['README.md', 'lib/migrations.ts'].some((it) => isOf.test(it))).toBe(false);
});
