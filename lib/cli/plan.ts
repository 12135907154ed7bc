import type { Command } from 'commander';
import type { Severity } from '../diff/severity.ts';
import { renderPlan } from '../report/plan-sql.ts';
import type { RunReport } from '../report/run-report.ts';
import { checkSelected } from './check.ts';
import type { CliIo } from './cli-io.ts';
import type { CommandRunner } from './command-runner.ts';
import { exitCodeOf } from './exit-codes.ts';
import { type FormatChoice, stdoutFormat, writeReport } from './formats.ts';
import { endHelpWith } from './help.ts';
import type { ConfigFlags } from './open-config.ts';
import { addOptions, sharedOptions } from './options.ts';
import { printDiagnostics } from './print-error.ts';

interface PlanFlags extends ConfigFlags {
  readonly format: readonly FormatChoice[];
  readonly failOn: Severity;
}

/** Adds `driftline plan`. */
export function addPlanCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('plan')
    .summary('print the SQL that would mend the drift')
    .description(
      'Prints, for each environment, the statements that would mend its drift, as SQL to read, adapt and run with ' +
        'psql: in an order in which they can run, each with its cause, its hazards, the locks that it takes and the ' +
        'safer way where there is one. What could lose data is written as a comment. Nothing is changed.',
    );
  const { environments, config, format, failOn } = sharedOptions;
  addOptions(command, environments(), config(), format(), failOn());
  endHelpWith(command, {
    examples: [
      ['driftline plan --env staging', 'read what a repair of staging would run'],
      ['driftline plan --env prod > plan.sql', 'keep it for review; trouble is told on standard error'],
    ],
  });
  command.action((flags: PlanFlags) => run((io) => plan(flags, io), { isJson: stdoutFormat(flags.format) === 'json' }));
}

async function plan({ format, failOn, ...selection }: PlanFlags, io: CliIo): Promise<number> {
  const report = await checkSelected(selection, { repair: 'plan' }, io);
  await writeReport(report, format, io, {
    text: () => report.environments.map(planText).join('\n'),
    ...(selection.config === undefined ? {} : { configFile: selection.config }),
  });
  if (stdoutFormat(format) === 'text') {
    for (const environment of report.environments) await printDiagnostics(nameIn(environment), io);
  }
  return exitCodeOf(report, failOn);
}

/** Not "nothing to do" where only the policy keeps the plan away. */
function planText(report: RunReport): string {
  const isHeldBack = report.repair === 'off' && report.outcome === 'drift';
  return isHeldBack
    ? `-- ${report.environment} has drift, and its policy is repair: off, so no plan is made.\n`
    : renderPlan(report);
}

function nameIn({ environment, diagnostics }: RunReport): RunReport['diagnostics'] {
  return diagnostics
    .filter(({ level }) => level !== 'info')
    .map((diagnostic) => ({ ...diagnostic, message: `${environment}: ${diagnostic.message}` }));
}
