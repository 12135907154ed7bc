import { fileURLToPath } from 'node:url';
import { type Incident, incidentSql } from '../../../demo/incidents/incidents.ts';
import { defaults } from '../../../lib/config/defaults.ts';
import { loadConfig } from '../../../lib/config/load.ts';
import type { Drift, DriftKind } from '../../../lib/diff/drift.ts';
import { engineNamed } from '../../../lib/engines/engines.ts';
import type { RepairPolicy } from '../../../lib/plan/statement.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { checkAll } from '../../../lib/run/check-all.ts';
import { realDeps } from '../../../lib/run/deps.ts';
import { type CompiledExpectation, compileExpectation } from '../../../lib/run/expectation.ts';
import { diffSources, readSource } from '../../../lib/run/read-source.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { config } = await loadConfig(fileURLToPath(new URL('../../../driftline.yaml', import.meta.url)));

/** A database in an incident's state, checked as the example `driftline.yaml` says. */
export interface IncidentDatabase extends TestDatabase {
  /** @param url how to reach the database; by default as the test's own connections do */
  readonly check: (repair: RepairPolicy, url?: string) => Promise<RunReport>;
  /** What differs from the migrations, without what the migrations do not know. */
  readonly distanceFromMigrations: () => Promise<readonly Drift[]>;
}

const compiled = new Map<string, Promise<CompiledExpectation>>();

function compileOnce(name: string): Promise<CompiledExpectation> {
  const expectation = config.expectations[name];
  if (expectation === undefined) throw new RangeError(`driftline.yaml has no expectation ${name}`);
  const known = compiled.get(name) ?? compileExpectation(expectation, config);
  compiled.set(name, known);
  return known;
}

/** Makes a database in an incident's state on the server of a major. */
export async function createIncidentDatabase(major: number, incident: Incident): Promise<IncidentDatabase> {
  const database = await createDatabase(major, await incidentSql(incident));
  return {
    ...database,
    check: async (repair, url = database.url) => {
      const expected = await compileOnce(incident.expectation);
      const options = { environments: [incident.environment], repair, compiled: { [expected.name]: expected } };
      const [report] = (await checkAll(config, options, realDeps({ [incident.variable]: url }))).environments;
      if (report === undefined) throw new RangeError(`driftline.yaml has no environment ${incident.environment}`);
      return report;
    },
    distanceFromMigrations: async () => {
      const options = {
        baseDir: root,
        engine: engineNamed(defaults.engine),
        compileTimeoutMs: defaults.compileTimeoutMs,
        connect: { ...defaults, applicationName: 'driftline test' },
      };
      const [expected, actual] = await Promise.all([
        readSource(`migrations/${incident.expectation}`, options),
        readSource(database.url, options),
      ]);
      const { drifts } = await diffSources(expected, actual);
      return drifts.filter(({ kind }) => kind !== 'unexpected');
    },
  };
}

/** The ids of a report's drifts of one kind, in order. */
export function idsOf(report: RunReport, kind: DriftKind): readonly string[] {
  return report.drifts.filter((drift) => drift.kind === kind).map(({ id }) => id);
}

/** The SQL of a report's plan, statement by statement. */
export function planOf(report: RunReport): readonly string[] {
  return (report.plan?.statements ?? []).map(({ sql }) => sql);
}

/** A fingerprint of every row of a table and of where it is stored: a row that was only rewritten would move. */
export async function rowsOf(database: TestDatabase, table: string): Promise<unknown> {
  const [row] = await database.sql(
    `select count(*)::int as rows, md5(string_agg(ctid::text || xmin::text || t::text, chr(10) order by ctid)) as content from ${table} t`,
  );
  return row;
}
