import { kindOf } from '../../catalog/object-id.ts';
import type { Statement } from '../../plan/statement.ts';
import type { Refusal, Repair } from '../repair.ts';
import { buildsIndex, refuseBrokenBuilds } from './broken-builds.ts';
import { refuseSecondBuilds } from './builds-under-way.ts';
import type { PostgresConnection } from './connect.ts';
import { dropInvalid, findInvalidIndexes, type InvalidIndex, isRebuildOf } from './leftovers.ts';
import { refuseLongWaits } from './long-transactions.ts';
import { refusePooler } from './poolers.ts';
import { findLackingRights } from './rights.ts';
import { rightsNeeded } from './rights-needed.ts';
import { duplicateStates } from './sqlstate.ts';
import { statementFailure } from './statement-failure.ts';

/** The steps of a repair on PostgreSQL, and whether a transaction of it is open now. */
export interface PostgresRepair extends Repair {
  readonly isInTransaction: () => boolean;
}

/** The bytes of `driftlin` as one number: the advisory lock that every repair of a database takes. */
const repairLock = '7237963439898650990';

/** How much longer than the server's own timeout an answer may take before the connection is given up. */
const answerGraceMs = 10_000;

/** If this process disappears without a word, the server ends its transaction after this time. */
const idleTimeoutMs = 60_000;

/**
 * The steps of a repair over one connection.
 *
 * Everything runs with `search_path = pg_catalog`, as the definitions in a catalog are read, so that no object of a
 * user can stand in for a built-in one.
 *
 * @param openAnother opens a second connection to the same database as the same role, to cancel what this one runs
 * @param longSeconds the age from which on an open transaction is not about to end by itself
 */
export function makeRepair(
  connection: PostgresConnection,
  openAnother: () => Promise<PostgresConnection>,
  longSeconds = 60,
): PostgresRepair {
  let isOpen = false;
  let wasCancelled = false;
  /** INVALID indexes that were there before a statement ran, and so are not its own. */
  const found = new Map<Statement, ReadonlySet<string>>();
  const step = async (sql: string, limits: Limits, via = connection): Promise<'ran' | 'skipped'> => {
    let answer: 'ran' | 'skipped' = 'ran';
    const onNotice = (state: string) => {
      if (duplicateStates.has(state)) answer = 'skipped';
    };
    try {
      const answerWithinMs = limits.lockTimeoutMs + limits.statementTimeoutMs + answerGraceMs;
      await via.query(sql, { answerWithinMs, onNotice });
      return answer;
    } catch (error) {
      throw statementFailure(error, limits, wasCancelled);
    }
  };
  const stepAlone = async (sql: string, limits: Limits, via = connection): Promise<'ran' | 'skipped'> => {
    await step(settings('session', limits), shortStep, via);
    try {
      return await step(sql, limits, via);
    } finally {
      // After a lost connection there is nothing to reset, and the loss is what the caller must hear of.
      await step(
        'reset lock_timeout; reset statement_timeout; reset search_path; reset check_function_bodies; reset client_min_messages',
        shortStep,
        via,
      ).catch(() => undefined);
    }
  };
  const dropLeft = async (
    statement: Statement,
    isOurs: (index: InvalidIndex) => boolean,
    via = connection,
  ): Promise<boolean> => {
    const left = (await findInvalidIndexes(via, statement.locks)).filter(isOurs);
    for (const index of left) await stepAlone(dropInvalid(index), statement, via);
    return left.length > 0;
  };
  return {
    isInTransaction: () => isOpen,
    refusals: async (statements) => [
      ...(await refuseReadOnly(connection)),
      ...(await refusePooler(connection, openAnother)),
      ...refuseBrokenBuilds(connection.server, statements),
      ...(await findLackingRights(connection, rightsNeeded(statements))),
      ...(await refuseSecondBuilds(connection, statements.filter(buildsIndex))),
      ...(await refuseLongWaits(connection, statements.filter(buildsIndex), longSeconds)),
    ],
    lock: async () => {
      wasCancelled = false;
      return takeLock(connection);
    },
    unlock: async () => {
      await connection.query(`select pg_advisory_unlock(${repairLock})`, { answerWithinMs: answerGraceMs });
    },
    begin: async () => {
      isOpen = true;
      const sql = `begin isolation level read committed read write; set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`;
      await step(sql, shortStep);
    },
    run: async (statement, lockTimeoutMs = statement.lockTimeoutMs) => {
      const limits = { ...statement, lockTimeoutMs };
      if (statement.transaction === 'inside') {
        return step(`${settings('local', limits)}; ${statement.sql}`, limits);
      }
      if (buildsIndex(statement)) {
        const builds = [...statement.provides, ...statement.causedBy].filter((id) => kindOf(id) === 'index');
        await dropLeft(statement, (index) => builds.some((id) => isRebuildOf(index, id)));
        const present = await findInvalidIndexes(connection, statement.locks);
        found.set(statement, new Set(present.map(({ oid }) => oid)));
      }
      return stepAlone(statement.sql, limits);
    },
    commit: async () => {
      await step('commit', shortStep);
      isOpen = false;
    },
    rollback: async () => {
      isOpen = false;
      await step('rollback', shortStep);
    },
    cleanUp: async (statement) => {
      const before = found.get(statement);
      if (before === undefined) return false;
      const isOurs = ({ oid }: InvalidIndex) => !before.has(oid);
      if (!connection.isLost()) return dropLeft(statement, isOurs);
      const other = await openAnother();
      try {
        // Whoever has the lock by now builds the index anew.
        return (await takeLock(other)) && (await dropLeft(statement, isOurs, other));
      } finally {
        await other.close();
      }
    },
    cancel: async () => {
      wasCancelled = true;
      try {
        const other = await openAnother();
        try {
          await other.query(`select pg_cancel_backend(${connection.server.backendPid})`);
        } finally {
          await other.close();
        }
      } catch {
        await connection.close();
      }
    },
  };
}

/** Takes the lock for as long as the connection lasts, or until it is given back; without waiting. */
async function takeLock(connection: PostgresConnection): Promise<boolean> {
  const [answer] = await connection.query(`select pg_try_advisory_lock(${repairLock}) as is_ours`);
  return answer?.rows[0]?.is_ours === true;
}

type Limits = Pick<Statement, 'locks' | 'lockTimeoutMs' | 'statementTimeoutMs'>;

/** For steps that do nothing slow. */
const shortStep: Limits = { locks: [], lockTimeoutMs: 0, statementTimeoutMs: 30_000 };

function settings(scope: 'local' | 'session', { lockTimeoutMs, statementTimeoutMs }: Limits): string {
  return [
    `set ${scope} lock_timeout = ${Math.round(lockTimeoutMs)}`,
    `set ${scope} statement_timeout = ${Math.round(statementTimeoutMs)}`,
    `set ${scope} search_path = pg_catalog`,
    // A function's body is a text of its own, which finds its tables by the search_path of whoever calls it.
    `set ${scope} check_function_bodies = off`,
    // What is skipped because it is there already is told in a notice.
    `set ${scope} client_min_messages = notice`,
  ].join('; ');
}

async function refuseReadOnly(connection: PostgresConnection): Promise<readonly Refusal[]> {
  const [answer] = await connection.query(
    `select pg_is_in_recovery() as is_standby, current_setting('default_transaction_read_only')::bool as is_read_only`,
  );
  const { is_standby: isStandby, is_read_only: isReadOnly } = answer?.rows[0] ?? {};
  if (isStandby === true) {
    return [
      {
        code: 'standby',
        reason: 'the server is a standby, which takes no changes but those of its primary',
        remedy: "Repair through the primary's address.",
      },
    ];
  }
  if (isReadOnly !== true) return [];
  return [
    {
      code: 'read-only',
      reason: 'transactions are read only here by default, so whoever set that wants no changes',
      remedy: 'Repair as a role, or at an address, whose default_transaction_read_only is off.',
    },
  ];
}
