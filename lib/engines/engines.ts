import { DriftlineError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { postgres } from './postgres/engine.ts';
import { sqlite } from './sqlite/engine.ts';

/** Every kind of database that Driftline knows. */
const engines: readonly Engine[] = [postgres, sqlite];

/** The engine of this name. */
export function engineNamed(name: string): Engine {
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine === undefined) {
    throw new DriftlineError('unknown-engine', `no engine is called ${name}`, {
      remedy: `Known engines: ${engines.map((known) => known.name).join(', ')}.`,
    });
  }
  return engine;
}

/** The engine that a connection URL belongs to, or undefined when the text is no such URL. */
export function engineOfUrl(url: string): Engine | undefined {
  return engines.find((engine) => engine.ownsUrl(url));
}
