import type { Command } from 'commander';
import type { Severity } from '../../diff/severity.ts';
import type { RepairPolicy } from '../../plan/statement.ts';
import type { CheckReport } from '../../report/run-report.ts';
import { renderText } from '../../report/text.ts';
import type { CheckOptions } from '../../run/check-environment.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { type FormatChoice, stdoutFormat, writeReport } from '../formats.ts';
import { endHelpWith } from '../help.ts';
import { type ConfigFlags, openConfig } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { startProgress } from '../progress.ts';
import { textOptions } from '../terminal.ts';

interface CheckFlags extends ConfigFlags {
  readonly format: readonly FormatChoice[];
  readonly repair: RepairPolicy;
  readonly failOn: Severity;
  /** In milliseconds. */
  readonly settle?: number;
}

/** Adds `driftline check`. */
export function addCheckCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('check')
    .summary('compare environments with what their migrations promise')
    .description(
      'Compares each environment with its expectation: tables, columns, indexes and all else that the migrations ' +
        'make, the values of enum-like columns, and the migration head. Environments are looked at side by side, and ' +
        'one that cannot be reached never stops the others. Nothing is changed, unless both the configuration and ' +
        'this command say --repair safe: then what is missing and can be added without any hazard is added.',
    );
  const { environments, config, format, repair, failOn, settle } = sharedOptions;
  addOptions(command, environments(), config(), format(), repair(), failOn(), settle());
  endHelpWith(command, {
    examples: [
      ['driftline check', 'look at every environment, show each drift and the statements that would mend it'],
      ['driftline check --env dev --repair safe && exec ./start.sh', 'start only against a database that is sound'],
      ['driftline check --format json --fail-on high', 'for a pipeline that lets small drift pass'],
      ['driftline check --format text --format html=report.html', 'read it here, and look at it in a browser'],
    ],
  });
  command.action((flags: CheckFlags) =>
    run((io) => check(flags, io), {
      isJson: stdoutFormat(flags.format) === 'json',
      finishes: flags.repair === 'safe',
    }),
  );
}

async function check({ format, repair, failOn, settle, ...selection }: CheckFlags, io: CliIo): Promise<number> {
  const settleMs = settle === undefined ? {} : { settleMs: settle };
  const report = await checkSelected(selection, { repair, ...settleMs }, io);
  await writeReport(report, format, io, {
    text: (to) => renderText(report, { ...textOptions(io, to), plan: 'brief' }),
    ...(selection.config === undefined ? {} : { configFile: selection.config }),
  });
  return exitCodeOf(report, failOn);
}

/** After Ctrl-C a repair needs a moment to undo what it began; what only reads can be left at once. */
const repairGraceMs = 10_000;

/** Checks the environments that are selected, telling on standard error what lasts. */
export async function checkSelected(
  flags: ConfigFlags,
  options: Pick<CheckOptions, 'repair' | 'settleMs' | 'ignoresBaseline'>,
  io: CliIo,
): Promise<CheckReport> {
  const { config, environments: picked, deps } = await openConfig(flags, io);
  const environments = picked.map(({ name }) => name);
  const [{ checkAll }, { openScanFiles }, { openKeptCatalogs }] = await Promise.all([
    import('../../run/check-all.ts'),
    import('../../run/scan-files.ts'),
    import('../../run/kept-catalogs.ts'),
  ]);
  using progress = startProgress(environments.length, io);
  const { onProgress } = progress;
  const graceMs = options.repair === 'safe' ? repairGraceMs : 0;
  const { recall, keep } = await openScanFiles(config.baseDir, io.env);
  const report = await checkAll(
    config,
    { ...options, environments, signal: io.signal, graceMs, onProgress, recall, kept: await openKeptCatalogs(io.env) },
    deps,
  );
  await keep(report);
  return report;
}
