import { extras } from '../catalog/extras.ts';
import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Environment } from '../config/config.ts';
import type { Engine, Session } from '../engines/engine.ts';
import { isDescribed, remadeBy } from '../plan/describe-remade.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/statement.ts';
import type { Look } from './look.ts';

/**
 * Plans what mends the drifts of a look. Where the plan makes objects anew, their owners, grants and comments are read
 * first, which other plans do not need, and given back by it. Where they cannot be read, it says that they are lost.
 */
export async function planLook(
  session: Pick<Session, 'introspect'>,
  engine: Pick<Engine, 'rules'>,
  { catalogDrifts, comparison, introspection }: Pick<Look, 'catalogDrifts' | 'comparison' | 'introspection'>,
  { lockTimeoutMs, statementTimeoutMs }: Pick<Environment, 'lockTimeoutMs' | 'statementTimeoutMs'>,
): Promise<Plan> {
  const { expected, actual, wholeActual } = comparison;
  const catalogFingerprint = fingerprintCatalog(introspection.snapshot);
  const planFor = (whole: CatalogSnapshot) =>
    makePlan(catalogDrifts, expected, actual, engine.rules, {
      catalogFingerprint,
      wholeActual: whole,
      lockTimeoutMs,
      statementTimeoutMs,
    });
  const plan = planFor(wholeActual);
  if (isDescribed(wholeActual) || remadeBy(plan.statements, actual).length === 0) return plan;
  const read = await session.introspect({ withDependencies: true, extras }).catch(() => undefined);
  return read === undefined ? plan : planFor(read.snapshot);
}
