import { type Command, Option } from 'commander';
import { type Extra, extras } from '../../catalog/extras.ts';
import { defaults } from '../../config/defaults.ts';
import { type EngineName, engineNames } from '../../config/engine-names.ts';
import type { Severity } from '../../diff/severity.ts';
import { renderDiff } from '../../report/diff-text.ts';
import type { CheckReport, RunReport } from '../../report/run-report.ts';
import { tellWhere } from '../../report/tell-where.ts';
import type { ReadSource } from '../../run/read-source.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { type FormatChoice, stdoutFormat, writeReport } from '../formats.ts';
import { endHelpWith } from '../help.ts';
import { readNamedEnvironment } from '../named-environment.ts';
import { addOptions, sharedOptions } from '../options.ts';
import { printDiagnostics } from '../print-error.ts';
import { startProgress } from '../progress.ts';
import { looksLikeUrl, requireEngine, showSourceName } from '../source-name.ts';
import { textOptions, write } from '../terminal.ts';

interface DiffFlags {
  readonly format: readonly FormatChoice[];
  readonly failOn: Severity;
  readonly compare: readonly Extra[];
  readonly engine?: EngineName;
  readonly config?: string;
  readonly sql?: boolean;
}

/** Adds `driftline diff`. */
export function addDiffCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('diff')
    .summary('compare any two: SQL, a snapshot, a database')
    .description(
      'Compares any two of: an environment of the configuration by its name, a folder or file of SQL, a snapshot (.json), a ' +
        'URL. Without names of environments no configuration is needed. ' +
        'SQL is run in an embedded database, a database is only read. What only ACTUAL has is reported too.',
    )
    .argument('<expected>', 'what should be: an environment, a folder or file of SQL, a snapshot (.json) or a URL')
    .argument('<actual>', 'what is: the same');
  addOptions(
    command,
    new Option('--engine <name>', "whose SQL it is (default: the other side's, else postgresql)").choices(engineNames),
    new Option('--compare <what...>', 'compares these too').choices(extras).default([], 'none of them'),
    new Option(
      '--sql',
      'writes the whole plan that makes ACTUAL equal to EXPECTED, as SQL to read and then run',
    ).conflicts('format'),
    sharedOptions.config(),
    sharedOptions.format(),
    sharedOptions.failOn(),
  );
  endHelpWith(command, {
    examples: [
      [
        'driftline diff migrations/content "$DATABASE_URL"',
        'what a database lacks, and what it has beyond the migrations',
      ],
      ['driftline diff migrations/ "$DATABASE_URL" --sql > plan.sql', 'the SQL that turns the one into the other'],
      ['driftline diff schema.sql file:app.db', 'the same for a SQLite file'],
      ['driftline diff prod staging', 'how staging differs from production'],
      ['driftline diff snapshots/prod.json migrations/', 'whether the migrations still make what production is'],
    ],
    exitCodes: [
      ['0', 'no difference'],
      ['2', 'differences'],
      ['1', 'failure, or something could not be looked at'],
    ],
  });
  command.action((expected: string, actual: string, flags: DiffFlags) =>
    run((io) => diff(expected, actual, flags, io), { isJson: stdoutFormat(flags.format) === 'json' }),
  );
}

async function diff(
  expected: string,
  actual: string,
  { format, failOn, compare: asked, config, engine, sql = false }: DiffFlags,
  io: CliIo,
): Promise<number> {
  const { report, madeFor } = await compare(expected, actual, { asked, config, engine, sql }, io);
  const [{ drifts, diagnostics } = { drifts: [], diagnostics: [] }] = report.environments;
  if (sql || stdoutFormat(format) === 'text') await printDiagnostics(diagnostics, io);
  if (sql) {
    const { renderPlan } = await import('../../report/plan-sql.ts');
    const { engineNamed } = await import('../../engines/engines.ts');
    const { script } = engineNamed(madeFor);
    await write(io.stdout, report.environments.map((each) => renderPlan(each, script, true)).join('\n'));
  } else await writeReport(report, format, io, { text: (to) => renderDiff(drifts, textOptions(io, to)) });
  return exitCodeOf(report, failOn);
}

interface Asked {
  readonly config: string | undefined;
  readonly engine: EngineName | undefined;
  readonly asked: readonly Extra[];
  readonly sql: boolean;
}

interface Compared {
  readonly report: CheckReport;
  /** The engine that a plan is for. */
  readonly madeFor: string;
}

/** A side of the comparison; SQL is read when it is known whose it is. */
interface Unread {
  readonly text: string;
  readonly name: string;
  readonly source: ReadSource | undefined;
}

/** The comparison in the shape of a check of one environment, so that whoever reads one document reads the other. */
async function compare(
  expectedText: string,
  actualText: string,
  { asked, config, engine, sql }: Asked,
  io: CliIo,
): Promise<Compared> {
  const started = new Date();
  const { diffSources, isSql, readSource } = await import('../../run/read-source.ts');
  const { engineNamed } = await import('../../engines/engines.ts');
  const optionsFor = (name: string) => ({
    baseDir: io.cwd,
    engine: engineNamed(name),
    compileTimeoutMs: defaults.compileTimeoutMs,
    connect: { ...defaults, applicationName: 'driftline diff', extras: asked },
  });
  const names = { expected: showSourceName(expectedText), actual: showSourceName(actualText) };
  using progress = startProgress(2, io);
  const read = async (text: string, name: string): Promise<Unread> => {
    progress.onProgress({ environment: name, phase: 'checking' });
    if (looksLikeUrl(text)) await requireEngine(text);
    const named = await readNamedEnvironment(text, config, io);
    const options = optionsFor(engine ?? defaults.engine);
    const source = named ?? (isSql(text) ? undefined : await readSource(text, options));
    if (source !== undefined) progress.onProgress({ environment: name, phase: 'done' });
    return { text, name, source };
  };
  const both = await Promise.all([read(expectedText, names.expected), read(actualText, names.actual)] as const);
  // SQL does not say whose it is.
  const options = optionsFor(engine ?? both.find(({ source }) => source)?.source?.snapshot.engine ?? defaults.engine);
  const compile = async ({ text, name, source }: Unread) => {
    if (source !== undefined) return source;
    const compiled = await readSource(text, options);
    progress.onProgress({ environment: name, phase: 'done' });
    return compiled;
  };
  const [expected, actual] = [await compile(both[0]), await compile(both[1])];
  const { drifts, diagnostics, plan } = await diffSources(expected, actual, asked);
  const isBlind = diagnostics.some(({ level }) => level === 'error');
  const outcome = drifts.length > 0 ? 'drift' : isBlind ? 'unknown' : 'inSync';
  const times = { startedAt: started.toISOString(), tookMs: Date.now() - started.getTime() };
  const comparison: RunReport = {
    environment: names.actual,
    expectation: names.expected,
    outcome,
    drifts,
    values: [],
    repair: 'off',
    diagnostics,
    coverage: { objects: Object.keys(expected.snapshot.objects).length, valueChecks: 0, valueChecksComplete: 0 },
    ...(sql && drifts.length > 0 ? { plan: plan() } : {}),
    ...tellWhere(drifts, expected.snapshot, expected.places),
    ...times,
  };
  const report: CheckReport = { formatVersion: 1, outcome, environments: [comparison], ...times };
  return { report, madeFor: expected.snapshot.engine };
}
