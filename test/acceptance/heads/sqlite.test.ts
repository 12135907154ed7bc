import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Environment } from '../../../lib/config/config.ts';
import { defaults } from '../../../lib/config/defaults.ts';
import { checkEnvironment } from '../../../lib/run/check-environment.ts';
import { compileExpectation } from '../../../lib/run/expectation.ts';
import { steps } from '../../support/migration-texts.ts';
import { createProjectFolder } from '../../support/project-folder.ts';

test("a SQLite file's head is compared and explains its drifts as well", async () => {
  const files = Object.fromEntries(steps.map((sql, i) => [`migrations/${i}_step.sql`, sql]));
  await using project = await createProjectFolder(files);
  const database = new DatabaseSync(join(project.path, 'app.db'));
  database.exec(`${steps[0]}${steps[1]}create table alembic_version (version_num varchar(32) not null primary key)`);
  database.exec(`insert into alembic_version values ('1_step')`);
  database.close();
  const config = { file: 'driftline.yaml', baseDir: project.path, expectations: {}, environments: {} };
  const expected = await compileExpectation(
    {
      name: 'app',
      engine: 'sqlite',
      migrations: [join(project.path, 'migrations')],
      values: [],
      ignore: [],
      unexpected: 'report',
      head: { tool: 'alembic' },
      compileTimeoutMs: defaults.compileTimeoutMs,
    },
    config,
  );
  const environment: Environment = {
    name: 'dev',
    expectation: 'app',
    connection: { kind: 'url', template: `sqlite:///${join(project.path, 'app.db')}`, at: 'here' },
    repair: 'off',
    connectTimeoutMs: defaults.connectTimeoutMs,
    lockTimeoutMs: defaults.lockTimeoutMs,
    statementTimeoutMs: defaults.statementTimeoutMs,
  };
  const { drifts } = await checkEnvironment(environment, expected);
  const head = drifts.find(({ id }) => id === 'migration-head:alembic');
  expect(head?.hint).toMatch(
    /^Migration 2_step was not applied; that accounts for the other drift\. Alembic stands at 1_step\./,
  );
  expect(drifts.filter(({ explainedBy }) => explainedBy === head?.fingerprint).map(({ id }) => id)).toEqual([
    'table:main.invoices',
  ]);
});
