import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { faultInAlertPattern } from '../../config/check-kinds.ts';
import { durationPattern, parseSpan } from '../../config/duration.ts';
import type { Variables } from '../../config/interpolate.ts';
import { DriftlineError } from '../../errors.ts';
import { endOfMute, mutePattern, recordMute } from '../../incidents/record-mute.ts';
import type { Store } from '../../incidents/store.ts';
import { showOnOneLine } from '../../report/sanitize.ts';
import { moment } from '../../report/words.ts';
import { realDeps } from '../../run/deps.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import { addOptions, type PlainFormat, sharedOptions } from '../options.ts';
import { write } from '../terminal.ts';

interface MuteFlags {
  readonly table?: string;
  readonly env?: readonly string[];
  readonly reason?: string;
  readonly for?: number;
  readonly until?: string;
  readonly list?: boolean;
  readonly format: PlainFormat;
}

/** The environment variable that names the state table, as the functions in AWS know it. */
const tableVariable = 'DRIFTLINE_TABLE';

/** Adds `driftline mute`. */
export function addMuteCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('mute')
    .argument('[pattern]', 'the objects: kind:schema.name, in which * stands for any run of characters')
    .summary('tell nobody of some drifts for a while')
    .description(
      'Holds alerts of some drifts back until a time, for a reason. Checks go on and report the drift as ever; what is ' +
        'still there when the mute ends is told then. Writes into the state table of a deployed monitor, with the AWS ' +
        'credentials at hand.',
    );
  addOptions(
    command,
    new Option('--table <name>', `the state table of the monitor (default: ${tableVariable})`),
    new Option('--env <names...>', 'only in these environments; * stands for any run of characters (default: all)'),
    new Option('--reason <text>', 'why, for whoever wonders'),
    new Option('--for <duration>', 'how long: 30m, 24h').argParser(readSpan).conflicts('until'),
    new Option('--until <time>', 'until when: a day (2027-01-31, UTC) or a moment').argParser(readEnd),
    new Option('--list', 'show what is muted, instead of muting').conflicts(['for', 'until', 'reason', 'env']),
    sharedOptions.plainFormat(),
  );
  endHelpWith(command, {
    examples: [
      ["driftline mute 'index:public.*' --env staging --for 24h --reason 'load test'", 'until tomorrow'],
      [
        "driftline mute 'table:public.orders*' --until 2027-01-31 --reason 'moves to another service'",
        'until that day is over',
      ],
      ['driftline mute --list', 'what is muted now'],
    ],
    exitCodes: [
      ['0', 'done'],
      ['1', 'failure: nothing was muted'],
    ],
  });
  command.action((pattern: string | undefined, flags: MuteFlags) =>
    run((io) => mute(pattern, flags, io), { isJson: flags.format === 'json' }),
  );
}

async function mute(pattern: string | undefined, flags: MuteFlags, io: CliIo): Promise<number> {
  const { reason = '', until, format, env } = flags;
  if (flags.list) return list(await openStore(flags, io.env), format, io);
  if (pattern === undefined || !mutePattern.test(pattern)) {
    throw invalid('Name the objects as kind:schema.name, for example table:public.tmp_*');
  }
  const fault = faultInAlertPattern(pattern);
  if (fault !== undefined) throw invalid(`${pattern} ${fault}`);
  if (reason.trim() === '') throw invalid('Say why with --reason');
  const end = flags.for === undefined ? until && { at: until } : { forMs: flags.for };
  if (!end) throw invalid('Say for how long, with --for or --until');
  const request = { pattern, ...(env === undefined ? {} : { environments: env }), reason: reason.trim(), until: end };
  const answer = await recordMute(await openStore(flags, io.env), request, randomUUID(), new Date());
  await write(
    io.stdout,
    format === 'json'
      ? `${JSON.stringify({ formatVersion: 1, ...answer }, null, 2)}\n`
      : `muted ${showOnOneLine(answer.muted)} until ${moment(answer.until)}\n`,
  );
  return exitCodes.inSync;
}

async function list(store: Store, format: PlainFormat, io: CliIo): Promise<number> {
  const now = new Date().toISOString();
  const mutes = (await store.list('mute', 'all')).map(({ value }) => value).filter(({ until }) => until > now);
  const lines = mutes.map(({ pattern, environments, reason, until }) =>
    showOnOneLine(
      `${pattern}${environments === undefined ? '' : ` in ${environments.join(', ')}`} until ${moment(until)}: ${reason}`,
    ),
  );
  const text = lines.length === 0 ? 'nothing is muted by command or event' : lines.join('\n');
  await write(io.stdout, format === 'json' ? `${JSON.stringify({ formatVersion: 1, mutes }, null, 2)}\n` : `${text}\n`);
  return exitCodes.inSync;
}

async function openStore({ table }: MuteFlags, env: Variables): Promise<Store> {
  const tableName = table ?? env[tableVariable];
  if (!tableName) {
    throw new DriftlineError('invalid-arguments', 'Which table the monitor keeps its state in is not known', {
      remedy: `Name it with --table or ${tableVariable}: the output StateTable of the stack.`,
    });
  }
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { makeDynamoStore } = await import('../../incidents/store-dynamodb.ts');
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const client = new DynamoDBClient({
    ...(region ? { region } : {}),
    requestHandler: { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  return makeDynamoStore({ ...realDeps(env), client, tableName });
}

function readSpan(text: string): number {
  if (durationPattern.test(text)) return parseSpan(text);
  throw new InvalidArgumentError('It takes a whole number with its unit: 30m or 24h.');
}

function readEnd(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return endOfMute(text);
  throw new InvalidArgumentError('It takes a day or a moment: 2027-01-31, 2027-01-31T12:00:00Z.');
}

function invalid(message: string): DriftlineError {
  return new DriftlineError('invalid-arguments', message, { remedy: '`driftline help mute` explains the options.' });
}
