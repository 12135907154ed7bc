import type { Statement } from '../plan/statement.ts';

/** The steps from which `apply` composes a repair. */
export interface Repair {
  /**
   * Everything that forbids running these statements here and now: a standby, a missing right (with the GRANT that
   * would give it), a server version with a known bug, a pooler that changes sessions, somebody in the way.
   */
  readonly refusals: (statements: readonly Statement[]) => Promise<readonly Refusal[]>;
  /** Takes the database's one repair lock, without waiting. False when another repair holds it. */
  readonly lock: () => Promise<boolean>;
  readonly unlock: () => Promise<void>;
  readonly begin: () => Promise<void>;
  /**
   * Runs one statement. `skipped`: something has its name already; whether it is the same, the catalog tells.
   *
   * @param lockTimeoutMs by default the statement's own
   * @throws StatementError with the statement's failure sorted by what can be done about it
   */
  readonly run: (statement: Statement, lockTimeoutMs?: number) => Promise<'ran' | 'skipped'>;
  /** @throws StatementError `connection-lost` when it cannot be known whether the work was kept */
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  /**
   * Removes what a failed statement left half-made (an INVALID index), through another connection where this one is lost.
   * True when there was something to remove: then it is certain that the statement failed.
   */
  readonly cleanUp: (statement: Statement) => Promise<boolean>;
  /**
   * Stops the statement that runs now, from outside, so that its `run` fails; harmless when none runs. Where the
   * server cannot be told, the connection is cut, which undoes an open transaction as well.
   */
  readonly cancel: () => Promise<void>;
  /** The copy that `begin` made before anything else; absent for an engine whose databases are backed up by others. */
  readonly keepsake?: () => Keepsake | undefined;
}

/** A copy of a database as it was before a repair. */
export interface Keepsake {
  readonly path: string;
  /** What to do to go back to it, as a command. */
  readonly howToRestore: string;
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly remedy?: string;
  /** The statements that it forbids; absent: all of them. */
  readonly of?: readonly Statement[];
}
