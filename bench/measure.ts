import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { watchMemory } from './process-memory.ts';

/** What one run of a contender said of itself, and how long its whole process lasted. */
export interface Run {
  /** The work itself: connecting included, starting the runtime and loading modules not. */
  readonly ms: number;
  readonly peakMemoryMb: number;
  readonly processMs: number;
  /** What it found, to see that it did the work. */
  readonly found?: number;
  readonly introspectMs?: number;
  /** Until the catalog was there, from when the connection was. */
  readonly catalogMs?: number;
  /** How much of that it took to read what was kept. */
  readonly recallMs?: number;
  /** Whether a kept catalog proved to be unchanged. */
  readonly isKnown?: boolean;
}

/** What the package of the benches installs, for whoever waits for it. */
export const contendersInstalled = 'drizzle-kit, migra and pg-introspection in bench (130 MB)';

const contenders = new URL('contenders/', import.meta.url);

/** A contender at work. */
export interface Contender {
  /** Ends its standard input, which is how one that goes on until then is told to stop. */
  readonly stop: () => void;
  /** What it said last: one JSON document. What contenders print on the way is theirs. */
  readonly ended: Promise<unknown>;
}

/**
 * Starts `contenders/NAME.ts` in a process of its own. The process gets plain JavaScript, as a user's would: stripping
 * types costs memory that no contender should answer for.
 *
 * @param input handed over as JSON
 */
export function startContender(name: string, input: object): Contender {
  const code = stripTypeScriptTypes(readFileSync(new URL(`${name}.ts`, contenders), 'utf8'));
  const args = ['--no-warnings', '--input-type=module', '--eval', code, JSON.stringify(input)];
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(contenders), stdio: ['pipe', 'pipe', 'inherit'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const end = async () => {
    const [exitCode] = await once(child, 'close');
    if (exitCode !== 0) throw new Error(`the contender ${name} failed with exit code ${exitCode}`);
    return JSON.parse(Buffer.concat(output).toString().trim().split('\n').at(-1) ?? '');
  };
  return { stop: () => child.stdin.end(), ended: end() };
}

/** Runs a contender that ends by itself. */
export async function runContender(name: string, input: object): Promise<Run> {
  const started = performance.now();
  const { ended } = startContender(name, input);
  const said = (await ended) as Omit<Run, 'processMs'>;
  return { ...said, processMs: performance.now() - started };
}

/** Runs a program that cannot tell its own memory; on Linux the kernel is asked for it while the program runs. */
export async function runProgram(command: string, args: readonly string[], cwd?: string): Promise<Run> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd });
  const memory = watchMemory(child.pid);
  const [code] = await once(child, 'close');
  const ms = performance.now() - started;
  const peakMemoryMb = memory.stop();
  if (code !== 0) throw new Error(`${command} failed with exit code ${code}`);
  return { ms, processMs: ms, peakMemoryMb };
}
