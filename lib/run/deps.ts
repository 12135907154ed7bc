import { setTimeout as wait } from 'node:timers/promises';

/** The world outside: what a run may ask of it, so that tests can answer. */
export interface Deps {
  /** Environment variables, a `.env` file's included. */
  readonly env: { readonly [name: string]: string | undefined };
  readonly now: () => Date;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The real world. */
export function realDeps(env: Deps['env']): Deps {
  return {
    env,
    now: () => new Date(),
    random: Math.random,
    sleep: async (ms, signal) => {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    },
  };
}
