import type { Extra } from '../../../../lib/catalog/extras.ts';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { defaults } from '../../../../lib/config/defaults.ts';
import type { Drift } from '../../../../lib/diff/drift.ts';
import { compareCatalogs, presentDrifts } from '../../../../lib/diff/find-drifts.ts';
import { engineNamed } from '../../../../lib/engines/engines.ts';
import { makePlan } from '../../../../lib/plan/make-plan.ts';
import type { Plan, Statement } from '../../../../lib/plan/statement.ts';
import type { TestDatabase } from '../../../support/databases.ts';
import { introspectUrl } from '../../../support/introspect-sql.ts';

const engine = engineNamed('postgresql');

/** What migrations promise, as the embedded PostgreSQL has it. */
export async function promise(
  texts: readonly string[],
  extras: readonly Extra[] = [],
  base?: CatalogSnapshot,
): Promise<CatalogSnapshot> {
  const files = texts.map((text, i) => ({ path: `${i}.sql`, text }));
  const options = { timeoutMs: defaults.compileTimeoutMs, extras, ...(base === undefined ? {} : { base }) };
  return (await engine.compile(files, options)).snapshot;
}

/** What a database holds. */
export async function read(database: TestDatabase, extras: readonly Extra[] = []): Promise<CatalogSnapshot> {
  return (await introspectUrl(database.url, { withDependencies: true, extras })).snapshot;
}

/** Compares and plans as a check does, spellings settled, what is not expected told as well. */
export async function check(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  extras: readonly Extra[] = [],
): Promise<{ readonly drifts: readonly Drift[]; readonly plan: Plan }> {
  const rules = { ignore: [], unexpected: 'report', extras } as const;
  const comparison = compareCatalogs(expected, actual, rules);
  const { settled, diagnostics } = await engine.settle(comparison.raw, comparison.expected, comparison.actual);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const drifts = presentDrifts(comparison, settled, rules);
  return { drifts, plan: makePlan(drifts, comparison.expected, comparison.actual, engine.rules) };
}

/** `modified table:app.t options`, for each drift. */
export function tell(drifts: readonly Drift[]): readonly string[] {
  return drifts.map(({ kind, id, attribute }) => [kind, id, attribute].filter((part) => part !== undefined).join(' '));
}

/** Runs a whole plan, hazards and all, as a person with psql would: what may be in a transaction in one, the rest alone. */
export async function run(
  database: TestDatabase,
  statements: readonly Pick<Statement, 'sql' | 'transaction'>[],
): Promise<void> {
  let isInside = false;
  for (const { sql, transaction } of statements) {
    if (isInside !== (transaction === 'inside')) await database.sql(isInside ? 'commit' : 'begin');
    isInside = transaction === 'inside';
    try {
      await database.sql(sql);
    } catch (cause) {
      throw new Error(`${sql}: ${(cause as Error).message}`, { cause });
    }
  }
  if (isInside) await database.sql('commit');
}
