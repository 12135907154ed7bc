import { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import type { CommandRunner } from './command-runner.ts';
import { addApplyCommand } from './commands/apply.ts';
import { addBaselineCommand } from './commands/baseline.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addInitCommand } from './commands/init.ts';
import { addMuteCommand } from './commands/mute.ts';
import { addNotifyCommand } from './commands/notify.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addReportCommand } from './commands/report.ts';
import { addSnapshotCommand } from './commands/snapshot.ts';
import { isColorful, styleFor, widthFor } from './terminal.ts';
import { packageVersion } from './version.ts';

/** Builds the command line: every command with its options and help. Parsing throws instead of ending the process. */
export function buildProgram(io: CliIo, run: CommandRunner): Command {
  const program = new Command('driftline');
  program
    .description(
      "Keeps every environment's PostgreSQL true to what its migrations promise: finds drift, explains it, and " +
        'repairs what can be repaired without hazard.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain the command')
    .helpCommand('help [command]', 'explain a command')
    .exitOverride()
    .showHelpAfterError('help: `driftline help COMMAND` explains the options.')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => Math.min(widthFor(io.stdout), 100),
      getErrHelpWidth: () => Math.min(widthFor(io.stderr), 100),
      getOutHasColors: () => isColorful(io.stdout, io.env),
      getErrHasColors: () => isColorful(io.stderr, io.env),
      outputError: (text, writeText) =>
        writeText(text.replace(/^error:/, `${styleFor(io.stderr, io.env)(['red', 'bold'], 'error')}:`)),
    })
    .configureHelp({ styleTitle: (title) => styleFor(io.stdout, io.env)('bold', title) })
    .addHelpText('after', firstSteps);
  addInitCommand(program, run);
  addDoctorCommand(program, run);
  addCheckCommand(program, run);
  addPlanCommand(program, run);
  addReportCommand(program, run);
  addApplyCommand(program, run);
  addBaselineCommand(program, run);
  addDiffCommand(program, run);
  addSnapshotCommand(program, run);
  addMuteCommand(program, run);
  addNotifyCommand(program, run);
  return program;
}

const firstSteps = `
First steps:
  driftline init      write a driftline.yaml for the project in this folder
  driftline doctor    see whether each environment can be reached
  driftline check     see what drifted

Exit codes: 0 in sync, 2 drift, 1 failure or something that could not be looked at.
\`driftline help COMMAND\` explains a command with examples.`;
