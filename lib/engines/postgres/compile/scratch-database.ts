import { randomBytes } from 'node:crypto';
import { keepAliveFor } from '../../../cleanups.ts';
import { DriftlineError } from '../../../errors.ts';
import type { ConnectionSource } from '../../engine.ts';
import { connect, type PostgresConnection } from '../connect.ts';
import { sqlState, sqlStateOf } from '../sqlstate.ts';

/** What every scratch database is called, with 16 digits at random after it. */
const scratchPrefix = 'driftline_scratch_';

const connectOptions = {
  connectTimeoutMs: 10_000,
  lockTimeoutMs: 2000,
  statementTimeoutMs: 30_000,
  applicationName: 'driftline compile',
};

/**
 * Makes a database of a random name on a server, lets it be used, and removes it again: also when its use fails, takes too
 * long or is aborted. No database that was there before is touched.
 *
 * @param use works on a connection to the new database, which is closed under it when the time is up or the signal aborts
 * @throws DriftlineError as connecting does, `scratch-refused`, `interrupted`, `migrations-timed-out`, and
 * `scratch-left-behind` when it could not be removed
 */
export function withScratchDatabase<T>(
  source: ConnectionSource,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  use: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  const name = `${scratchPrefix}${randomBytes(8).toString('hex')}`;
  return keepAliveFor(
    (async () => {
      const admin = await connect(source, connectOptions);
      try {
        await create(admin, name);
        const limit = limitOf(timeoutMs, signal);
        try {
          return await useWithin(source, name, limit, use);
        } finally {
          limit.end();
          await remove(admin, source, name);
        }
      } finally {
        await admin.close();
      }
    })(),
  );
}

async function create(admin: PostgresConnection, name: string): Promise<void> {
  try {
    // template1 may hold what this server's databases begin with; an expectation begins with nothing.
    await admin.query(`create database ${name} template template0`);
  } catch (cause) {
    if (sqlStateOf(cause) !== sqlState.insufficientPrivilege) throw cause;
    throw new DriftlineError('scratch-refused', `the role may not make a database on ${admin.server.address}`, {
      remedy: 'Let it: `alter role NAME createdb`. Best give a server that is there for nothing else.',
      cause,
    });
  }
}

interface Limit {
  readonly reached: Promise<never>;
  readonly end: () => void;
}

function limitOf(timeoutMs: number, signal: AbortSignal | undefined): Limit {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new DriftlineError('interrupted', 'Compiling was interrupted'));
  const timer = setTimeout(
    () =>
      reject(
        new DriftlineError('migrations-timed-out', `compiling took longer than ${timeoutMs / 1000} s`, {
          remedy: 'Make the migrations faster on an empty database, or give them more time with `compileTimeout`.',
        }),
      ),
    timeoutMs,
  );
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  promise.catch(() => undefined);
  return {
    reached: promise,
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

async function useWithin<T>(
  source: ConnectionSource,
  database: string,
  limit: Limit,
  use: (connection: PostgresConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect(source, { ...connectOptions, database });
  const work = use(connection);
  // Whatever becomes of it after the limit, its connection is closed under it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit.reached]);
  } finally {
    await connection.close();
  }
}

/** FORCE ends what may still run there. The first connection may have died meanwhile, so that another one tries again. */
async function remove(admin: PostgresConnection, source: ConnectionSource, name: string): Promise<void> {
  const sql = `drop database if exists ${name} with (force)`;
  try {
    await admin.query(sql);
  } catch {
    try {
      const again = await connect(source, connectOptions);
      await again.query(sql).finally(again.close);
    } catch (cause) {
      throw new DriftlineError('scratch-left-behind', `${name} on ${admin.server.address} could not be removed`, {
        remedy: `Remove it by hand: drop database ${name};`,
        cause,
      });
    }
  }
}
