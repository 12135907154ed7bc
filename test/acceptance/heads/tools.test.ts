import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MigrationReaderName } from '../../../lib/migrations/migration.ts';
import { type CompiledExpectation, compileExpectation } from '../../../lib/run/expectation.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { migrationProjects } from '../../support/migration-projects.ts';
import { type Bookkeeping, bookkeeping } from '../../support/migration-tables.ts';
import { steps } from '../../support/migration-texts.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { check } from '../run/scene.ts';

type Tool = keyof typeof bookkeeping & MigrationReaderName;

/** What the tool's own dump holds cannot be taken apart by migrations. */
const isDump = (tool: Tool) => tool === 'rails';

async function compileProject(tool: Tool): Promise<CompiledExpectation> {
  const { files, paths } = migrationProjects[tool];
  await using folder = await createProjectFolder(files);
  const migrations = paths.map((path) => join(folder.path, path));
  const config = { file: 'driftline.yaml', baseDir: folder.path, expectations: {}, environments: {} };
  const rest = { values: [], ignore: [], unexpected: 'report', compileTimeoutMs: 60_000 } as const;
  return await compileExpectation({ name: 'shop', engine: 'postgresql', migrations, ...rest }, config);
}

const tools = Object.keys(bookkeeping) as readonly Tool[];

/** Each tool on one server, the servers in turn: what the tools' tables are asked is the same on all of them. */
describe.for(tools)('%s', (tool) => {
  const own: Bookkeeping = bookkeeping[tool];
  const { names } = migrationProjects[tool];
  const id = `migration-head:${tool}`;
  let expected: CompiledExpectation;
  let database: TestDatabase;

  beforeAll(async () => {
    const major = majors[tools.indexOf(tool) % majors.length] ?? 18;
    [expected, database] = await Promise.all([compileProject(tool), createDatabase(major, '')]);
  });
  afterAll(() => database.drop());

  const look = async () => (await check({ database, expected })).report;
  const headOf = async () => (await look()).drifts.find((drift) => drift.id === id);

  /** One database goes through every state, in the order in which a team might see them. */
  test('is seen without its table, behind, failed, in sync, changed, ahead and diverged', async () => {
    const nothing = await look();
    expect(nothing.drifts.map((drift) => drift.id)).toEqual([
      'table:public.invoices',
      'table:public.orders',
      'table:public.users',
      id,
    ]);
    const untouched = nothing.drifts.at(-1);
    expect(untouched).toMatchObject({ actual: null, hint: expect.stringContaining('its table does not exist') });
    if (!isDump(tool)) expect(untouched?.hint).toContain('that accounts for all 3 other drifts');

    await database.sql(`${own.create};${steps[0]};${own.apply(0)};${steps[1]};${own.apply(1)}`);
    const behind = await look();
    const [missing, head] = behind.drifts;
    expect(behind.drifts.map((drift) => drift.id)).toEqual(['table:public.invoices', id]);
    expect(head).toMatchObject({ kind: 'modified', attribute: 'revision', expected: names[2], actual: names[1] });
    if (isDump(tool)) {
      expect(head?.hint).toContain(`not applied: ${names[2]}.`);
    } else {
      expect(missing?.explainedBy).toBe(head?.fingerprint);
      expect(head?.hint).toContain(`Migration ${names[2]} was not applied; that accounts for the other drift.`);
    }

    if (own.fail !== undefined) {
      await database.sql(own.fail(2));
      const failed = await look();
      const cause = failed.drifts.at(-1);
      expect(cause).toMatchObject({ kind: 'invalid', id, attribute: 'state', actual: `failed: ${names[2]}` });
      expect(failed.drifts[0]?.explainedBy).toBe(cause?.fingerprint);
      await database.sql(undoFailure[tool] ?? '');
    }

    await database.sql(`${steps[2]};${own.apply(2)}`);
    expect(await look()).toMatchObject({ outcome: 'inSync', drifts: [], diagnostics: [] });

    if (own.change !== undefined) {
      await database.sql(own.change);
      expect((await look()).diagnostics).toMatchObject([
        { code: 'migration-changed', message: expect.stringContaining(`${names[0]} was changed after`) },
      ]);
    }

    await database.sql(own.stranger);
    const codes = (await look()).diagnostics.map(({ code }) => code);
    expect(codes).toContain(tool === 'alembic' ? 'migration-head-unknown' : 'migration-head-ahead');

    await database.sql(
      'drop schema if exists drizzle, sqitch, supabase_migrations cascade; drop schema public cascade; create schema public',
    );
    await database.sql(`${own.create};${steps[0]};${own.apply(0)};${own.stranger}`);
    expect((await headOf())?.hint).toMatch(diverged[tool] ?? /^(?:Migration.* )?\S.* has diverged: it applied /);
  });
});

/** Of these a table holds one row: it can be beyond the folder or elsewhere, never both. */
const diverged: { readonly [tool: string]: RegExp } = {
  alembic: /^Alembic stands at ffff00001111, which the expectation does not know/,
  'golang-migrate': /^golang-migrate is ahead: it applied 99/,
};

const undoFailure: { readonly [tool: string]: string } = {
  flyway: 'delete from flyway_schema_history where not success',
  'golang-migrate': 'select 1',
  liquibase: `delete from databasechangelog where exectype = 'FAILED'`,
  prisma: 'delete from _prisma_migrations where finished_at is null',
  sqlx: 'delete from _sqlx_migrations where not success',
};
