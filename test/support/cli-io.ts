import { PassThrough } from 'node:stream';
import type { CliIo } from '../../lib/cli/cli-io.ts';

/** The streams and the world of a command that runs inside the test's own process. */
export interface TestIo {
  readonly io: CliIo;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** What a person types. */
  readonly type: (text: string) => void;
  /** The end of standard input, as Ctrl-D gives it. */
  readonly endInput: () => void;
  /** Ctrl-C. */
  readonly interrupt: () => void;
}

/** Makes streams that remember what is written to them. */
export function createTestIo(
  options: { readonly isTTY?: boolean; readonly env?: CliIo['env']; readonly cwd?: string } = {},
): TestIo {
  const { isTTY = false, env = {}, cwd = process.cwd() } = options;
  const stream = () => Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const [stdout, stderr, stdin] = [stream(), stream(), stream()];
  const interruption = new AbortController();
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  stderr.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  return {
    io: { stdout, stderr, stdin, env, cwd, signal: interruption.signal },
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    type: (text) => stdin.write(text),
    endInput: () => stdin.end(),
    interrupt: () => interruption.abort(),
  };
}
