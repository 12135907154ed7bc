import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** What the package may hold, besides the documents that npm adds by itself. */
const shipped = /^(dist\/(bin|lib|lambdas)\/.+\.(js|d\.ts)|schema\/[^/]+\.json)$/;
const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let consumer: string;
let packed: { readonly filename: string; readonly size: number; readonly files: readonly PackedFile[] };

/** Runs a program with this project's Node.js first on PATH, as a machine with a current Node.js would. */
async function run(cwd: string, command: string, ...args: readonly string[]): Promise<Ended> {
  // npm tells its scripts which project they belong to; an npm that they start must find out for itself.
  const { npm_config_local_prefix, ...inherited } = process.env;
  const PATH = [dirname(process.execPath), join(cwd, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const options = { cwd, env: { ...inherited, PATH, NO_COLOR: '1' }, maxBuffer: 2 ** 26 };
  try {
    return { code: 0, ...(await promisify(execFile)(command, args, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

async function succeed(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(cwd, command, ...args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

// A build of its own, so that files of an earlier build are not packed and nobody's build is disturbed.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-pack-'));
  const source = join(folder, 'source');
  consumer = join(folder, 'consumer');
  await mkdir(consumer, { recursive: true });
  for (const entry of [...documents, 'schema']) {
    await cp(join(root, entry), join(source, entry), { recursive: true });
  }
  await succeed(root, join(bin, 'tsc'), '-p', 'tsconfig.build.json', '--outDir', join(source, 'dist'));
  const report = await succeed(source, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  [packed] = JSON.parse(report);
  await writeFile(join(consumer, 'package.json'), '{ "private": true, "type": "module" }');
  await succeed(
    consumer,
    'npm',
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(folder, packed.filename),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  test('holds the program, the schemas and the documents, and no tests, sources or settings', () => {
    const strangers = packed.files.map(({ path }) => path).filter((path) => !shipped.test(path));
    expect(strangers.sort()).toEqual(documents);
    expect(packed.files.filter(({ path }) => /(^|\/)(test|bench|demo)\/|\.(test|spec)\./.test(path))).toEqual([]);
  });

  test('holds no secret', async () => {
    const secrets = /-----BEGIN|AKIA[A-Z0-9]{16}|_authToken|npm_[A-Za-z0-9]{36}/;
    const texts = await Promise.all(
      packed.files.map(async ({ path }) => [path, await readFile(join(folder, 'source', path), 'utf8')] as const),
    );
    expect(texts.filter(([, text]) => secrets.test(text)).map(([path]) => path)).toEqual([]);
  });

  test('is small', () => {
    expect(packed.size).toBeLessThan(800_000);
  });
});

describe('installed in an empty folder', () => {
  test('`driftline --help` teaches and ends well', async () => {
    const { code, stdout } = await run(consumer, 'npx', '--no-install', 'driftline', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('driftline check');
  });

  test('`driftline diff` compiles SQL in the embedded PostgreSQL', async () => {
    await writeFile(join(consumer, 'expected.sql'), 'create table a (id integer primary key, name text);');
    await writeFile(join(consumer, 'actual.sql'), 'create table a (id integer primary key);');
    const { code, stdout } = await run(
      consumer,
      'npx',
      '--no-install',
      'driftline',
      'diff',
      'expected.sql',
      'actual.sql',
    );
    expect(stdout).toMatch(/public\.a\n.*missing column name/);
    expect(code).toBe(2);
  });

  test('the library can be imported', async () => {
    const script = "console.log(JSON.stringify(Object.keys(await import('driftline')).sort()))";
    const names: unknown = JSON.parse(await succeed(consumer, process.execPath, '--input-type=module', '-e', script));
    expect(names).toEqual(expect.arrayContaining(['DriftlineError', 'checkAll', 'diffCatalogs', 'loadConfig']));
  });

  test('a strict TypeScript program compiles against its types', async () => {
    await writeFile(
      join(consumer, 'use.ts'),
      `import { type CatalogSnapshot, type Drift, diffCatalogs, parseSnapshot } from 'driftline';
       export function drifts(a: CatalogSnapshot): readonly Drift[] {
         return diffCatalogs(a, parseSnapshot('{}', 'b.json'));
       }
       // @ts-expect-error: types are really there
       diffCatalogs(1, 2);`,
    );
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const modern = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2024', '--noEmit'];
    const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node'];
    await succeed(consumer, join(bin, 'tsc'), ...strict, ...modern, ...types, 'use.ts');
  });

  test('nothing that only builds or tests Driftline comes along', async () => {
    const installed = await succeed(consumer, 'npm', 'ls', '--all', '--parseable');
    expect(
      installed.split('\n').filter((path) => /node_modules\/(vitest|typescript|aws-cdk|esbuild|pg1[38])$/.test(path)),
    ).toEqual([]);
  });
});
