import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Session } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';
import { findToolTable } from './find-table.ts';
import { type HeadVerdict, judgeHead } from './judge-head.ts';
import type { ExpectedHead } from './migration-tool.ts';
import { migrationTools } from './migration-tools.ts';

/**
 * Reads what a migration tool applied to a database and judges it. A table that cannot be read is said as an error, so that
 * the environment is not called in sync on the word of its catalog alone.
 */
export async function readHead(
  session: Session,
  expected: ExpectedHead | undefined,
  actual: CatalogSnapshot,
  catalogIsInSync: boolean,
  /** Whether some may read a table and others not. */
  hasRoles = true,
): Promise<HeadVerdict> {
  const tool = expected === undefined ? undefined : migrationTools[expected.tool];
  if (expected === undefined || tool === undefined) return { drifts: [], diagnostics: [], pending: [] };
  const table = findToolTable(tool, actual);
  if (table === undefined) return judgeHead(tool, expected, null, catalogIsInSync);
  try {
    const rows = await session.query(tool.query(table.quoted));
    return judgeHead(tool, expected, tool.readRows(rows), catalogIsInSync);
  } catch (error) {
    if (!(error instanceof DriftlineError) || error.code === 'connection-lost') throw error;
    return {
      drifts: [],
      diagnostics: [
        {
          level: 'error',
          code: 'migration-head-unreadable',
          message: `what ${tool.title} applied cannot be read from ${table.quoted}: ${error.message}`,
          remedy: hasRoles
            ? `Let the role that Driftline uses read it: grant select on ${table.quoted} to that role.`
            : `Look at the table: does it have the columns that ${tool.title} gives it, and is its file whole?`,
          id: table.id,
        },
      ],
      pending: [],
    };
  }
}
