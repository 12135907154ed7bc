import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { CatalogSnapshot } from '../../catalog/snapshot.ts';
import { defaults } from '../../config/defaults.ts';
import { DriftlineError } from '../../errors.ts';
import type { ReadSource } from '../../run/read-source.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import { openEnvironment } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { orUnwritable } from '../or-unwritable.ts';
import { printDiagnostics } from '../print-error.ts';
import { startProgress } from '../progress.ts';
import { requireEngine } from '../source-name.ts';
import { write } from '../terminal.ts';

interface SnapshotFlags {
  readonly env?: string;
  readonly config?: string;
  readonly output?: string;
}

/** Adds `driftline snapshot`. */
export function addSnapshotCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('snapshot')
    .summary('write what a database holds as JSON')
    .description(
      "Writes a database's whole catalog as JSON: no rows, no passwords, equal for equal databases. It serves as one " +
        'side of `driftline diff`, and as the `base:` of an expectation whose migrations begin in the middle of a ' +
        "database's life.",
    )
    .argument('[url]', 'the database; or name an environment with --env');
  addOptions(
    command,
    sharedOptions.environment(),
    sharedOptions.config(),
    new Option('-o, --output <file>', 'where to write it (default: standard output)'),
  );
  endHelpWith(command, {
    examples: [
      ['driftline snapshot --env prod -o snapshots/prod.json', 'keep what production is today'],
      ['driftline snapshot "$DATABASE_URL" | jq ".objects | keys"', 'list the objects of a database'],
    ],
    exitCodes: [
      ['0', 'written'],
      ['1', 'failure, or a part of the catalog could not be read'],
    ],
  });
  // The output is JSON whatever happens, but an error is no snapshot: it goes to standard error alone.
  command.action((url: string | undefined, flags: SnapshotFlags) => run((io) => snapshot(url, flags, io), {}));
}

async function snapshot(url: string | undefined, flags: SnapshotFlags, io: CliIo): Promise<number> {
  const { snapshot, diagnostics } = await readCatalog(url, flags, io);
  await printDiagnostics(diagnostics, io);
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  if (flags.output === undefined) await write(io.stdout, text);
  else await writeOut(flags.output, text, snapshot, io);
  return diagnostics.some(({ level }) => level === 'error') ? exitCodes.failure : exitCodes.inSync;
}

async function readCatalog(url: string | undefined, flags: SnapshotFlags, io: CliIo): Promise<ReadSource> {
  if ((url === undefined) === (flags.env === undefined)) {
    throw new DriftlineError('invalid-arguments', 'Name either a URL or an environment', {
      remedy: 'driftline snapshot URL, or driftline snapshot --env NAME.',
    });
  }
  using progress = startProgress(1, io);
  progress.onProgress({ environment: flags.env ?? 'the database', phase: 'checking' });
  return await (url === undefined ? readNamed({ ...flags, env: flags.env ?? '' }, io) : readUrl(url, io));
}

async function readUrl(url: string, io: CliIo): Promise<ReadSource> {
  const engine = await requireEngine(url);
  const { readSource } = await import('../../run/read-source.ts');
  const connect = { ...defaults, applicationName: 'driftline snapshot' };
  return readSource(url, { baseDir: io.cwd, engine, compileTimeoutMs: defaults.compileTimeoutMs, connect });
}

async function readNamed(flags: SnapshotFlags & { readonly env: string }, io: CliIo): Promise<ReadSource> {
  const { config, environment, deps } = await openEnvironment(flags, io);
  const { engineNamed } = await import('../../engines/engines.ts');
  const { readEnvironment } = await import('../../run/read-environment.ts');
  const engine = engineNamed(config.expectations[environment.expectation]?.engine ?? defaults.engine);
  return readEnvironment(environment, engine, 'driftline snapshot', deps);
}

async function writeOut(output: string, text: string, { objects }: CatalogSnapshot, io: CliIo): Promise<void> {
  await orUnwritable(output, () => writeFile(resolve(io.cwd, output), text));
  await write(io.stderr, `Wrote ${Object.keys(objects).length} objects to ${output}.\n`);
}
