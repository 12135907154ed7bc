import type { Command } from 'commander';
import pLimit from 'p-limit';
import type { Config, Environment } from '../../config/config.ts';
import type { Deps } from '../../run/deps.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { type DoctorReport, overallHealth, renderHealth } from '../doctor-report.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import { type ConfigFlags, openConfig } from '../open-config.ts';
import { addOptions, type PlainFormat, sharedOptions } from '../options.ts';
import { startProgress } from '../progress.ts';
import { styleFor, write } from '../terminal.ts';

interface DoctorFlags extends ConfigFlags {
  readonly format: PlainFormat;
}

/** How many environments are looked at at the same time. */
const concurrency = 8;

/** Adds `driftline doctor`. */
export function addDoctorCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('doctor')
    .summary('say whether and how each environment can be reached')
    .description(
      'Connects to each environment and says as whom, to which server and version, over TLS or not, with which rights, ' +
        'and what it may not see. The first thing to run when a check says unknown. Nothing is changed.',
    );
  const { environments, config, plainFormat } = sharedOptions;
  addOptions(command, environments(), config(), plainFormat());
  endHelpWith(command, {
    examples: [
      ['driftline doctor', 'look at every environment'],
      ['driftline doctor --env prod', 'find out why prod is unknown'],
    ],
    exitCodes: [
      ['0', 'every environment can be checked'],
      ['1', 'at least one cannot'],
    ],
  });
  command.action((flags: DoctorFlags) => run((io) => doctor(flags, io), { isJson: flags.format === 'json' }));
}

async function doctor({ format, ...flags }: DoctorFlags, io: CliIo): Promise<number> {
  const { config, environments, deps } = await openConfig(flags, io);
  const report = await examine(config, environments, deps, io);
  const style = styleFor(io.stdout, io.env);
  await write(io.stdout, format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderHealth(report, style));
  return overallHealth(report) ? exitCodes.inSync : exitCodes.failure;
}

async function examine(
  config: Config,
  environments: readonly Environment[],
  deps: Deps,
  io: CliIo,
): Promise<DoctorReport> {
  const { examineEnvironment } = await import('../../run/examine-environment.ts');
  using progress = startProgress(environments.length, io);
  const { onProgress } = progress;
  const limit = pLimit(concurrency);
  const examineOne = async (environment: Environment) => {
    const { name, repair, expectation } = environment;
    onProgress({ environment: name, phase: 'connecting' });
    const engine = config.expectations[expectation]?.engine ?? '';
    const examination = await examineEnvironment(environment, engine, deps);
    onProgress({ environment: name, phase: 'done' });
    return { ...examination, expectation, repair };
  };
  const examinations = environments.map((environment) => limit(() => examineOne(environment)));
  return { formatVersion: 1, environments: await Promise.all(examinations) };
}
