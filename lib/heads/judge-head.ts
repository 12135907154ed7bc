import { formatObjectId } from '../catalog/object-id.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Drift, fingerprintDrift } from '../diff/drift.ts';
import type { ExpectedHead, MigrationTool } from './migration-tool.ts';

export interface HeadVerdict {
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Says what it means that a migration tool applied these revisions.
 *
 * While objects are missing or different, a head that lags is their likely cause and so a drift. Once the catalog is as
 * promised it is bookkeeping: nothing is broken now, but the next upgrade will run those migrations again, so it
 * is told as a warning.
 *
 * @param applied ids of the applied revisions, in order; null when the tool's table does not exist
 */
export function judgeHead(
  tool: MigrationTool,
  expected: ExpectedHead,
  applied: readonly string[] | null,
  catalogIsInSync: boolean,
): HeadVerdict {
  const head = expected.revisions.at(-1);
  if (head === undefined || applied?.includes(head.id)) return { drifts: [], diagnostics: [] };

  const last = applied?.at(-1);
  const lastName = expected.revisions.find((revision) => revision.id === last)?.name ?? last;
  const state =
    lastName === undefined
      ? `${tool.title} has applied nothing here${applied === null ? ' (its table does not exist)' : ''}`
      : `${tool.title} stands at ${lastName}`;

  if (catalogIsInSync) {
    return {
      drifts: [],
      diagnostics: [
        {
          level: 'warning',
          code: 'migration-head-behind',
          message: `${state}, not at ${head.name}, though everything that the migrations promise is there; the next upgrade will try to apply them again`,
          remedy: tool.stampAdvice(head.name),
        },
      ],
    };
  }

  const id = formatObjectId('migration-head', [tool.name]);
  const pending = expected.revisions.filter((revision) => !applied?.includes(revision.id)).map(({ name }) => name);
  return {
    drifts: [
      {
        kind: 'modified',
        id,
        attribute: 'revision',
        expected: head.name,
        actual: lastName ?? null,
        severity: 'high',
        hint: `${state}; not applied: ${pending.join(', ')}. \`${tool.upgradeCommand}\` applies what is pending`,
        fingerprint: fingerprintDrift('modified', id, 'revision'),
      },
    ],
    diagnostics: [],
  };
}
