import type { ReplayAnswer, ReplayJob } from '../arbiter/replay.ts';
import type { CompileJob, CompileResult } from '../compile/compile-job.ts';

/** What the worker with the embedded PostgreSQL is asked to do: one job, then it ends. */
export type EmbeddedJob = CompileJob | ReplayJob;

/** What the worker is started with. Everything that passes between the threads is plain data. */
export interface WorkerStart {
  readonly job: EmbeddedJob;
  readonly cacheFolder: string | undefined;
}

/** What the worker says while it works, and at the end. */
export type WorkerMessage =
  | { readonly kind: 'running'; readonly path: string; readonly at: number }
  | { readonly kind: 'answer'; readonly answer: ReplayAnswer }
  | { readonly kind: 'compiled'; readonly result: CompileResult }
  | { readonly kind: 'done' };
