import assert from 'node:assert/strict';
import type { Config } from '../lib/config/config.ts';
import type { RepairPolicy } from '../lib/plan/statement.ts';
import type { RunReport } from '../lib/report/run-report.ts';
import { checkAll } from '../lib/run/check-all.ts';
import { realDeps } from '../lib/run/deps.ts';
import { compileExpectation } from '../lib/run/expectation.ts';
import { type Incident, incidentSql } from './incidents/incidents.ts';
import { makeFile } from './make-file.ts';
import type { Narrator } from './narrator.ts';
import { runSql } from './run-sql.ts';

/** What an incident is played with. */
export interface Stage {
  readonly config: Config;
  /** The URL of a database on the embedded server. */
  readonly url: (database: string) => string;
  readonly narrator: Narrator;
  /** Cleans up when the demonstration is over. */
  readonly onEnd: (cleanUp: () => Promise<void>) => void;
}

/** Makes a database in an incident's state; answers with its URL. */
async function makeIncidentDatabase(incident: Incident, stage: Stage): Promise<string> {
  if (incident.file !== undefined) {
    const { path, remove } = await makeFile(incident.file, await incidentSql(incident));
    stage.onEnd(remove);
    return `sqlite+aiosqlite:///${path}`;
  }
  const database = incident.name.replaceAll('-', '_');
  await runSql(stage.url('postgres'), `create database ${database}`);
  const url = stage.url(database);
  const sql = await incidentSql(incident);
  if (sql !== '') await runSql(url, sql);
  return url;
}

/** One incident under way: every look at its database is a real run. */
export interface Play {
  readonly incident: Incident;
  readonly url: string;
  /** Shows the command that a person would type, runs it and shows what it reports. */
  readonly check: (repair?: RepairPolicy, shown?: 'report' | 'outcome') => Promise<RunReport>;
  readonly narrator: Narrator;
}

/** Makes an incident's database and compiles what it should be. */
export async function prepareIncident(incident: Incident, stage: Stage): Promise<Play> {
  const { config, narrator } = stage;
  const expectation = config.expectations[incident.expectation];
  assert(expectation, `the example configuration has no expectation ${incident.expectation}`);
  const [url, expected] = await Promise.all([
    makeIncidentDatabase(incident, stage),
    compileExpectation(expectation, config),
  ]);
  const deps = realDeps({ [incident.variable]: url });
  const check = async (repair: RepairPolicy = 'plan', shown: 'report' | 'outcome' = 'report') => {
    narrator.command(`driftline check --env ${incident.environment}${repair === 'plan' ? '' : ` --repair ${repair}`}`);
    const options = { environments: [incident.environment], repair, compiled: { [expected.name]: expected } };
    const [report] = (await checkAll(config, options, deps)).environments;
    assert(report, `the example configuration has no environment ${incident.environment}`);
    narrator[shown](report);
    return report;
  };
  return { incident, url, check, narrator };
}
