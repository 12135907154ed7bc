import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { parseSnapshot } from '../catalog/parse-snapshot.ts';
import { belongsTo, type CatalogSnapshot, snapshotFormatVersion } from '../catalog/snapshot.ts';
import type { Config, Expectation } from '../config/config.ts';
import { defaults } from '../config/defaults.ts';
import { interpolate, type Variables } from '../config/interpolate.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { DriftRules } from '../diff/find-drifts.ts';
import type { Compilation, CompileOptions, Engine } from '../engines/engine.ts';
import { engineNamed } from '../engines/engines.ts';
import { DriftlineError } from '../errors.ts';
import { expectedHead } from '../heads/expected-head.ts';
import type { ExpectedHead } from '../heads/migration-tool.ts';
import { migrationTools } from '../heads/migration-tools.ts';
import { ownTables } from '../heads/own-tables.ts';
import { warnOfSeveralHeads } from '../heads/several-heads.ts';
import { standingPlaces } from '../heads/standings.ts';
import { type ReadMigrations, readToolMigrations } from '../migrations/read-migrations.ts';
import type { ValueCheck } from '../values/value-check.ts';

/**
 * An expectation with everything that a check needs, as plain JSON: whoever holds it needs neither the migrations nor
 * an embedded database.
 */
export interface CompiledExpectation {
  readonly name: string;
  readonly engine: string;
  readonly snapshot: CatalogSnapshot;
  readonly rules: DriftRules;
  readonly values: readonly ValueCheck[];
  readonly head?: ExpectedHead;
  /** The environment whose catalog is to take the place of the snapshot, read when a check begins. */
  readonly like?: string;
  /** Where the migrations promise each object, as far as they name it. */
  readonly places?: Compilation['places'];
  readonly diagnostics: readonly Diagnostic[];
}

/** The world outside as far as compiling looks at it. */
export interface CompileWorld {
  /** Environment variables, for a server to compile on. */
  readonly env: Variables;
  /** Ends a compilation on a server, whose database is removed then as well. */
  readonly signal?: AbortSignal;
}

/**
 * Compiles an expectation's migrations, on top of its base where it has one. A base without migrations is itself what
 * is expected.
 *
 * @throws DriftlineError when a file cannot be read or run: `migrations-missing`, `migrations-empty`,
 * `migration-failed`, `migrations-timed-out`, `invalid-snapshot`, `invalid-migration`, `ambiguous-migrations`,
 * `invalid-migration-head`, `unknown-value-column`
 */
export async function compileExpectation(
  expectation: Expectation,
  config: Config,
  world: CompileWorld = { env: process.env },
): Promise<CompiledExpectation> {
  const engine = engineNamed(expectation.engine);
  const { snapshot, head, places, diagnostics } = await readPromised(expectation, engine, config, world);
  requireValueColumns(expectation, snapshot, config);
  const rules: DriftRules = {
    ignore: [...expectation.ignore, ...ownTables(head)],
    unexpected: expectation.unexpected,
    ...(expectation.severity === undefined ? {} : { severity: expectation.severity }),
    ...(expectation.schemas === undefined ? {} : { schemas: expectation.schemas }),
    ...(expectation.extras === undefined ? {} : { extras: expectation.extras }),
  };
  return {
    name: expectation.name,
    engine: engine.name,
    snapshot,
    rules,
    values: [...expectation.values, ...(await deriveChecks(expectation, engine, snapshot))],
    ...(head === undefined ? {} : { head }),
    ...(expectation.like === undefined ? {} : { like: expectation.like }),
    ...(places === undefined ? {} : { places }),
    diagnostics,
  };
}

/** Reads a snapshot from a file. */
export async function readSnapshotFile(path: string, baseDir: string): Promise<CatalogSnapshot> {
  const shown = relative(baseDir, path);
  return parseSnapshot(await readText(path, shown), shown);
}

/** Everything that an expectation's files say. */
interface Promised extends Compilation {
  readonly head?: ExpectedHead;
}

async function readPromised(
  expectation: Expectation,
  engine: Engine,
  config: Config,
  world: CompileWorld,
): Promise<Promised> {
  const { migrations: paths, compileTimeoutMs: timeoutMs, extras = [] } = expectation;
  const base = expectation.base === undefined ? undefined : await readSnapshotFile(expectation.base, config.baseDir);
  if (base !== undefined && paths.length === 0) {
    const head = await readExpectedHead(expectation, { migrations: [] }, config);
    return { snapshot: base, diagnostics: [], ...(head === undefined ? {} : { head }) };
  }
  if (expectation.like !== undefined) return { snapshot: nothingYet(engine), diagnostics: [] };
  const read = await readToolMigrations(paths, config.baseDir, expectation.tool);
  const head = await readExpectedHead(expectation, read, config);
  const files = read.migrations.flatMap(({ file }) => file ?? []);
  const standing = standingPlaces(read.migrations, head);
  const compilation = await engine.compile(files, {
    timeoutMs,
    extras,
    stages: standing.map((place) => place.files),
    ...(base === undefined ? {} : { base }),
    ...compileServer(expectation, world),
  });
  const { snapshot, stages, diagnostics } = compilation;
  const found = compilation.places === undefined ? {} : { places: compilation.places };
  if (head === undefined) return { snapshot, diagnostics, ...found };
  const standings = standing.flatMap(({ applied }, i) => {
    const delta = stages?.[i];
    return delta === undefined ? [] : [{ applied, delta }];
  });
  return {
    snapshot,
    diagnostics: [...diagnostics, ...warnOfSeveralHeads(head)],
    ...found,
    head: { ...head, ...(standings.length === 0 ? {} : { standings }) },
  };
}

/** What another environment holds is not known before somebody looks. */
function nothingYet({ name }: Engine): CatalogSnapshot {
  return { formatVersion: snapshotFormatVersion, engine: name, serverVersion: '', objects: {}, dependencies: {} };
}

function compileServer({ compileOn }: Expectation, { env, signal }: CompileWorld): Partial<CompileOptions> {
  if (compileOn === undefined) return {};
  const url = interpolate(compileOn.template, env, compileOn.at);
  return { server: { url }, ...(signal === undefined ? {} : { signal }) };
}

async function readExpectedHead(
  { head: rule }: Expectation,
  read: ReadMigrations,
  config: Config,
): Promise<ExpectedHead | undefined> {
  if (rule === 'off') return undefined;
  const isFile = migrationTools[rule?.tool ?? read.tool ?? '']?.headIsFile === true;
  const texts = (rule?.heads ?? []).map((head) => (isFile ? readText(head, relative(config.baseDir, head)) : head));
  const heads = rule?.heads === undefined ? {} : { heads: await Promise.all(texts) };
  return expectedHead({ ...(rule?.tool === undefined ? {} : { tool: rule.tool }), ...heads }, read);
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DriftlineError('file-unreadable', `cannot read ${shown}`, {
      remedy: `Check that the path in the configuration is right and that the file may be read.`,
      cause,
    });
  }
}

/** What the migrations' own constraints say of columns that nobody has declared values for. */
async function deriveChecks(
  expectation: Expectation,
  engine: Engine,
  snapshot: CatalogSnapshot,
): Promise<readonly ValueCheck[]> {
  const declared = new Set(expectation.values.map((check) => check.column));
  const derived = await engine.deriveValues(snapshot);
  return derived.filter(({ column }) => !declared.has(column)).map((values) => ({ ...defaults.values, ...values }));
}

/** A value check on a column that the migrations do not promise would never find anything. */
function requireValueColumns(expectation: Expectation, snapshot: CatalogSnapshot, config: Config): void {
  const unknown = expectation.values
    .filter(
      ({ column, expression }) =>
        !((expression === undefined ? column : tableOf(column)) in snapshot.objects) || isElsewhere(column, snapshot),
    )
    .map(({ column }) => column);
  if (unknown.length === 0) return;
  throw new DriftlineError(
    'unknown-value-column',
    `${config.file}: expectations.${expectation.name}.values names ${unknown.join(', ')}, which the migrations do not create in a table`,
    { remedy: 'Write table.column, or schema.table.column outside the public schema, as the migrations spell it.' },
  );
}

/** The rows of a foreign table are another database's. */
function isElsewhere(column: ObjectId, { objects }: CatalogSnapshot): boolean {
  const [table = ''] = belongsTo(objects[column]);
  return kindOf(table) === 'foreign-table';
}

function tableOf(column: ObjectId): ObjectId {
  return formatObjectId('table', parseObjectId(column).path.slice(0, -1));
}
