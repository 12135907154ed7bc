import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import pg from 'pg';
import { startServer } from '../demo/embedded-postgres.ts';
import type { Watched } from '../lambdas/check/settings.ts';
import type { Environment } from '../lib/config/config.ts';
import { stageCode } from '../lib/constructs/check-code.ts';
import { engineNamed } from '../lib/engines/engines.ts';
import { type DeployedFunction, deployFunction } from '../test/lambda-runtime/deployed-function.ts';
import { installPackage } from '../test/majors/install-package.ts';
import { makeDynamoService } from '../test/support/aws/dynamodb.ts';
import { makeS3Service } from '../test/support/aws/s3.ts';
import { makeSecretsService } from '../test/support/aws/secrets-manager.ts';
import { type AwsStub, startAwsStub } from '../test/support/aws/server.ts';
import { type BenchOptions, type BenchReport, type Measurement, round, summarize } from './bench-report.ts';
import { generateSchema } from './generate-schema.ts';

export const name = 'lambda';
export const about = 'the built check function under the Lambda runtime client: size, start, invocations, memory';

const root = fileURLToPath(new URL('..', import.meta.url));
const fleet = 50;
const tables = 200;

/**
 * Measures the function as it is deployed: the size of its archive, the time until the runtime asks for work, and
 * the first and the second invocation for one and for fifty databases of 200 tables, every one a process of its own.
 */
export async function run(options: BenchOptions): Promise<BenchReport> {
  installPackage(join(root, 'test', 'lambda-runtime'), "Amazon's Lambda runtime client in test/lambda-runtime");
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  options.progress(`starting PostgreSQL 18 and creating ${fleet} databases of ${tables} tables ...`);
  const server = await startServer({ major: 18 });
  const secrets = new Map<string, { text: string }>();
  const aws = await startAwsStub({
    secretsmanager: makeSecretsService(secrets),
    DynamoDB_20120810: makeDynamoService('drift').service,
    s3: makeS3Service().service,
  });
  try {
    const names = Array.from({ length: fleet }, (_, n) => `tenant_${n}`);
    await makeDatabases(server.url(), server.url('template_of_all'), names);
    for (const database of names) secrets.set(database, { text: server.url(database) });
    const expectation = await introspect(server.url('tenant_0'));
    const watch = (count: number): Watched => ({
      formatVersion: 1,
      environments: Object.fromEntries(names.slice(0, count).map((it) => [it, environment(it)])),
      expectations: { all: expectation },
    });
    const measurements: Measurement[] = [];
    for (const count of [1, fleet]) measurements.push(...(await measure(watch(count), count, aws, options)));
    return report(measurements, watch(1));
  } finally {
    await aws.stop();
    await server.stop();
  }
}

async function makeDatabases(admin: string, template: string, names: readonly string[]): Promise<void> {
  const run = async (url: string, statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const sql of statements) await client.query(sql);
    await client.end();
  };
  await run(admin, ['create database template_of_all']);
  await run(template, [generateSchema(tables)]);
  await run(
    admin,
    names.map((database) => `create database ${database} template template_of_all`),
  );
}

const limits = { connectTimeoutMs: 10_000, lockTimeoutMs: 2_000, statementTimeoutMs: 30_000 };

async function introspect(url: string): Promise<Watched['expectations'][string]> {
  const session = await engineNamed('postgresql').connect({ url }, { ...limits, applicationName: 'driftline bench' });
  const { snapshot } = await session.introspect();
  await session.close();
  return {
    name: 'all',
    engine: 'postgresql',
    snapshot,
    rules: { ignore: [], unexpected: 'report' },
    values: [],
    diagnostics: [],
  };
}

function environment(database: string): Environment {
  const connection = { kind: 'secret', secretId: database, at: 'bench' } as const;
  return { name: database, expectation: 'all', connection, tls: { mode: 'off' }, repair: 'off', ...limits };
}

async function measure(watched: Watched, count: number, aws: AwsStub, options: BenchOptions): Promise<Measurement[]> {
  const starts: { ms: number }[] = [];
  const firsts: { ms: number }[] = [];
  const warm: { ms: number; peakMemoryMb: number }[] = [];
  for (let round = 1; round <= options.runs; round++) {
    options.progress(`${count} environments, round ${round} of ${options.runs}`);
    const made = await deployFunction({ watched, endpoint: aws.url, memorySizeMb: 256 });
    const spawned = performance.now();
    try {
      await made.ready;
      starts.push({ ms: performance.now() - spawned });
      firsts.push({ ms: await timeInvocation(made) });
      warm.push({ ms: await timeInvocation(made), peakMemoryMb: peakMemoryMb(made.pid) });
    } finally {
      await made.stop();
    }
  }
  const what = count === 1 ? '1 environment' : `${count} environments`;
  return [
    summarize(`${what}: process start to first request`, starts),
    summarize(`${what}: first invocation`, firsts),
    summarize(`${what}: second invocation`, warm),
  ];
}

async function timeInvocation(made: DeployedFunction): Promise<number> {
  const began = performance.now();
  const end = await made.invoke({}, { timeoutMs: 900_000 });
  const took = performance.now() - began;
  const isInSync = end.kind === 'answered' && (end.answer as { readonly outcome: string }).outcome === 'inSync';
  if (!isInSync) throw new Error(`the function did not find everything in sync: ${JSON.stringify(end).slice(0, 2000)}`);
  return took;
}

/** The kernel's own count, on Linux; elsewhere not a number. */
function peakMemoryMb(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

function report(measurements: readonly Measurement[], watched: Watched): BenchReport {
  const [bare, whole] = [false, true].map((withArbiter) => archiveKb(watched, withArbiter));
  const peak = Math.max(...measurements.map(({ peakMemoryMb = 0 }) => peakMemoryMb));
  return {
    measurements,
    ratios: {
      [`second invocation for ${fleet} environments / for 1`]: round(
        (measurements[5]?.medianMs ?? Number.NaN) / (measurements[2]?.medianMs ?? Number.NaN),
      ),
    },
    goals: [
      {
        name: `the archive without the arbiter takes at most 400 KB: ${bare?.code} KB`,
        isReached: (bare?.code ?? 0) <= 400,
      },
      {
        name: `${fleet} environments of ${tables} tables take at most 256 MB: ${round(peak)} MB`,
        isReached: peak <= 256,
      },
    ],
    notes: [
      `archive without the arbiter: ${bare?.code} KB of code, ${bare?.maps} KB of source maps; with it ${whole?.code} KB`,
      'the size counts code alone: neither source maps nor expectations',
      'memory is the highest resident set of the process, runtime client included, after two invocations',
      'AWS is a stub on this machine, so that its latency is not in these figures; PostgreSQL runs here as well',
    ],
  };
}

/** Sizes in a zip archive at its best compression: code, and source maps. */
function archiveKb(watched: Watched, withArbiter: boolean): { readonly code: number; readonly maps: number } {
  const folder = stageCode({ watched: { ...watched, expectations: {} }, withArbiter });
  const sizes = { code: 0, maps: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A name stands twice in an archive, with 76 bytes of headers.
    const size = deflateRawSync(readFileSync(path), { level: 9 }).length + 2 * path.length + 76;
    sizes[entry.name.endsWith('.map') ? 'maps' : 'code'] += size / 1024;
  }
  rmSync(folder, { recursive: true });
  return { code: Math.round(sizes.code), maps: Math.round(sizes.maps) };
}
