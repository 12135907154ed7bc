import type { Variables } from '../config/interpolate.ts';

/** A stream that a command writes to; a terminal knows its width. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** A stream that answers are read from. */
type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything of the process that a command may touch, so that it can run inside another one. */
export interface CliIo {
  /** Results, and nothing but results. */
  readonly stdout: OutputStream;
  /** Everything else: progress, warnings, errors, questions. */
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  readonly env: Variables;
  /** Absolute; relative paths start from it. */
  readonly cwd: string;
  /** Aborts when the person or the system asks the command to stop. */
  readonly signal: AbortSignal;
}
