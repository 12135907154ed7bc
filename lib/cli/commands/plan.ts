import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { defaults } from '../../config/defaults.ts';
import type { Severity } from '../../diff/severity.ts';
import { engineNamed } from '../../engines/engines.ts';
import { DriftlineError } from '../../errors.ts';
import type { ScriptDialect } from '../../plan/script-dialect.ts';
import { renderPlan } from '../../report/plan-sql.ts';
import type { RunReport } from '../../report/run-report.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { type FormatChoice, stdoutFormat, writeReport } from '../formats.ts';
import { endHelpWith } from '../help.ts';
import type { ConfigFlags } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { orUnwritable } from '../or-unwritable.ts';
import { printDiagnostics } from '../print-error.ts';
import { checkSelected } from './check.ts';

interface PlanFlags extends ConfigFlags {
  readonly format: readonly FormatChoice[];
  readonly failOn: Severity;
  /** The file that the whole plan is written to. */
  readonly output?: string;
}

/** Adds `driftline plan`. */
export function addPlanCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('plan')
    .summary('print the SQL that would mend the drift')
    .description(
      'Prints, for each environment, the statements that would mend its drift, as SQL to read, adapt and run with ' +
        'psql or sqlite3: in an order in which they can run, each with its cause, its hazards, the locks that it takes and the ' +
        'safer way where there is one. What could lose data is written as a comment. Nothing is changed.',
    );
  const { environments, config, format, failOn } = sharedOptions;
  addOptions(command, environments(), config(), format(), failOn());
  command.option(
    '-o, --output <file>',
    'write the whole plan of one environment as a file that psql or sqlite3 can run: also what could lose data, with its hazards',
  );
  endHelpWith(command, {
    examples: [
      ['driftline plan --env staging', 'read what a repair of staging would run'],
      ['driftline plan --env prod > plan.sql', 'keep it for review; trouble is told on standard error'],
      ['driftline plan --env prod -o plan.sql', 'all of it, for a person who has read it to run'],
    ],
  });
  command.action((flags: PlanFlags) => run((io) => plan(flags, io), { isJson: stdoutFormat(flags.format) === 'json' }));
}

async function plan({ format, failOn, output, ...selection }: PlanFlags, io: CliIo): Promise<number> {
  const report = await checkSelected(selection, { repair: 'plan' }, io);
  if (output !== undefined) await writeWhole(report.environments, output, io);
  await writeReport(report, format, io, {
    text: () => report.environments.map(planText).join('\n'),
    ...(selection.config === undefined ? {} : { configFile: selection.config }),
  });
  if (stdoutFormat(format) === 'text') {
    for (const environment of report.environments) await printDiagnostics(nameIn(environment), io);
  }
  return exitCodeOf(report, failOn);
}

/** Plans of two databases in one file would be run on one of them. */
async function writeWhole(reports: readonly RunReport[], output: string, io: CliIo): Promise<void> {
  const [report, ...others] = reports;
  if (report === undefined || others.length > 0) {
    throw new DriftlineError('one-environment', 'a plan in a file is that of one environment', {
      remedy: 'Name it with --env.',
    });
  }
  await orUnwritable(output, () => writeFile(resolve(io.cwd, output), renderPlan(report, dialectOf(report), true)));
}

/** Not "nothing to do" where only the policy keeps the plan away. */
function planText(report: RunReport): string {
  const isHeldBack = report.repair === 'off' && report.outcome === 'drift';
  return isHeldBack
    ? `-- ${report.environment} has drift, and its policy is repair: off, so no plan is made.\n`
    : renderPlan(report, dialectOf(report));
}

/** A report without a server has no plan either. */
function dialectOf({ server }: RunReport): ScriptDialect {
  return engineNamed(server?.engine ?? defaults.engine).script;
}

function nameIn({ environment, diagnostics }: RunReport): RunReport['diagnostics'] {
  return diagnostics
    .filter(({ level }) => level !== 'info')
    .map((diagnostic) => ({ ...diagnostic, message: `${environment}: ${diagnostic.message}` }));
}
