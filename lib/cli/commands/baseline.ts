import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readBaseline } from '../../config/baselines.ts';
import { acceptDrifts, type BaselineEntry, makeBaseline } from '../../diff/baseline.ts';
import { DriftlineError } from '../../errors.ts';
import type { RunReport } from '../../report/run-report.ts';
import { count } from '../../report/words.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import type { ConfigFlags } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { orUnwritable } from '../or-unwritable.ts';
import { printDiagnostics } from '../print-error.ts';
import { write } from '../terminal.ts';
import { checkSelected } from './check.ts';

interface BaselineFlags extends ConfigFlags {
  readonly output?: string;
}

/** Adds `driftline baseline`. */
export function addBaselineCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('baseline')
    .summary("accept today's drift, so that only new drift counts")
    .description(
      'Writes the drift that environments have today as JSON, to be reviewed and kept in git. An environment whose ' +
        '`baseline:` names the file then counts only what is new or has changed since. A file that is there already ' +
        'keeps its reasons, and what it says of environments that are not asked for.',
    );
  addOptions(
    command,
    sharedOptions.environments(),
    sharedOptions.config(),
    new Option('-o, --output <file>', 'where to write it (default: standard output)'),
  );
  endHelpWith(command, {
    examples: [
      ['driftline baseline -o baseline.json', 'accept what there is; then say why, entry by entry'],
      [
        'driftline baseline --env prod -o baseline.json',
        'the same for one environment, leaving the others as they are',
      ],
    ],
    exitCodes: [
      ['0', 'written'],
      ['1', 'failure: nothing was written, or a part of an environment could not be looked at'],
    ],
  });
  // The output is JSON whatever happens, but an error is no baseline: it goes to standard error alone.
  command.action((flags: BaselineFlags) => run((io) => baseline(flags, io), {}));
}

async function baseline({ output, ...selection }: BaselineFlags, io: CliIo): Promise<number> {
  const before = output === undefined ? undefined : await readBaseline(resolve(io.cwd, output), output);
  const { environments: reports } = await checkSelected(selection, { repair: 'off', ignoresBaseline: true }, io);
  requireSeen(reports);
  const now = new Date();
  const accepted = Object.fromEntries(
    reports.map(({ environment, drifts }): [string, readonly BaselineEntry[]] => {
      return [environment, acceptDrifts(drifts, before?.environments[environment] ?? [], now)];
    }),
  );
  const text = `${JSON.stringify(makeBaseline({ ...before?.environments, ...accepted }), null, 2)}\n`;
  if (output === undefined) await write(io.stdout, text);
  else await writeOut(output, text, Object.values(accepted).flat(), io);
  const gaps = reports.flatMap(({ diagnostics }) => diagnostics.filter(({ level }) => level === 'error'));
  await printDiagnostics(gaps, io);
  return gaps.length === 0 ? exitCodes.inSync : exitCodes.failure;
}

/** To accept nothing of what could not be seen would make all of it new drift later, and forget the old baseline. */
function requireSeen(reports: readonly RunReport[]): void {
  const unseen = reports
    .filter(({ drifts }) => drifts.length === 0)
    .flatMap(({ environment, diagnostics }) => {
      const why = diagnostics.find(({ level }) => level === 'error');
      return why === undefined ? [] : [{ environment, why }];
    });
  const [first] = unseen;
  if (first === undefined) return;
  throw new DriftlineError(
    'baseline-not-seen',
    `Nothing was written, because ${unseen.map(({ environment }) => environment).join(', ')} could not be judged: ${first.why.message}`,
    { remedy: first.why.remedy ?? 'Run `driftline check` to see what is in the way, or leave it out with --env.' },
  );
}

async function writeOut(output: string, text: string, entries: readonly BaselineEntry[], io: CliIo): Promise<void> {
  await orUnwritable(output, () => writeFile(resolve(io.cwd, output), text));
  const unexplained = entries.filter(({ reason }) => reason === '').length;
  const hint = unexplained === 0 ? '' : ` Say why in "reason" (${unexplained} to go).`;
  await write(io.stderr, `Accepted ${count(entries.length, 'drift')} in ${output}.${hint}\n`);
}
