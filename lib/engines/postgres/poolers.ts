import type { Refusal } from '../repair.ts';
import type { PostgresConnection } from './connect.ts';

/**
 * Refuses a repair through a pooler that gives each transaction whatever session is free: the repair's lock would
 * belong to a session of others, and its settings would reach them.
 *
 * Such a pooler is caught in the act: it hands the session that our last query had to the next who asks. That costs a
 * second connection, so nobody asks where the server sees our own socket, which is to say nothing stands between.
 *
 * @see https://www.pgbouncer.org/features.html
 */
export async function refusePooler(
  connection: PostgresConnection,
  openAnother: () => Promise<PostgresConnection>,
): Promise<readonly Refusal[]> {
  if (connection.server.isDirect) return [];
  const other = await openAnother();
  try {
    await other.query('begin');
    const [answer] = await other.query('select pg_backend_pid() as theirs');
    const theirs = Number(answer?.rows[0]?.theirs);
    await other.query('rollback');
    return theirs === connection.server.backendPid ? [transactionPooler] : [];
  } finally {
    await other.close();
  }
}

const transactionPooler: Refusal = {
  code: 'transaction-pooler',
  reason: 'the connection goes through a pooler that changes the session after each transaction',
  remedy: "Repair at the database's own address, or through a pool in session mode. Checks may go through this one.",
};
