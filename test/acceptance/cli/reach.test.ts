import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRole, majors } from '../../support/databases.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { createExample, doctorReportIn, type Example, migrations } from './example.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample(major);
  });

  afterAll(() => example[Symbol.asyncDispose]());

  describe('doctor', () => {
    test('says of each environment whether and how it can be reached', async () => {
      const role = await createRole(major);
      const result = await example.run(['doctor', '--env', 'sound', 'gone', 'unset', '--format', 'json'], {
        SOUND_URL: example.sound.urlOf(role),
      });
      expect(result.exitCode).toBe(1);
      const report = doctorReportIn(result);
      expect(report.environments).toMatchObject([
        { environment: 'sound', server: { user: role.name, database: example.sound.name, encrypted: false } },
        { environment: 'gone', diagnostics: [{ code: 'connection-refused' }] },
        { environment: 'unset', diagnostics: [{ code: 'env-var-unset' }] },
      ]);
    });

    test('in words, with exit code 0 where all is well', async () => {
      const { exitCode, stdout } = await example.run(['doctor', '--env', 'sound']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('✓ sound can be checked');
      expect(stdout).toMatch(/ {2}server {5}PostgreSQL \d+\./);
      expect(stdout).toMatch(/ {2}TLS {8}no/);
    });
  });
});

describe('a person who presses Ctrl-C', () => {
  test('gets the prompt back at once, although a server does not answer', async () => {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const server = createServer(() => kill('SIGINT'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await using folder = await createProjectFolder({
      'migrations/001.sql': migrations,
      'driftline.yaml': `expectations: { content: { migrations: migrations } }
environments: { e: { expectation: content, url: "postgres://u@127.0.0.1:${port}/x", connectTimeout: 1h } }`,
    });
    const { exitCode, stderr } = await runDriftline(['check'], {
      cwd: folder.path,
      onStart: (send) => {
        kill = send;
      },
    });
    server.close();
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted');
  });
});
