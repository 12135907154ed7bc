import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration, settlePattern } from '../config/duration.ts';
import { severities } from '../diff/severity.ts';
import { repairPolicies } from '../plan/statement.ts';
import { defaultFormats, formats, readFormat } from './formats.ts';

/** What a command prints that has no report: text for people, or one JSON document. */
const plainFormats = ['text', 'json'] as const;
export type PlainFormat = (typeof plainFormats)[number];

/** Options that several commands share; each says the same thing everywhere. */
export const sharedOptions = {
  config: () => new Option('--config <file>', 'the configuration (default: driftline.yaml here or in a folder above)'),
  environments: () =>
    new Option('--env <names...>', 'the environments to look at; may be repeated (default: all of the configuration)'),
  environment: () => new Option('--env <name>', 'the environment, by its name in the configuration'),
  format: () =>
    new Option(
      '--format <format[=file]>',
      `${formats.join(', ')}; may be repeated, the others to files: --format text --format sarif=out.sarif`,
    )
      .argParser(readFormat)
      .default(defaultFormats, 'text'),
  plainFormat: () =>
    new Option(
      '--format <format>',
      'text for people; json prints one document on standard output, all else on standard error',
    )
      .choices(plainFormats)
      .default('text'),
  failOn: () =>
    new Option('--fail-on <severity>', 'drifts below this severity do not change the exit code')
      .choices(severities)
      .default('low'),
  repair: () =>
    new Option('--repair <policy>', "the most that may be done; only lowers what the environment's own policy allows")
      .choices(repairPolicies)
      .default('plan'),
  settle: () =>
    new Option(
      '--settle <duration>',
      'when drift is found, look again after this time and tell only what both looks saw: 0s, 20s, 2m ' +
        '(default: what the environment says, else 0s)',
    ).argParser(readSettle),
} as const;

function readSettle(text: string): number {
  if (settlePattern.test(text)) return parseDuration(text);
  throw new InvalidArgumentError('It takes a whole number with its unit: 0s, 500ms, 20s or 2m.');
}

/** Adds options to a command. */
export function addOptions(command: Command, ...options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}
