import { kindOf } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';
import { hintOnColumn, hintOnCounter } from './hints/column.ts';
import { hintOnFiring } from './hints/firing.ts';
import { childrenOf, type Look, type Note } from './hints/hint.ts';
import { hintOnConstraint, hintOnIndex } from './hints/key.ts';
import { hintOnPartition } from './hints/partition.ts';
import { hintOnPrivilege } from './hints/privilege.ts';
import { hintOnPublishedTable, hintOnReplicaIdentity } from './hints/replication.ts';
import { hintOnRoutine } from './hints/routine.ts';
import { hintOnPolicy, hintOnRowSecurity } from './hints/row-security.ts';
import { hintOnTable } from './hints/table.ts';
import { hintOnUpgrade } from './hints/upgrade.ts';
import { hintOnView } from './hints/view.ts';

/**
 * Adds to each drift what an experienced engineer would say on seeing it: the column that is there under a similar
 * name, the table that is there in another schema or letter case, why an index is not used.
 *
 * @param actual the whole catalog, also outside the schemas that were compared
 */
export function addHints(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  const missing = drifts.filter(({ kind }) => kind === 'missing').flatMap(({ id, includes = [] }) => [id, ...includes]);
  const look: Look = {
    expected,
    actual,
    expectedChildren: childrenOf(expected),
    actualChildren: childrenOf(actual),
    missing: new Set(missing),
  };
  return drifts.map((drift) => {
    const { hint, resembles } = noteFor(drift, look);
    return {
      ...drift,
      ...(hint === undefined || drift.hint !== undefined ? {} : { hint }),
      ...(resembles === undefined || drift.resembles !== undefined ? {} : { resembles }),
    };
  });
}

function noteFor(drift: Drift, look: Look): Note {
  const upgraded = hintOnUpgrade(drift);
  if (upgraded.hint !== undefined) return upgraded;
  const note = noteForKind(drift, look);
  return note.hint === undefined ? { ...note, ...hintOnPrivilege(drift) } : note;
}

function noteForKind(drift: Drift, look: Look): Note {
  switch (kindOf(drift.id)) {
    case 'column':
      return hintOnColumn(drift, look);
    case 'table':
      return drift.kind === 'missing'
        ? hintOnTable(drift, look)
        : { ...hintOnReplicaIdentity(drift), ...hintOnRowSecurity(drift, look), ...hintOnPartition(drift) };
    case 'foreign-table':
    case 'composite-type':
    case 'range-type':
    case 'enum':
    case 'domain':
    case 'collation':
      return hintOnTable(drift, look);
    case 'publication-table':
      return hintOnPublishedTable(drift, look);
    case 'statistics-object':
      return drift.kind === 'missing' ? { hint: 'they hold nothing until ANALYZE has run on the table' } : {};
    case 'index':
      return hintOnIndex(drift, look);
    case 'constraint':
      return hintOnConstraint(drift, look);
    case 'sequence':
      return hintOnCounter(drift, look);
    case 'view':
    case 'materialized-view':
      return hintOnView(drift, look);
    case 'function':
    case 'procedure':
    case 'aggregate':
      return hintOnRoutine(drift, look);
    case 'trigger':
    case 'rule':
    case 'event-trigger':
      return hintOnFiring(drift, look);
    case 'policy':
      return hintOnPolicy(drift, look);
    default:
      return {};
  }
}
