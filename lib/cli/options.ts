import { type Command, Option } from 'commander';
import { severities } from '../diff/severity.ts';
import { repairPolicies } from '../plan/statement.ts';

/** The formats that results are printed in. */
const formats = ['text', 'json'] as const;
export type Format = (typeof formats)[number];

/** Options that several commands share; each says the same thing everywhere. */
export const sharedOptions = {
  config: () => new Option('--config <file>', 'the configuration (default: driftline.yaml here or in a folder above)'),
  environments: () =>
    new Option('--env <names...>', 'the environments to look at; may be repeated (default: all of the configuration)'),
  environment: () => new Option('--env <name>', 'the environment, by its name in the configuration'),
  format: () =>
    new Option(
      '--format <format>',
      'text for people; json prints one document on standard output, all else on standard error',
    )
      .choices(formats)
      .default('text'),
  failOn: () =>
    new Option('--fail-on <severity>', 'drifts below this severity do not change the exit code')
      .choices(severities)
      .default('low'),
  repair: () =>
    new Option('--repair <policy>', "the most that may be done; only lowers what the environment's own policy allows")
      .choices(repairPolicies)
      .default('plan'),
} as const;

/** Adds options to a command. */
export function addOptions(command: Command, ...options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}
