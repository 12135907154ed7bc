import type { ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { alignNames } from '../diff/align-names.ts';
import type { Drift } from '../diff/drift.ts';
import { type Comparison, compareCatalogs, presentDrifts } from '../diff/find-drifts.ts';
import { renameQuestions } from '../diff/rename-questions.ts';
import { applySeverityRules } from '../diff/severity-rules.ts';
import type { Engine, Introspection, IntrospectRequest, Session } from '../engines/engine.ts';
import { explainDrifts } from '../heads/explain-drifts.ts';
import { readHead } from '../heads/read-head.ts';
import { completeCheck } from '../values/complete-check.ts';
import { type JudgedValues, judgeValues, type ValueFinding } from '../values/judge-values.ts';
import type { ScanMemory } from '../values/scan-memory.ts';
import type { CompiledExpectation } from './expectation.ts';

/** Everything that one look at a database found. */
export interface Look {
  readonly introspection: Introspection;
  readonly comparison: Comparison;
  /** Drifts that a plan can mend. */
  readonly catalogDrifts: readonly Drift[];
  /** All drifts: catalog, migration head and values, in that order. */
  readonly drifts: readonly Drift[];
  readonly values: readonly ValueFinding[];
  /** What was seen of each column, also where it is not worth telling. */
  readonly judged: readonly JudgedValues[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Catalog drifts with what the engine had to say about settling them. */
export interface FoundDrifts {
  readonly comparison: Comparison;
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares a catalog with the expectation and settles what is only another spelling, also of objects under other names.
 * The engine sees the whole catalogs for that: a definition may stand on types that are not compared.
 */
export async function findCatalogDrifts(
  engine: Engine,
  expected: Pick<CompiledExpectation, 'snapshot' | 'rules'>,
  found: CatalogSnapshot,
): Promise<FoundDrifts> {
  const { foldName } = engine;
  const actual = foldName === undefined ? found : alignNames(expected.snapshot, found, foldName);
  const comparison = compareCatalogs(expected.snapshot, actual, expected.rules);
  const renames = renameQuestions(comparison, expected.snapshot, actual);
  const questions = [...comparison.raw, ...renames.questions];
  const settlement = await engine.settle(questions, renames.expected, renames.actual);
  const asked = new Set(renames.questions.map(({ id }) => id));
  return {
    comparison,
    drifts: presentDrifts(comparison, settlement.settled, expected.rules),
    // Two objects that cannot be told to be one are two: nothing was left undecided.
    diagnostics: settlement.diagnostics.filter(({ id }) => id === undefined || !asked.has(id)),
  };
}

/** What the rolling scans of an environment's columns have left for this run. */
export interface ScanMemories {
  readonly [column: ObjectId]: ScanMemory | undefined;
}

/** What the rolling scans of a look leave for the next. */
export function memoriesOf(values: readonly ValueFinding[]): ScanMemories {
  return Object.fromEntries(values.flatMap(({ column, memory }) => (memory === undefined ? [] : [[column, memory]])));
}

/**
 * Looks at the catalog, the migration head and the values of one database.
 *
 * @param again a look of just before: values that it found to be as accepted are not read once more
 * @param request how the catalog is read, and what need not be read again
 */
export async function look(
  engine: Engine,
  session: Session,
  expected: CompiledExpectation,
  memories: ScanMemories = {},
  again?: Look,
  request: IntrospectRequest = {},
): Promise<Look> {
  const introspection = await session.introspect(request);
  const found = await findCatalogDrifts(engine, expected, introspection.snapshot);
  const hasRoles = engine.watcherRole !== undefined;
  const seen = await readHead(session, expected.head, introspection.snapshot, found.drifts.length === 0, hasRoles);
  const values = await readValues(session, expected, { ...found, introspection }, memories, again);
  const strays = values.flatMap((value) => value.drifts);
  const { drifts, head } = explainDrifts(found.drifts, strays.length, seen, expected);
  return {
    introspection,
    comparison: found.comparison,
    catalogDrifts: drifts,
    drifts: [...drifts, ...applySeverityRules([...head.drifts, ...strays], expected.rules.severity)],
    values: values.map((value) => value.finding).filter(isWorthTelling),
    judged: values,
    diagnostics: [
      ...introspection.diagnostics,
      ...found.diagnostics,
      ...head.diagnostics,
      ...values.flatMap((value) => value.diagnostics),
    ],
  };
}

/** One column after another: two value queries at once would double the load on a database that serves others. */
async function readValues(
  session: Session,
  expected: CompiledExpectation,
  { comparison, introspection }: { readonly comparison: Comparison; readonly introspection: Introspection },
  memories: ScanMemories,
  again: Look | undefined,
) {
  const judged: JudgedValues[] = [];
  for (const declared of expected.values) {
    // What nobody declared is only looked at where the catalog is compared as well.
    if (declared.derivedFrom !== undefined && !(declared.column in comparison.expected.objects)) continue;
    const before = again?.judged.find(
      ({ finding, drifts }) => finding.column === declared.column && drifts.length === 0,
    );
    if (before !== undefined) {
      judged.push(before);
      continue;
    }
    const check = completeCheck(declared, expected.snapshot);
    const observation = await session.observeValues(check, introspection, memories[check.column]);
    judged.push(judgeValues(check, observation, expected.snapshot));
  }
  return judged;
}

/** That a constraint still holds which nobody asked about is told by the catalog. */
function isWorthTelling(finding: ValueFinding): boolean {
  return finding.derivedFrom === undefined || finding.method !== 'constraint' || finding.outcome !== 'clean';
}
