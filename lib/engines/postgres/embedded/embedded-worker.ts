import { parentPort, workerData } from 'node:worker_threads';
import { answerQuestions } from '../arbiter/replay.ts';
import { runCompileJob } from '../compile/compile-job.ts';
import type { WorkerMessage, WorkerStart } from './protocol.ts';

/** The thread that holds the embedded PostgreSQL: it does the one job that it was started with. */
const { job, cacheFolder } = workerData as WorkerStart;

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

switch (job.kind) {
  case 'compile':
    post({
      kind: 'compiled',
      result: await runCompileJob(job, cacheFolder, (path, at) => post({ kind: 'running', path, at })),
    });
    break;
  case 'replay':
    await answerQuestions(job, cacheFolder, (answer) => post({ kind: 'answer', answer }));
    break;
}
post({ kind: 'done' });
