import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ObjectId } from '../../catalog/object-id.ts';
import { configFileNames } from '../../config/defaults.ts';
import { DriftlineError } from '../../errors.ts';
import { fullName } from '../../report/describe.ts';
import { count } from '../../report/words.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import { findProject } from '../init/find-project.ts';
import { keepUrl } from '../init/keep-url.ts';
import { renderStarterConfig } from '../init/starter-config.ts';
import { write } from '../terminal.ts';

interface InitFlags {
  readonly force?: boolean;
}

/** Adds `driftline init`. */
export function addInitCommand(program: Command, run: CommandRunner): void {
  const [fileName] = configFileNames;
  const command = program
    .command('init')
    .argument('[url]', 'a database to look at, reading only')
    .summary(`write a ${fileName} to begin with`)
    .description(
      `Writes a commented ${fileName} into this folder. Folders of migrations that lie about are noticed with the tool that ` +
        'they are for, and so is a connection URL in the .env file, of which only the name is taken. With a URL the ' +
        'database is looked at as well: columns that seem to hold only certain values are proposed with them, the URL is ' +
        `kept in .env, and ${roleFile} makes a role that may do no more than look.`,
    )
    .option('-f, --force', `overwrite a ${fileName} that is there`);
  endHelpWith(command, {
    examples: [
      ['driftline init', 'begin; then edit the file and run `driftline doctor`'],
      ['driftline init "$DATABASE_URL"', 'begin from what a database holds'],
      ['driftline init --force', 'begin anew'],
    ],
    exitCodes: [
      ['0', 'written'],
      ['1', 'failure, or the file was there'],
    ],
  });
  command.action((url: string | undefined, flags: InitFlags) => run((io) => init(url, flags, io), {}));
}

/** The file with the SQL of a role for Driftline. */
const roleFile = 'driftline-role.sql';

/** What is expected where no migrations are. */
const baseFile = 'driftline-snapshot.json';

async function init(url: string | undefined, { force = false }: InitFlags, io: CliIo): Promise<number> {
  const [fileName] = configFileNames;
  if (!force) await requireAbsent(io);
  const project = await findProject(io.cwd);
  if (url === undefined) {
    await writeFile(join(io.cwd, fileName), renderStarterConfig(project));
    const found = project.migrations.length === 0 ? 'No SQL migrations were found: say where they are.\n' : '';
    await write(
      io.stdout,
      `Wrote ${fileName}.\n${found}${nextSteps(`set ${project.urlVariable}, for example in .env, then run`)}`,
    );
    return exitCodes.inSync;
  }
  const { lookForInit } = await import('../init/look.ts');
  const seen = await lookForInit(url, io.cwd);
  const { variable, isExposed } = await keepUrl(io.cwd, url);
  const base = project.migrations.length === 0 && project.alembicFolder === undefined ? baseFile : undefined;
  const files = [
    [fileName, renderStarterConfig({ ...project, urlVariable: variable }, seen, base)],
    ...(base === undefined ? [] : [[base, `${JSON.stringify(seen.snapshot, null, 2)}\n`] as const]),
    ...(seen.role === undefined ? [] : [[roleFile, seen.role] as const]),
  ] as const;
  for (const [name, text] of files) await writeFile(join(io.cwd, name), text);
  const told = [
    `Wrote ${files.map(([name]) => name).join(', ')}. The URL is in .env as ${variable}${isExposed ? ': keep that file out of version control' : ''}.`,
    ...(seen.values.length === 0
      ? []
      : [`${count(seen.values.length, 'column')} may hold only certain values: see \`values\` in ${fileName}.`]),
  ];
  if (seen.unanalysed.length > 0) {
    told.push(
      `No values were looked for in ${count(seen.unanalysed.length, 'table')}, for want of statistics ` +
        `(${listNames(seen.unanalysed)}): run ANALYZE there, then \`driftline init --force\` with the same URL.`,
    );
  }
  if (project.migrations.length === 0 && project.alembicFolder !== undefined) {
    told.push('First write what the revisions do: `alembic upgrade head --sql > alembic.sql`.');
  }
  await write(io.stdout, `${told.join('\n')}\n${nextSteps('run')}`);
  return exitCodes.inSync;
}

/** The first few names, and that there are more. */
function listNames(ids: readonly ObjectId[]): string {
  const names = ids.slice(0, 5).map((id) => fullName(id).replace(/^table /, ''));
  return [...names, ...(ids.length > names.length ? ['...'] : [])].join(', ');
}

function nextSteps(first: string): string {
  return `Next: ${first} \`driftline doctor\` and \`driftline check\`.\n`;
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
