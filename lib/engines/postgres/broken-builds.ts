import { kindOf } from '../../catalog/object-id.ts';
import type { Statement } from '../../plan/statement.ts';
import type { Refusal } from '../repair.ts';
import type { ServerIdentity } from './server-facts.ts';

/**
 * Refuses to build indexes online on the first releases of 14, which could leave rows out of them.
 *
 * @see https://www.postgresql.org/docs/release/14.4/
 */
export function refuseBrokenBuilds(
  { version }: Pick<ServerIdentity, 'version'>,
  statements: readonly Statement[],
): readonly Refusal[] {
  const builds = statements.filter(buildsIndex);
  if (!/^14\.[0-3]$/u.test(version) || builds.length === 0) return [];
  return [
    {
      code: 'broken-index-builds',
      reason: `PostgreSQL ${version} can leave rows out of an index that is built CONCURRENTLY`,
      remedy: 'Upgrade the server to 14.4 or later first.',
      of: builds,
    },
  ];
}

/** Whether a statement builds an index online, anew or in place. */
export function buildsIndex({ transaction, provides, causedBy }: Statement): boolean {
  return transaction === 'outside' && [...provides, ...causedBy].some((id) => kindOf(id) === 'index');
}
