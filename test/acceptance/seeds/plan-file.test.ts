import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Incident, incidents } from '../../../demo/incidents/incidents.ts';
import { runCli } from '../../../lib/cli/run-cli.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { createTestIo } from '../../support/cli-io.ts';
import { majors, type TestDatabase } from '../../support/databases.ts';
import { createIncidentDatabase } from './incident-database.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const newest = Math.max(...majors);
const hasPsql = spawnSync('psql', ['--version']).status === 0;
if (!hasPsql) process.stderr.write('\nNOT RUN: plans by psql, which is not installed: they are run without it.\n\n');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-plan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * Runs a file as a person would: by psql, which stops at the first error. Without psql, statement by statement.
 *
 * @returns what went wrong; empty when nothing did
 */
async function runFile(file: string, { url, sql }: TestDatabase): Promise<string> {
  if (hasPsql) {
    const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file, url];
    const child = spawn('psql', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    const trouble = said.replace(/^psql:.*NOTICE:.*$/gmu, '').trim();
    expect(exitCode === 0).toBe(trouble === '');
    return trouble;
  }
  try {
    for (const statement of (await readFile(file, 'utf8')).replace(/^--.*$/gm, '').split(/;$/m)) {
      if (statement.trim() !== '') await sql(statement);
    }
    return '';
  } catch (error) {
    return String(error);
  }
}

/** What is still different, but for what no plan may touch: rows, and the migration tool's own table. */
function leftToMend({ drifts }: RunReport): readonly string[] {
  return drifts
    .filter(({ id, attribute }) => attribute !== 'values' && !id.startsWith('migration-'))
    .map(({ id }) => id);
}

const scenes = [incidents.contentTablesMissing, incidents.projectStatusMissing, incidents.integrationLogsMissing];

/** Runs a command in the example project, which finds drift, and gives what it wrote. */
async function driftline(args: readonly string[], { variable }: Incident, { url }: TestDatabase): Promise<string> {
  const { io, stdout, stderr } = createTestIo({ cwd: root, env: { [variable]: url } });
  expect({ exitCode: await runCli([...args], io), stderr: stderr() }).toMatchObject({ exitCode: 2 });
  return stdout();
}

/** Writes the whole plan of an incident's environment to a file. */
async function planFile(incident: Incident, database: TestDatabase): Promise<string> {
  const file = join(folder, `${incident.name}.sql`);
  await driftline(['plan', '--env', incident.environment, '-o', file], incident, database);
  return file;
}

describe.for(scenes)('$name: the plan as a file, run by a person', (incident) => {
  test('driftline plan -o gives a database that is in sync, and says why and what of each statement', async () => {
    const database = await createIncidentDatabase(newest, incident);
    try {
      const { plan } = await database.check('plan');
      const file = await planFile(incident, database);
      const text = await readFile(file, 'utf8');
      const parts = text.split(/^-- \d+ of \d+: /mu).slice(1);
      expect(parts).toHaveLength(plan?.statements.length ?? 0);
      for (const [i, { sql, hazards, lockMode }] of (plan?.statements ?? []).entries()) {
        expect(parts[i]).toContain(`${sql};`);
        expect(parts[i]).toMatch(/^-- mends /mu);
        expect(parts[i]).toMatch(/^-- takes /mu);
        if (lockMode !== undefined) expect(parts[i]).toMatch(/^-- blocks /mu);
        for (const { code, message } of hazards) expect(parts[i]).toContain(`-- hazard ${code}: ${message}`);
        for (const { saferWay } of hazards)
          if (saferWay !== undefined) expect(parts[i]).toContain(`-- safer: ${saferWay}`);
      }
      expect(await runFile(file, database)).toBe('');
      expect(leftToMend(await database.check('off'))).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  test('driftline diff --sql gives a database without difference', async () => {
    const database = await createIncidentDatabase(newest, incident);
    try {
      const file = join(folder, `${incident.name}.diff.sql`);
      const args = ['diff', `migrations/${incident.expectation}`, database.url, '--sql'];
      const text = await driftline(args, incident, database);
      await writeFile(file, text);
      expect(await runFile(file, database)).toBe('');
      expect(await database.distanceFromMigrations()).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});

describe('what only a person can know', () => {
  test('a renamed column: the file stops before it hides what the rows hold, and after the rename all is in sync', async () => {
    const database = await createIncidentDatabase(newest, incidents.platformRenamed);
    const rows = () =>
      database.sql('select platform_type, count(*)::int from communications_conversations group by 1 order by 1');
    try {
      const before = await rows();
      const file = await planFile(incidents.platformRenamed, database);
      expect(await readFile(file, 'utf8')).toMatch(/^-- hazard LOOKS_RENAMED: .*platform_type is there/mu);
      expect(await runFile(file, database)).toContain('null values');
      expect(await rows()).toEqual(before);
      await database.sql('alter table communications_conversations drop column if exists platform');
      await database.sql('alter table communications_conversations rename column platform_type to platform');
      expect(leftToMend(await database.check('off'))).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  test('stray values: the file has the correction as a comment, and changes nothing when it is run', async () => {
    const database = await createIncidentDatabase(newest, incidents.strayPlatforms);
    try {
      const before = await database.check('off');
      const file = await planFile(incidents.strayPlatforms, database);
      expect(await readFile(file, 'utf8')).toMatch(/^-- .*update public\.communications_conversations/imu);
      expect(await runFile(file, database)).toBe('');
      expect((await database.check('off')).drifts).toEqual(before.drifts);
    } finally {
      await database.drop();
    }
  });
});
