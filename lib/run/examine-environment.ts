import type { Environment } from '../config/config.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { ServerFacts, Session } from '../engines/engine.ts';
import { engineNamed } from '../engines/engines.ts';
import { diagnosticOf } from '../errors.ts';
import type { Deps } from './deps.ts';
import { openSession } from './open-session.ts';

/** What a connection to one environment can and cannot do. */
export interface Examination {
  readonly environment: string;
  /** Absent when no connection was had. */
  readonly server?: ServerFacts & { readonly engine: string };
  /** Objects seen in the whole catalog; absent when it could not be read. */
  readonly objects?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Connects to an environment and reads its catalog once, to say whether a check could. Changes nothing, never throws. */
export async function examineEnvironment(environment: Environment, engine: string, deps: Deps): Promise<Examination> {
  let session: Session | undefined;
  try {
    session = await openSession(engineNamed(engine), environment, 'driftline doctor', deps);
    const { snapshot, diagnostics } = await session.introspect();
    return {
      environment: environment.name,
      server: { engine, ...session.server },
      objects: Object.keys(snapshot.objects).length,
      diagnostics,
    };
  } catch (error) {
    return {
      environment: environment.name,
      ...(session === undefined ? {} : { server: { engine, ...session.server } }),
      diagnostics: [diagnosticOf(error)],
    };
  } finally {
    await session?.close();
  }
}
