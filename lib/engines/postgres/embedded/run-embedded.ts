import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import type { EmbeddedJob, WorkerMessage, WorkerStart } from './protocol.ts';

/** How a job ended: by itself, cut off at its time limit, or with the death of its thread. */
export type EmbeddedEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'crashed'; readonly reason: string };

export interface EmbeddedOptions {
  readonly cacheFolder: string | undefined;
  /** From the start of the thread; waiting for other jobs to end does not count. */
  readonly timeoutMs: number;
  readonly onMessage: (message: WorkerMessage) => void;
}

/** A checkout is TypeScript and the published build is JavaScript: the worker's file is of the same kind as this one. */
const workerFile = import.meta.url.endsWith('.ts')
  ? new URL('./embedded-worker.ts', import.meta.url)
  : new URL('./embedded-worker.js', import.meta.url);

/** Each embedded PostgreSQL takes some 400 MB and a processor. */
const atOnce = pLimit(2);

/**
 * Runs one job in a thread of its own and ends the thread afterwards, whatever it is doing. SQL can spin without ever
 * giving way (a loop, `pg_sleep`, COPY from a client that is not there), which only ending the thread can stop.
 */
export function runEmbedded(job: EmbeddedJob, options: EmbeddedOptions): Promise<EmbeddedEnd> {
  return atOnce(() => runInThread({ job, cacheFolder: options.cacheFolder }, options));
}

async function runInThread(start: WorkerStart, { timeoutMs, onMessage }: EmbeddedOptions): Promise<EmbeddedEnd> {
  // The server's log would go to our standard error, and options of this process need not suit a thread.
  const worker = new Worker(workerFile, {
    workerData: start,
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<EmbeddedEnd>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'timedOut' }), timeoutMs);
      worker.on('message', (message: WorkerMessage) => {
        onMessage(message);
        if (message.kind === 'done') resolve({ kind: 'done' });
      });
      worker.on('error', (error: unknown) => resolve({ kind: 'crashed', reason: reasonOf(error) }));
      worker.on('exit', (code) => resolve({ kind: 'crashed', reason: `its thread ended with code ${code}` }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
