import { resolve } from 'node:path';
import { type Extra, extras } from '../catalog/extras.ts';
import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Drift } from '../diff/drift.ts';
import type { Compilation, ConnectOptions, Engine } from '../engines/engine.ts';
import { engineNamed, engineOfUrl } from '../engines/engines.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/statement.ts';
import { readSnapshotFile } from './expectation.ts';
import { findCatalogDrifts } from './look.ts';

/** A catalog, wherever it came from. */
export interface ReadSource {
  readonly snapshot: CatalogSnapshot;
  /** Where SQL promises each object, as far as it names it. */
  readonly places?: Compilation['places'];
  readonly diagnostics: readonly Diagnostic[];
}

export interface SourceOptions {
  /** The folder that relative paths start from. */
  readonly baseDir: string;
  /** The engine of SQL files, which do not say it themselves. */
  readonly engine: Engine;
  readonly compileTimeoutMs: number;
  readonly connect: ConnectOptions;
}

/** Whether a text on the command line is meant as a folder or file of SQL: whatever is no URL and no snapshot. */
export function isSql(text: string): boolean {
  return engineOfUrl(text) === undefined && !text.endsWith('.json');
}

/**
 * Reads the catalog that a person names on the command line: a database by its URL, a snapshot by its `.json` file, or
 * else a folder or file of SQL.
 *
 * @throws DriftlineError as connecting, introspecting, compiling and reading snapshots do
 */
export async function readSource(text: string, options: SourceOptions): Promise<ReadSource> {
  const engine = engineOfUrl(text);
  if (engine !== undefined) return readDatabase(engine, text, options);
  const path = resolve(options.baseDir, text);
  if (path.endsWith('.json')) return { snapshot: await readSnapshotFile(path, options.baseDir), diagnostics: [] };
  const files = await readMigrations([path], options.baseDir);
  return options.engine.compile(files, {
    timeoutMs: options.compileTimeoutMs,
    extras: options.connect.extras ?? extras,
  });
}

async function readDatabase(
  engine: Engine,
  url: string,
  { baseDir, connect }: Pick<SourceOptions, 'baseDir' | 'connect'>,
): Promise<ReadSource> {
  const session = await engine.connect({ url, baseDir }, { extras, ...connect });
  try {
    return await session.introspect({ withDependencies: true });
  } finally {
    await session.close();
  }
}

export interface SourceComparison {
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  /** Makes the plan that turns the second source into the first. */
  readonly plan: () => Plan;
}

/** Compares two sources, reporting also what only the second one has. */
export async function diffSources(
  expected: ReadSource,
  actual: ReadSource,
  asked: readonly Extra[] = [],
): Promise<SourceComparison> {
  const rules = { ignore: [], unexpected: 'report', extras: asked } as const;
  const engine = engineNamed(expected.snapshot.engine);
  const { comparison, ...found } = await findCatalogDrifts(
    engine,
    { snapshot: expected.snapshot, rules },
    actual.snapshot,
  );
  return {
    drifts: found.drifts,
    plan: () =>
      makePlan(found.drifts, comparison.expected, comparison.actual, engine.rules, {
        catalogFingerprint: fingerprintCatalog(actual.snapshot),
        wholeActual: comparison.wholeActual,
      }),
    diagnostics: withoutTwins([...expected.diagnostics, ...actual.diagnostics, ...found.diagnostics]),
  };
}

/** What is to be said of both sources is said once. */
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}
