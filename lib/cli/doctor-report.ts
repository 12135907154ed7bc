import { z } from 'zod';
import { repairPolicies } from '../plan/statement.ts';
import { showOnOneLine } from '../report/sanitize.ts';
import { serverName } from '../report/server-name.ts';
import type { styleFor } from './terminal.ts';

const diagnostic = z.object({
  level: z.enum(['info', 'warning', 'error']).meta({ description: 'error: this keeps checks from being complete.' }),
  code: z.string().meta({ description: 'Stable name in kebab-case.' }),
  message: z.string().meta({ description: 'What happened. Never holds a secret.' }),
  remedy: z.string().optional().meta({ description: 'What a person can do about it.' }),
  id: z.string().optional().meta({ description: 'The object that it concerns.' }),
});

/** What `driftline doctor --format json` prints. */
export const doctorReportSchema = z
  .object({
    formatVersion: z.literal(1).meta({ description: 'Raised when the meaning of this document changes.' }),
    environments: z
      .array(
        z.object({
          environment: z.string().meta({ description: 'Its name in the configuration.' }),
          expectation: z.string().meta({ description: 'What it must match.' }),
          repair: z.enum(repairPolicies).meta({ description: 'The most that may be done about drift.' }),
          server: z
            .object({
              engine: z.string().meta({ description: 'What kind of database it is: `postgresql`.' }),
              version: z.string().meta({ description: "The server's own version string." }),
              database: z.string().meta({ description: 'The database.' }),
              user: z.string().meta({ description: 'The role that we are there.' }),
              address: z.string().meta({ description: 'Host and port, without credentials.' }),
              encrypted: z.boolean().meta({ description: 'Whether the connection is encrypted.' }),
              isReadOnly: z.boolean().meta({ description: 'A standby, or a database that refuses writes.' }),
              rights: z.array(z.string()).readonly().meta({ description: 'What the role may and may not do.' }),
            })
            .readonly()
            .optional()
            .meta({ description: 'What was connected to; absent when nothing was.' }),
          objects: z.int().optional().meta({ description: 'Objects seen; absent when the catalog could not be read.' }),
          diagnostics: z.array(diagnostic.readonly()).readonly().meta({ description: 'Trouble, worst first.' }),
        }),
      )
      .meta({ description: 'One entry an environment, in the order of the configuration.' }),
  })
  .meta({ title: 'driftline doctor', description: 'Whether and how each environment can be reached.' });

export type DoctorReport = z.infer<typeof doctorReportSchema>;
type Health = DoctorReport['environments'][number];

/** Whether every environment can be checked. */
export function overallHealth({ environments }: DoctorReport): boolean {
  return environments.every(canBeChecked);
}

function canBeChecked({ server, objects, diagnostics }: Health): boolean {
  return server !== undefined && objects !== undefined && diagnostics.every(({ level }) => level !== 'error');
}

/** Shows what was found to people. Nothing that a server says reaches the terminal as it is. */
export function renderHealth({ environments }: DoctorReport, style: ReturnType<typeof styleFor>): string {
  return environments.map((health) => `${linesOf(health, style).join('\n')}\n`).join('\n');
}

function linesOf(health: Health, style: ReturnType<typeof styleFor>): readonly string[] {
  const { environment, server, objects, diagnostics } = health;
  const verdict = canBeChecked(health)
    ? `${style('green', '✓')} ${style('bold', environment)} can be checked`
    : `${style('red', '✗')} ${style('bold', environment)} ${server ? 'can be checked only in part' : 'cannot be reached'}`;
  const facts: readonly (readonly [string, string])[] = [
    ...(server === undefined
      ? []
      : ([
          ['database', `${server.database} at ${server.address}`],
          ['server', serverName(server)],
          // A file is opened by whoever runs this, over no connection.
          ...(server.user === '' ? [] : [['role', server.user] as const]),
          ...(server.user === '' && !server.encrypted ? [] : [['TLS', server.encrypted ? 'yes' : 'no'] as const]),
          ['writable', server.isReadOnly ? 'no: a standby, or read only' : 'yes'],
          ...server.rights.map((right, i) => [i === 0 ? 'rights' : '', right] as const),
        ] as const)),
    ...(objects === undefined ? [] : [['sees', `${objects} objects`] as const]),
    ['repair', `${health.repair} (expectation ${health.expectation})`],
  ];
  return [
    verdict,
    ...facts.map(([label, fact]) => `  ${style('dim', label.padEnd(10))} ${showOnOneLine(fact)}`),
    ...diagnostics.flatMap(({ level, message, remedy }) => [
      `  ${style(level === 'error' ? 'red' : 'yellow', level === 'info' ? 'note' : level)}: ${showOnOneLine(message)}`,
      ...(remedy === undefined ? [] : [`    ${showOnOneLine(remedy)}`]),
    ]),
  ];
}
