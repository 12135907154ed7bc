import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a command left behind. */
export interface CommandResult {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Environment variables; nothing of the test's own but what Node.js needs is passed on. */
  readonly env?: { readonly [name: string]: string };
  /** Standard input; it ends at once when absent. */
  readonly input?: string;
  /** Nobody reads standard output: its reader has gone away, as `head` does. */
  readonly isUnread?: boolean;
  /** Another user to run it as, which only root may. */
  readonly uid?: number;
  /** Told when the process is there, to send it signals at a moment of the test's choosing. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

const program = fileURLToPath(new URL('../../bin/driftline.ts', import.meta.url));

/** Runs `driftline` as a process of its own, as people do, and waits for its end. */
export async function runDriftline(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...options.env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (options.isUnread) child.stdout.destroy();
  options.onStart?.((signal) => child.kill(signal));
  child.stdin.on('error', () => {}).end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
