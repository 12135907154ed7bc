import type { Command } from 'commander';
import type { Environment } from '../../config/config.ts';
import { DriftlineError } from '../../errors.ts';
import type { Plan, RepairPolicy } from '../../plan/statement.ts';
import type { CheckReport, RunReport } from '../../report/run-report.ts';
import { renderText } from '../../report/text.ts';
import { count } from '../../report/words.ts';
import type { CliIo, OutputStream } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { confirm } from '../confirm.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { type FormatChoice, stdoutFormat, writeReport } from '../formats.ts';
import { endHelpWith } from '../help.ts';
import { openEnvironment } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { startProgress } from '../progress.ts';
import { readPlan } from '../read-plan.ts';
import { isColorful, textOptions, widthFor, write } from '../terminal.ts';

interface ApplyFlags {
  readonly config?: string;
  readonly env: string;
  readonly format: readonly FormatChoice[];
  readonly yes?: boolean;
  /** A report that holds the plan to run. */
  readonly plan?: string;
}

/** Adds `driftline apply`. */
export function addApplyCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('apply')
    .summary('run the safe part of the plan')
    .description(
      'Shows the plan for one environment, asks, and runs those of its statements that are without hazard: in one ' +
        'transaction with short timeouts, proved by looking again before it commits. The environment must allow it with ' +
        'repair: safe. If the database has changed since the plan was shown, nothing is run.',
    );
  addOptions(
    command,
    sharedOptions.environment().makeOptionMandatory(),
    sharedOptions.config(),
    sharedOptions.format(),
  );
  command.option('-y, --yes', 'do not ask');
  command.option(
    '--plan <file>',
    'run the plan of this report, as `driftline plan --format json` wrote it, without asking; refuse if the database or ' +
      'the plan has changed since',
  );
  endHelpWith(command, {
    examples: [
      ['driftline apply --env staging', 'show the plan for staging, ask, and run what is safe'],
      ['driftline apply --env staging --yes --format json', 'for scripts'],
      ['driftline plan --env prod --format json > plan.json', 'make a plan for review, and once it is approved:'],
      ['driftline apply --env prod --plan plan.json', 'run just what was reviewed'],
    ],
    exitCodes: [
      ['0', 'in sync'],
      ['2', 'drift is left: it needs a person, or the person said no'],
      ['1', 'failure: nothing was changed, or the report says what was'],
    ],
  });
  command.action((flags: ApplyFlags) =>
    run((io) => apply(flags, io), { isJson: stdoutFormat(flags.format) === 'json', finishes: true }),
  );
}

async function apply(flags: ApplyFlags, io: CliIo): Promise<number> {
  // The proposal is shown where people look; the chosen formats are the last word.
  const isText = stdoutFormat(flags.format) === 'text';
  const { check, environment } = await prepare(flags, io);
  const shownOn = isText ? io.stdout : io.stderr;

  if (flags.plan !== undefined) {
    return tell(await check('safe', await readPlan(flags.plan, environment.name, io)), flags, io);
  }
  const planned = await check('plan');
  io.signal.throwIfAborted();
  const safe = safeStatementsOf(planned);
  await show(asProposal(planned), shownOn, io);
  if (safe === 0) {
    await writeRest(planned, flags, io);
    return exitCodeOf(planned, 'low');
  }
  const question = `Run ${count(safe, 'statement')} on ${environment.name}?`;
  if (!flags.yes && !(await confirm(question, io))) {
    await write(io.stderr, 'Nothing was changed.\n');
    await writeRest(planned, flags, io);
    return exitCodeOf(planned, 'low');
  }
  return tell(await check('safe', only(planned).plan), flags, io);
}

/** Shows what a repair did. */
async function tell(repaired: CheckReport, { format }: ApplyFlags, io: CliIo): Promise<number> {
  await writeReport(repaired, format, io, { text: (to) => renderText(repaired, textOptions(io, to)) });
  return wasRefused(repaired) ? exitCodes.failure : exitCodeOf(repaired, 'low');
}

/** Writes a plan that was not run in the formats in which it has not been shown yet. */
async function writeRest(planned: CheckReport, { format }: ApplyFlags, io: CliIo): Promise<void> {
  const rest = format.filter((choice) => choice.file !== undefined || choice.format !== 'text');
  await writeReport(planned, rest, io, { text: (to) => renderText(planned, textOptions(io, to)) });
}

async function prepare(flags: ApplyFlags, io: CliIo) {
  const { config, environment, deps } = await openEnvironment(flags, io);
  requireSafePolicy(environment);
  const { checkAll } = await import('../../run/check-all.ts');
  const check = async (repair: RepairPolicy, plan?: Plan): Promise<CheckReport> => {
    using progress = startProgress(1, io);
    const reviewed = plan === undefined ? {} : { reviewed: plan };
    const { onProgress } = progress;
    return checkAll(
      config,
      { environments: [environment.name], repair, signal: io.signal, onProgress, ...reviewed },
      deps,
    );
  };
  return { check, environment };
}

function requireSafePolicy({ name, repair }: Environment): void {
  if (repair === 'safe') return;
  throw new DriftlineError('repair-not-allowed', `The policy of ${name} is repair: ${repair}, so nothing may be run`, {
    remedy: `Set repair: safe for ${name} in the configuration, or run what \`driftline plan --env ${name}\` prints yourself.`,
  });
}

/** Without the note that the policy of a mere look keeps statements from running: a question follows. */
function asProposal(report: CheckReport): CheckReport {
  return { ...report, environments: report.environments.map((one) => ({ ...one, repair: 'safe' as const })) };
}

function only({ environments }: CheckReport): RunReport {
  const [report] = environments;
  if (report === undefined) throw new RangeError('a check of one environment has one report');
  return report;
}

function safeStatementsOf(report: CheckReport): number {
  return (only(report).plan?.statements ?? []).filter(({ held }) => held === undefined).length;
}

function wasRefused(report: CheckReport): boolean {
  return only(report).applied?.refused !== undefined;
}

async function show(report: CheckReport, stream: OutputStream, io: CliIo): Promise<void> {
  const options = { color: isColorful(stream, io.env), width: widthFor(stream) };
  await write(stream, renderText(report, options));
}
