/**
 * Holds a service back until its database is as its migrations promise.
 *
 * Run it: DATABASE_URL=postgresql://... node examples/check-before-start.ts driftline.yaml dev
 */
import { checkEnvironment, compileExpectation, loadConfig } from 'driftline';

const [file = 'driftline.yaml', name = 'dev'] = process.argv.slice(2);
const { config } = await loadConfig(file);
const environment = config.environments[name];
const expectation = environment && config.expectations[environment.expectation];
if (!environment || !expectation) throw new Error(`${file} has no environment ${name}`);

const report = await checkEnvironment(environment, await compileExpectation(expectation, config));

for (const { severity, kind, id, hint } of report.drifts) console.log(severity, kind, id, hint ?? '');
console.log(`${name} is ${report.outcome}`);
process.exitCode = report.outcome === 'inSync' ? 0 : 1;
