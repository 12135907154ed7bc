import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { IncidentSpan } from '../../report/history.ts';
import type { CheckReport } from '../../report/run-report.ts';
import { standing } from '../../report/unseen.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import type { ConfigFlags } from '../open-config.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { orUnwritable } from '../or-unwritable.ts';
import { readReport } from '../read-report.ts';
import { write } from '../terminal.ts';
import { checkSelected } from './check.ts';

interface ReportFlags extends ConfigFlags {
  readonly output?: string;
  /** Reports to read instead of checking. */
  readonly from?: readonly string[];
}

/** Adds `driftline report`. */
export function addReportCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('report')
    .summary('show a check as a page to look at')
    .description(
      'Writes one HTML page that needs nothing else: which environments are true to their migrations, what drifted ' +
        'where, expected beside actual, and the plan. It checks first, or shows reports that were kept: the newest, and ' +
        'from the older ones since when each drift has been there. Nothing is changed.',
    );
  const { environments, config } = sharedOptions;
  addOptions(
    command,
    environments(),
    config(),
    new Option('--from <reports...>', 'show these reports (JSON, also packed by gzip) instead of checking'),
    new Option('-o, --output <file>', 'where to write the page (default: standard output)'),
  );
  endHelpWith(command, {
    examples: [
      ['driftline report -o report.html', 'check every environment, then open report.html in a browser'],
      ['driftline report --from runs/*.json -o report.html', 'show the newest of some runs, and since when it drifted'],
    ],
    exitCodes: [
      ['0', 'written, whatever it says'],
      ['1', 'failure: nothing was written'],
    ],
  });
  command.action((flags: ReportFlags) => run((io) => report(flags, io), {}));
}

async function report({ output, from, ...selection }: ReportFlags, io: CliIo): Promise<number> {
  const { shown, history } = from === undefined ? await check(selection, io) : await readAll(from, io);
  const { renderHtml } = await import('../../report/html.ts');
  const page = renderHtml(shown, { history });
  if (output === undefined) {
    await write(io.stdout, page);
    return exitCodes.inSync;
  }
  await orUnwritable(output, () => writeFile(resolve(io.cwd, output), page));
  await write(io.stderr, `Wrote ${output}: ${standing(shown)}.\n`);
  return exitCodes.inSync;
}

interface Shown {
  readonly shown: CheckReport;
  readonly history: readonly IncidentSpan[];
}

async function check(selection: ConfigFlags, io: CliIo): Promise<Shown> {
  return { shown: await checkSelected(selection, { repair: 'plan' }, io), history: [] };
}

/** One report alone tells nothing of when. */
async function readAll(files: readonly string[], io: CliIo): Promise<Shown> {
  const { historyOf } = await import('../../report/history.ts');
  const reports = await Promise.all(files.map((file) => readReport(file, io)));
  const newest = reports.reduce((a, b) => (b.startedAt > a.startedAt ? b : a));
  return { shown: newest, history: reports.length === 1 ? [] : historyOf(reports) };
}
