import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFromFile } from '../../../demo/make-file.ts';
import { scriptDialect } from '../../../lib/engines/sqlite/script-dialect.ts';
import { renderJson } from '../../../lib/report/json.ts';
import { renderPlan } from '../../../lib/report/plan-sql.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { renderText } from '../../../lib/report/text.ts';
import { type LibsqlFault, type LibsqlServer, startLibsqlServer } from '../../support/libsql-server.ts';
import { startSecretsManagerStub, stubAccessKey } from '../../support/secrets-manager-stub.ts';
import { listDrifts, makeSqliteProject, type SqliteProject } from './project.ts';

const token = 'eyJhbGciOiJFZERTQSJ9.a-token-that-nobody-may-see.c2lnbmF0dXJl';

const migrations = `
create table plans (id integer primary key, status text not null default 'open' check (status <> ''), note text);
create index plans_status on plans (status);
create table steps (id integer primary key, plan_id int not null references plans (id) on delete cascade);
create trigger plans_touch after insert on plans begin update plans set note = 'new' where id = new.id; end;
create view open_plans as select id from plans where status = 'open';
`;

/** As another hand would write the same, with one table too few and a row that is odd. */
const database = `
CREATE TABLE plans ("id" INTEGER PRIMARY KEY, status TEXT NOT NULL DEFAULT 'open' CHECK ((status != '')), note text);
create index plans_status on plans (status);
create trigger plans_touch after insert on plans begin update plans set note = 'new' where id = new.id; end;
create view open_plans as select id from plans where status = 'open';
insert into plans (status) values ('open'), ('done'), ('dnoe');
update plans set note = 'odd' where id = 2;
create table alembic_version (version_num text not null primary key);
insert into alembic_version values ('001');
`;

let project: SqliteProject;
let server: LibsqlServer;

const parts = {
  migrations,
  expectation: {
    values: { 'plans.status': ['open', 'done'], 'plans.note': ['old', 'new'] },
    unexpected: 'report',
    head: { tool: 'alembic', head: '002' },
  },
};

async function arrange(environment: object, expectation: object = {}): Promise<void> {
  project = await makeSqliteProject({
    ...parts,
    database,
    expectation: { ...parts.expectation, ...expectation },
    environment,
  });
  server = await startLibsqlServer(project.path(), token);
}

const libsqlUrl = { url: `libsql://\${LIBSQL_HOST}?tls=0&authToken=\${LIBSQL_TOKEN}` };
const check = (env: object = {}, options = {}) =>
  project.check(options, { env: { LIBSQL_HOST: server.host, LIBSQL_TOKEN: token, ...env } });

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

const found = [
  'missing table:main.steps',
  'modified column:main.plans.note values',
  'modified column:main.plans.status values',
  'modified migration-head:alembic revision',
];

function everythingWritten(report: RunReport): string {
  const all = { formatVersion: 1 as const, outcome: report.outcome, environments: [report], startedAt: '', tookMs: 0 };
  return [renderJson(all), renderText(all, { color: false, width: 100 }), renderPlan(report, scriptDialect)].join('\n');
}

describe('a libSQL server', () => {
  beforeEach(() => arrange(libsqlUrl));

  test('is compared as a file is: catalog, values, head', async () => {
    const report = await check();
    expect(report).toMatchObject({ outcome: 'drift', diagnostics: [], server: { address: server.host } });
    expect(listDrifts(report).toSorted()).toEqual(found);
    await using local = await makeSqliteProject({ ...parts, database });
    expect((await local.check()).drifts).toEqual(report.drifts);
    expect(report.values).toMatchObject([
      { method: 'index', strayRows: 1, strays: [{ value: 'dnoe', rows: 1 }] },
      { method: 'aggregate', strayRows: 1, strays: [{ value: 'odd', rows: 1 }] },
    ]);
  });

  test('gets the token in a header alone, and nothing that is written holds it', async () => {
    const report = await check({}, { repair: 'plan' });
    expect(everythingWritten(report)).not.toContain('nobody-may-see');
    expect(server.received.join('\n')).not.toContain('nobody-may-see');
  });

  test('is not left with open streams', async () => {
    await check();
    expect(server.openStreams()).toBe(0);
  });

  test('is read on with a new stream when it has ended the old one', async () => {
    let asked = 0;
    server.fault = () => {
      if (++asked === 4) server.expireStreams();
      return undefined;
    };
    expect(listDrifts(await check()).toSorted()).toEqual(found);
  });

  test('is never repaired, and the report has the statements for a person', async () => {
    const report = await check({}, { repair: 'safe' });
    expect(report.applied).toMatchObject({ refused: { code: 'remote-server' } });
    expect(report.applied?.backup).toBeUndefined();
    expect(report.plan?.statements.map(({ sql }) => sql)).toEqual([expect.stringMatching(/^CREATE TABLE steps/u)]);
    expect(readFromFile(project.path(), "select 1 from sqlite_schema where name = 'steps'")).toEqual([]);
  });
});

describe('what goes wrong on the way has a name of its own, and the token is in none', () => {
  beforeEach(() => arrange({ ...libsqlUrl, connectTimeout: '800ms', statementTimeout: '800ms' }));

  const onCursor = (fault: LibsqlFault) => (path: string) => (path === '/v3/cursor' ? fault : undefined);
  const afterGreeting = (fault: LibsqlFault) => (_: string, body: string) =>
    body.includes('"requests":[{"type":"close"}]') ? undefined : fault;

  test.for<readonly [string, string, object, LibsqlServer['fault']?]>([
    ['a wrong token', 'authentication-failed', { LIBSQL_TOKEN: `${token}x` }],
    ['nobody at that port', 'connection-refused', { LIBSQL_HOST: '127.0.0.1:2' }],
    ['a host that is not there', 'host-not-found', { LIBSQL_HOST: 'nobody.invalid' }],
    ['a server that does not answer', 'connect-timeout', {}, () => 'hang'],
    ['a server that stops answering', 'catalog-timeout', {}, onCursor('hang')],
    ['an answer without an end', 'catalog-timeout', {}, onCursor('half')],
    ['a connection that is cut', 'connection-lost', {}, afterGreeting('dead')],
    ['a server that fails', 'connection-lost', {}, afterGreeting(502)],
    ['no such database', 'database-not-found', {}, () => 404],
    ['a server in trouble', 'server-unavailable', {}, () => 503],
  ])('%s', async ([, code, env, fault]) => {
    if (fault !== undefined) server.fault = fault;
    const report = await check(env);
    expect(report).toMatchObject({ outcome: 'unknown', drifts: [], diagnostics: [{ code }] });
    expect(everythingWritten(report)).not.toContain('nobody-may-see');
  });
});

test('a condition that the server cannot read makes that column unknown and nothing else', async () => {
  await arrange(libsqlUrl, { values: { 'plans.status': { accept: ['open'], where: 'note is is null' } } });
  const report = await check();
  expect(report.diagnostics).toMatchObject([{ code: 'invalid-value-condition', id: 'column:main.plans.status' }]);
  expect(listDrifts(report)).toContain('missing table:main.steps');
});

test.for([
  ['as JSON', (url: string) => JSON.stringify({ url, authToken: token })],
  ['as a URL', (url: string) => `${url}&authToken=${token}`],
] as const)('the token comes out of a secret %s', async ([, secretOf]) => {
  await arrange({ url: undefined, secret: 'app/turso' });
  await using secrets = await startSecretsManagerStub({
    'app/turso': { text: secretOf(`libsql://${server.host}?tls=0`) },
  });
  const env = {
    AWS_ENDPOINT_URL: secrets.url,
    AWS_ACCESS_KEY_ID: stubAccessKey,
    AWS_SECRET_ACCESS_KEY: 'stub',
    AWS_REGION: 'eu-west-1',
  };
  expect(listDrifts(await check(env)).toSorted()).toEqual(found);
});
