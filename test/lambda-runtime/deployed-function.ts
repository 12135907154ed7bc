import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { variables, type Watched } from '../../lambdas/check/settings.ts';
import { nodeOptions, stageCode } from '../../lib/constructs/check-code.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runtimeClient = join(root, 'test/lambda-runtime/node_modules/aws-lambda-ric/index.mjs');

export interface DeployOptions {
  /** What to watch, or a folder that has been staged already, to be copied. */
  readonly watched: Watched | { readonly folder: string };
  /** Where AWS is. */
  readonly endpoint: string;
  readonly withArbiter?: boolean;
  /** @default 1024 */
  readonly memorySizeMb?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A function that runs as it would in Lambda. */
export interface DeployedFunction extends Pick<RuntimeApi, 'invoke' | 'ready'> {
  readonly pid: number;
  /** Everything it has written to its log so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Runs the built bundle, staged as it is deployed, under Amazon's own runtime client, which loads it and feeds it with
 * invocations just as in Lambda.
 */
export async function deployFunction({
  watched,
  endpoint,
  withArbiter = false,
  memorySizeMb = 1024,
  env = {},
}: DeployOptions): Promise<DeployedFunction> {
  const folder = 'folder' in watched ? await copyFolder(watched.folder) : stageCode({ watched, withArbiter });
  // Lambda brings the SDK; all else must be in the folder, which therefore lies outside the project.
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(join(root, 'node_modules/@aws-sdk'), join(folder, 'node_modules/@aws-sdk'));
  const api = await startRuntimeApi();
  const child = spawn(process.execPath, [runtimeClient, 'index.handler'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      TMPDIR: process.env.TMPDIR,
      LAMBDA_TASK_ROOT: folder,
      LAMBDA_RUNTIME_DIR: folder,
      _HANDLER: 'index.handler',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'check',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeMb),
      AWS_LAMBDA_LOG_GROUP_NAME: 'logs',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test-secret-access-key',
      AWS_ENDPOINT_URL: endpoint,
      NODE_OPTIONS: nodeOptions(memorySizeMb, withArbiter),
      [variables.table]: 'drift',
      [variables.bucket]: 'reports',
      [variables.monitor]: 'drift',
      ...env,
    },
  });
  let log = '';
  child.stdout.on('data', (chunk) => (log += chunk));
  child.stderr.on('data', (chunk) => (log += chunk));
  const exited = once(child, 'exit');
  void exited.then(() => api.stop());
  return {
    ...api,
    pid: child.pid ?? 0,
    log: () => log,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function copyFolder(from: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-function-'));
  await cp(from, folder, { recursive: true });
  return folder;
}
