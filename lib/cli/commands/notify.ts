import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { alertClients } from '../../alerts/clients.ts';
import { testChannel } from '../../alerts/test-channel.ts';
import { addDotenv } from '../../config/dotenv.ts';
import { findConfig, loadConfig } from '../../config/load.ts';
import { fetchSecret } from '../../config/secrets/aws-secret.ts';
import { revealConfidential } from '../../config/secrets/reveal-confidential.ts';
import { DriftlineError } from '../../errors.ts';
import { showOnOneLine } from '../../report/sanitize.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandRunner } from '../command-runner.ts';
import { exitCodes } from '../exit-codes.ts';
import { endHelpWith } from '../help.ts';
import { addOptions, type PlainFormat, sharedOptions } from '../options.ts';
import { write } from '../terminal.ts';

interface TestFlags {
  readonly config?: string;
  readonly channel: string;
  readonly format: PlainFormat;
}

/** For one request to a channel. */
const timeoutMs = 10_000;

/** Adds `driftline notify test`. */
export function addNotifyCommand(program: Command, run: CommandRunner): void {
  const notify = program.command('notify').summary('try the channels that alerts go to').description('Tries alerts.');
  const command = notify
    .command('test')
    .summary('send a sample to one channel')
    .description(
      'Sends a made-up alert, which says of itself that it is one, to one channel of `alerts.channels`, and says what the ' +
        'channel answered. In AWS the function\'s event {"test": "CHANNEL"} does the same with the function\'s own rights.',
    );
  addOptions(
    command,
    new Option('--channel <name>', 'the channel, by its name in the configuration').makeOptionMandatory(),
    sharedOptions.config(),
    sharedOptions.plainFormat(),
  );
  const examples = [
    ['driftline notify test --channel slack', 'see whether the webhook works, and what a message looks like'],
    ['driftline notify test --channel mail --format json', 'the same for a script'],
  ] as const;
  const codes = [
    ['0', 'the channel took it'],
    ['1', 'it did not, or nobody knows'],
  ] as const;
  endHelpWith(command, { examples, exitCodes: codes });
  endHelpWith(notify, { examples, exitCodes: codes });
  command.action((flags: TestFlags) => run((io) => test(flags, io), { isJson: flags.format === 'json' }));
}

async function test({ config: asked, channel, format }: TestFlags, io: CliIo): Promise<number> {
  const file = await findConfig(io.cwd, asked);
  const { config } = await loadConfig(file, io.cwd);
  if (config.alerts === undefined) {
    throw new DriftlineError('no-alerts', `${config.file} has no section \`alerts\``, {
      remedy: 'Add a channel under `alerts.channels`.',
    });
  }
  const env = await addDotenv(io.env, dirname(file));
  const outcome = await testChannel(channel, config.alerts, {
    ...alertClients(timeoutMs, env),
    reveal: revealConfidential(env, fetchSecret),
    now: () => new Date(),
    timeoutMs,
  });
  const said = { sent: 'took it', notSent: 'did not take it', doubtful: 'may have taken it' }[outcome.result];
  await write(
    io.stdout,
    format === 'json'
      ? `${JSON.stringify({ formatVersion: 1, ...outcome }, null, 2)}\n`
      : `${outcome.channel} ${said}: ${showOnOneLine(outcome.answered)}\n`,
  );
  return outcome.result === 'sent' ? exitCodes.inSync : exitCodes.failure;
}
