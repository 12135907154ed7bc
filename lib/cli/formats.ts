import { appendFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { CheckReport } from '../report/run-report.ts';
import type { CliIo } from './cli-io.ts';
import { orUnwritable } from './or-unwritable.ts';
import { write } from './terminal.ts';
import { packageVersion } from './version.ts';

/** The formats that a check, a plan and a comparison are written in. */
export const formats = ['text', 'json', 'markdown', 'github', 'junit', 'sarif', 'html'] as const;

export type Format = (typeof formats)[number];

/** A format, and where it goes. */
export interface FormatChoice {
  readonly format: Format;
  /** Absent: standard output. */
  readonly file?: string;
}

/** What is chosen when nothing is. */
export const defaultFormats: readonly FormatChoice[] = [{ format: 'text' }];

/**
 * Reads one `--format`: `json`, or `sarif=out.sarif`.
 *
 * @param before what the command line has chosen so far
 * @throws InvalidArgumentError when it is no format, or when two would go to one place
 */
export function readFormat(text: string, before: readonly FormatChoice[]): readonly FormatChoice[] {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const format = formats.find((known) => known === name);
  const file = equals < 0 ? undefined : text.slice(equals + 1);
  if (format === undefined || file === '') {
    throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}; a file follows as in sarif=out.sarif.`);
  }
  const chosen = before === defaultFormats ? [] : before;
  if (chosen.some((other) => other.file === file)) {
    throw new InvalidArgumentError(
      file === undefined
        ? 'Only one format fits on standard output. Write the others to files, as in sarif=out.sarif.'
        : `Two formats cannot both be ${file}.`,
    );
  }
  return [...chosen, { format, ...(file === undefined ? {} : { file }) }];
}

/** The format of standard output; undefined when everything goes to files. */
export function stdoutFormat(choices: readonly FormatChoice[]): Format | undefined {
  return choices.find(({ file }) => file === undefined)?.format;
}

export interface WriteOptions {
  /** What `text` is, for standard output or for a file. */
  readonly text: (to: 'stdout' | 'file') => string;
  /** The configuration, where a drift is shown that no migration promises. @default driftline.yaml */
  readonly configFile?: string;
}

/**
 * Writes a report in every chosen format: first on standard output, then to files. On GitHub, annotations come with a
 * job summary.
 *
 * @throws DriftlineError `file-unwritable`
 */
export async function writeReport(
  report: CheckReport,
  choices: readonly FormatChoice[],
  io: CliIo,
  options: WriteOptions,
): Promise<void> {
  const stdoutFirst = [...choices].sort((a, b) => Number(a.file !== undefined) - Number(b.file !== undefined));
  for (const { format, file } of stdoutFirst) {
    const text = await render(report, format, file === undefined ? 'stdout' : 'file', options);
    if (file === undefined) await write(io.stdout, text);
    else await orUnwritable(file, () => writeFile(resolve(io.cwd, file), text));
    const summary = io.env.GITHUB_STEP_SUMMARY;
    if (format === 'github' && summary) {
      const { renderMarkdown } = await import('../report/markdown.ts');
      await orUnwritable(summary, () => appendFile(resolve(io.cwd, summary), renderMarkdown(report)));
    }
  }
}

/** Each renderer is loaded when it is asked for: most runs need but one. */
async function render(
  report: CheckReport,
  format: Format,
  to: 'stdout' | 'file',
  { text, configFile = 'driftline.yaml' }: WriteOptions,
): Promise<string> {
  switch (format) {
    case 'text':
      return text(to);
    case 'json':
      return (await import('../report/json.ts')).renderJson(report);
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown(report);
    case 'github':
      return (await import('../report/annotations.ts')).renderAnnotations(report);
    case 'junit':
      return (await import('../report/junit.ts')).renderJunit(report);
    case 'sarif':
      return (await import('../report/sarif.ts')).renderSarif(report, { version: packageVersion(), configFile });
    case 'html':
      return (await import('../report/html.ts')).renderHtml(report);
  }
}
