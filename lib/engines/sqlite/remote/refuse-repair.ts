import type { Refusal } from '../../repair.ts';
import type { SqliteRepair } from '../repair.ts';

const refusal: Refusal = {
  code: 'remote-server',
  reason: 'nothing is repaired on a libSQL server, because no copy of the database can be made beside it first',
  remedy:
    'Read the statements with `driftline plan` and run them yourself, with `turso db shell` or in a migration; going back is then for the point-in-time recovery of the server.',
};

/**
 * The repair of a database on a libSQL server: none. A transaction there ends after some seconds whatever it does, and the
 * copy that every repair begins with cannot be made.
 */
export const refuseRepair: SqliteRepair = {
  writer: () => undefined,
  refusals: async () => [refusal],
  lock: async () => false,
  unlock: never,
  begin: never,
  run: never,
  commit: never,
  rollback: never,
  cleanUp: never,
  cancel: async () => undefined,
};

async function never(): Promise<never> {
  throw new RangeError('what is refused has no steps');
}
