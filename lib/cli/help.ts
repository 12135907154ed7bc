import type { Command } from 'commander';
import { exitCodeHelp } from './exit-codes.ts';

/** What the help of a command shows below its options. */
export interface HelpEnd {
  /** Each with what it is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** @default those of a check */
  readonly exitCodes?: readonly (readonly [code: string, meaning: string])[];
}

/** Ends the help of a command with examples and exit codes. */
export function endHelpWith(command: Command, { examples, exitCodes = exitCodeHelp }: HelpEnd): void {
  const lines = [
    '',
    'Examples:',
    ...examples.flatMap(([line, purpose]) => [`  ${line}`, `      ${purpose}`]),
    '',
    'Exit codes:',
    ...exitCodes.map(([code, meaning]) => `  ${code}  ${meaning}`),
  ];
  command.addHelpText('after', lines.join('\n'));
}
