#!/usr/bin/env node
import { App } from 'aws-cdk-lib';
import { findConfig, loadConfig } from '../lib/config/load.ts';
import { makeMonitorStacks } from '../lib/constructs/monitor-stacks.ts';
import { DriftlineError } from '../lib/errors.ts';
import { compileAll } from '../lib/run/compile-all.ts';

/**
 * The CDK app: deploys what `driftline.yaml` says (`npx cdk deploy --all`). Another file: `-c config=FILE`. Migrations
 * are compiled here, before anything is synthesized, and travel as JSON.
 */
const app = new App();
try {
  const asked: unknown = app.node.tryGetContext('config');
  const { config } = await loadConfig(await findConfig(process.cwd(), typeof asked === 'string' ? asked : undefined));
  const isEachNeeded = config.aws?.discover !== undefined;
  const expectations = await compileAll(config, isEachNeeded ? Object.keys(config.expectations) : undefined);
  makeMonitorStacks(app, config, expectations);
  app.synth();
} catch (error) {
  if (!(error instanceof DriftlineError)) throw error;
  console.error([error.message, error.remedy].filter((it) => it !== undefined).join('\n'));
  process.exitCode = 1;
}
