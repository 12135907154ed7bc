import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDotenv } from '../../../lib/config/dotenv.ts';
import { findConfig, loadConfig } from '../../../lib/config/load.ts';
import { resolveConnection } from '../../../lib/config/secrets/secrets.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-config-'));
  await mkdir(join(folder, 'a/b'), { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

const minimal =
  'expectations: { e: { base: x.json } }\nenvironments: { prod: { expectation: e, url: "postgres://db/x" } }\n';

async function load(text: string) {
  const file = join(folder, 'driftline.yaml');
  await writeFile(file, text);
  return loadConfig(file, folder);
}

test('everything that can be said is understood', async () => {
  const { config, diagnostics } = await load(`expectations:
  content:
    migrations: [migrations/content, /abs/extra.sql]
    base: snapshots/prod.json
    values:
      content_plans.status: [draft, active]
      app."odd.table".c: { accept: [x], nulls: deny, redact: true }
    ignore: ["table:public.tmp_*"]
    unexpected: report
    schemas: [public, app]
    head: { tool: drizzle, head: drizzle/meta/_journal.json }
    compileTimeout: 2m
environments:
  staging:
    expectation: content
    url: \${STAGING_URL}
    tls: { ca: certs/ca.pem }
    repair: safe
    connectTimeout: 500ms
    lockTimeout: 1s
    statementTimeout: 1h
  prod: { expectation: content, secret: prod/db, host: h, port: 6432, database: d, tls: no-verify }
`);
  expect(diagnostics).toEqual([]);
  expect(JSON.parse(JSON.stringify(config).replaceAll(folder, '<folder>'))).toMatchSnapshot();
});

test('everything that is left out has a default', async () => {
  const { config } = await load(minimal);
  expect(JSON.parse(JSON.stringify(config).replaceAll(folder, '<folder>'))).toMatchSnapshot();
});

test('rules, baseline and settle are understood', async () => {
  const entry = {
    id: 'table:public.t',
    kind: 'missing',
    fingerprint: 'f',
    state: 's',
    reason: '',
    since: '2026-11-21',
  };
  const baseline = { formatVersion: 1, environments: { prod: [entry], dev: [] } };
  await writeFile(join(folder, 'baseline.json'), JSON.stringify(baseline));
  const { config } = await load(`expectations:
  e:
    base: x.json
    ignore:
      - table:public.tmp_*
      - { match: "*:audit.*", reason: another team's, until: 2027-01-31 }
    severity:
      - { match: "index:public.*", kind: missing, severity: low }
    compare: { owners: true, comments: true, grants: false }
    unexpected: { table: report, "*": ignore }
environments:
  prod: { expectation: e, url: "postgres://db/x", baseline: baseline.json, settle: 20s }
  other: { expectation: e, url: "postgres://db/x", baseline: baseline.json, settle: 0s }
  unwritten: { expectation: e, url: "postgres://db/x", baseline: none.json }
`);
  expect(config.expectations.e).toMatchObject({
    ignore: [
      { pattern: 'table:public.tmp_*' },
      { pattern: '*:audit.*', reason: "another team's", until: '2027-01-31' },
    ],
    severity: [{ pattern: 'index:public.*', kind: 'missing', severity: 'low' }],
    extras: ['comments', 'owners'],
    unexpected: { table: 'report', '*': 'ignore' },
  });
  expect(config.environments).toMatchObject({
    prod: { baseline: { file: 'baseline.json', entries: [entry] }, settleMs: 20_000 },
    other: { baseline: { file: 'baseline.json', entries: [], absent: 'environment' }, settleMs: 0 },
    unwritten: { baseline: { file: 'none.json', entries: [], absent: 'file' } },
  });
  expect(config.environments.unwritten).not.toHaveProperty('settleMs');
});

test.for([
  ['is no baseline', '{}', 'invalid-baseline'],
  ['is not JSON', 'x', 'invalid-baseline'],
] as const)('a baseline that %s is an error', async ([, text, code]) => {
  await writeFile(join(folder, 'broken.json'), text);
  const broken = minimal.replace('expectation: e', 'expectation: e, baseline: broken.json');
  await expect(load(broken)).rejects.toMatchObject({ code, message: expect.stringContaining('broken.json') });
});

test('a baseline that is a folder is an error', async () => {
  const broken = minimal.replace('expectation: e', 'expectation: e, baseline: .');
  await expect(load(broken)).rejects.toMatchObject({ code: 'baseline-unreadable' });
});

test('the example that this project comes with is sound', async () => {
  const file = fileURLToPath(new URL('../../../driftline.yaml', import.meta.url));
  const { config, diagnostics } = await loadConfig(file);
  expect(diagnostics).toEqual([]);
  expect(Object.keys(config.environments)).not.toEqual([]);
});

test('a password written out is a warning that does not repeat it', async () => {
  const { diagnostics } = await load(minimal.replace('postgres://', 'postgres://app:hunter2@'));
  expect(diagnostics).toMatchObject([{ level: 'warning', code: 'literal-password' }]);
  expect(diagnostics[0]?.message).toMatch(/^driftline\.yaml:2:\d+: the password of prod/);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

test('so is one of a server to compile on', async () => {
  const compile = 'compile: { url: "postgres://app:hunter2@h/d" }';
  const { diagnostics } = await load(minimal.replace('base: ', `${compile}, base: `));
  expect(diagnostics).toMatchObject([
    { code: 'literal-password', message: expect.stringContaining('the password of e') },
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

test('text that is not UTF-8 is an error', async () => {
  const file = join(folder, 'driftline.yaml');
  await writeFile(file, Buffer.from([0x66, 0xe9, 0x3a]));
  await expect(loadConfig(file, folder)).rejects.toMatchObject({
    code: 'config-unreadable',
    message: 'driftline.yaml is not UTF-8 text',
  });
});

describe('the configuration is found', () => {
  test('in the folder, else in the nearest above it', async () => {
    await writeFile(join(folder, 'driftline.yml'), minimal);
    expect(await findConfig(join(folder, 'a/b'))).toBe(join(folder, 'driftline.yml'));
    await writeFile(join(folder, 'a/driftline.yaml'), minimal);
    expect(await findConfig(join(folder, 'a/b'))).toBe(join(folder, 'a/driftline.yaml'));
  });

  test('under the name that is asked for, from where people stand', async () => {
    await writeFile(join(folder, 'other.yaml'), minimal);
    expect(await findConfig(join(folder, 'a'), '../other.yaml')).toBe(join(folder, 'other.yaml'));
  });

  test('or else the error says how to write one', async () => {
    await expect(findConfig(folder, 'nowhere.yaml')).rejects.toMatchObject({
      code: 'config-not-found',
      message: 'There is no configuration nowhere.yaml',
      remedy: expect.stringContaining('driftline init'),
    });
    await expect(findConfig(folder)).rejects.toMatchObject({
      code: 'config-not-found',
      remedy: expect.stringContaining('driftline init'),
    });
  });
});

describe('the file .env beside the configuration', () => {
  test('adds variables, and those that are set already win', async () => {
    await writeFile(join(folder, '.env'), '# comment\nA=from file\nB="quoted # value"\nexport C=exported\n');
    expect(await addDotenv({ A: 'set', D: 'too' }, folder)).toEqual({
      A: 'set',
      B: 'quoted # value',
      C: 'exported',
      D: 'too',
    });
  });

  test('may be missing, or a folder', async () => {
    expect(await addDotenv({ A: 'set' }, folder)).toEqual({ A: 'set' });
    await mkdir(join(folder, '.env'));
    expect(await addDotenv({ A: 'set' }, folder)).toEqual({ A: 'set' });
  });
});

describe('a connection is resolved', () => {
  test('for one environment although another lacks its variable', async () => {
    const { config } = await load(`expectations: { e: { base: x.json } }
environments:
  staging: { expectation: e, url: "\${STAGING_URL}" }
  prod: { expectation: e, url: "\${PROD_URL}", tls: off }
`);
    const { staging, prod } = config.environments;
    const env = { PROD_URL: 'postgres://db/x' };
    if (!staging || !prod) throw new Error('both are there');
    expect(await resolveConnection(prod, { env })).toEqual({
      url: 'postgres://db/x',
      tls: { mode: 'off' },
      baseDir: folder,
    });
    await expect(resolveConnection(staging, { env })).rejects.toMatchObject({
      code: 'env-var-unset',
      message: 'driftline.yaml:3:35: the environment variable STAGING_URL is not set',
    });
  });

  test('with the certificate authorities that it names', async () => {
    const { config } = await load(minimal.replace('url:', 'tls: { ca: ca.pem }, url:'));
    const { prod } = config.environments;
    if (!prod) throw new Error('it is there');
    await expect(resolveConnection(prod, { env: {} })).rejects.toMatchObject({ code: 'ca-file-unreadable' });
    await writeFile(join(folder, 'ca.pem'), 'PEM');
    expect(await resolveConnection(prod, { env: {} })).toEqual({
      url: 'postgres://db/x',
      tls: { mode: 'verify', ca: 'PEM' },
      baseDir: folder,
    });
  });
});
