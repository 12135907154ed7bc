import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { configFileNames } from '../config/defaults.ts';
import { DriftlineError } from '../errors.ts';
import type { CliIo } from './cli-io.ts';
import type { CommandRunner } from './command-runner.ts';
import { exitCodes } from './exit-codes.ts';
import { endHelpWith } from './help.ts';
import { findProject } from './init-find-project.ts';
import { renderStarterConfig } from './init-starter-config.ts';
import { write } from './terminal.ts';

interface InitFlags {
  readonly force?: boolean;
}

/** Adds `driftline init`. */
export function addInitCommand(program: Command, run: CommandRunner): void {
  const [fileName] = configFileNames;
  const command = program
    .command('init')
    .summary(`write a ${fileName} to begin with`)
    .description(
      `Writes a commented ${fileName} into this folder. Folders of SQL migrations that lie about are noticed, and so is a ` +
        'connection URL in the .env file, of which only the name is taken.',
    )
    .option('-f, --force', `overwrite a ${fileName} that is there`);
  endHelpWith(command, {
    examples: [
      ['driftline init', 'begin; then edit the file and run `driftline doctor`'],
      ['driftline init --force', 'begin anew'],
    ],
    exitCodes: [
      ['0', 'written'],
      ['1', 'failure, or the file was there'],
    ],
  });
  command.action((flags: InitFlags) => run((io) => init(flags, io), {}));
}

async function init({ force = false }: InitFlags, io: CliIo): Promise<number> {
  const [fileName] = configFileNames;
  if (!force) await requireAbsent(io);
  const project = await findProject(io.cwd);
  await writeFile(join(io.cwd, fileName), renderStarterConfig(project));
  const found = project.migrations.length === 0 ? 'No SQL migrations were found: say where they are.\n' : '';
  await write(
    io.stdout,
    `Wrote ${fileName}.\n${found}Next: set ${project.urlVariable}, for example in .env, then run \`driftline doctor\` and \`driftline check\`.\n`,
  );
  return exitCodes.inSync;
}

async function requireAbsent({ cwd }: CliIo): Promise<void> {
  for (const name of configFileNames) {
    const isThere = await access(join(cwd, name)).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    throw new DriftlineError('config-exists', `${name} is there already`, {
      remedy: 'Edit it, or overwrite it with --force.',
    });
  }
}
