import type { ObjectId } from '../catalog/object-id.ts';
import { matcherOf } from '../diff/pattern.ts';

/** Nobody is told of these drifts for a while. Plain JSON. */
export type Mute = {
  /** A pattern of object ids, as under `ignore`: `table:public.tmp_*`, `unknown:*`. */
  readonly pattern: string;
  /** Names of environments, in which `*` stands for any run of characters; absent: all. */
  readonly environments?: readonly string[];
  readonly reason: string;
  /** When it ends. ISO 8601, UTC. */
  readonly until: string;
};

/** Whether a mute that is in force speaks of an object in an environment. */
export function muterOf(mutes: readonly Mute[], environment: string, now: string): (id: ObjectId) => boolean {
  const matchers = mutes
    .filter(({ until, environments }) => until > now && isAmong(environment, environments))
    .map(({ pattern }) => matcherOf(pattern));
  return (id) => matchers.some((matches) => matches(id));
}

/**
 * Whether an environment is among the named ones.
 *
 * @param names `*` stands for any run of characters; absent: every environment is
 */
export function isAmong(environment: string, names: readonly string[] | undefined): boolean {
  return names === undefined || names.some((name) => matcherOf(`environment:${name}`)(`environment:${environment}`));
}
