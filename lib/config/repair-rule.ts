import { z } from 'zod';
import { type HazardCode, hazardCodes, neverAllowed } from '../plan/hazard.ts';
import type { RepairLimits } from '../plan/hold-statements.ts';
import { type RepairPolicy, repairPolicies } from '../plan/statement.ts';
import { parseTimeWindow, timeWindowPattern } from '../time-window.ts';
import { defaults } from './defaults.ts';

const allowable = hazardCodes.filter((code) => !neverAllowed.includes(code));

const policy = z.enum(repairPolicies);

const sizePattern = /^([1-9]\d{0,5}) ?(MB|GB|TB)$/;
const sizeError = 'must be a size such as 500 MB, 10 GB or 1 TB';
const bytesPer = { MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 } as const;

const windowError = 'must be days, times or both: Sat-Sun, 02:00-05:00, Mon-Fri 22:00-06:00';
const window = z
  .string({ error: windowError })
  .regex(timeWindowPattern, { error: windowError })
  .min(1, { error: windowError });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The value of `repair:` in an environment: a policy, or a mapping with the policy and its limits. */
export const repairRule = z.union(
  [
    policy.meta({ description: 'The policy alone, with the default limits.' }),
    z.strictObject({
      policy: policy.meta({ description: 'As the short form.' }),
      allow: z
        .array(
          z.enum(allowable, {
            error: ({ input }) =>
              neverAllowed.some((code) => code === input)
                ? `${input} can never be allowed: what it costs does not come back`
                : undefined,
          }),
        )
        .optional()
        .meta({
          description: 'Hazards that hold no statement back here. docs/hazards.md says what each may hurt.',
          examples: [['SET_DEFAULT', 'VALIDATE_CONSTRAINT']],
        }),
      maxStatements: z
        .int()
        .min(1, { error: 'must be at least 1' })
        .max(10_000, { error: 'must be at most 10000' })
        .optional()
        .meta({
          description: 'When more statements than this would run, none does.',
          default: defaults.repairLimits.maxStatements,
        }),
      maxTableSize: z
        .string({ error: sizeError })
        .regex(sizePattern, { error: sizeError })
        .optional()
        .meta({
          description: 'Indexes are built and constraints validated on tables up to this size.',
          default: '10 GB',
          examples: ['500 MB', '10 GB'],
        }),
      window: z
        .union([window, z.array(window).min(1, { error: 'must hold at least one window' })], { error: windowError })
        .optional()
        .meta({
          description:
            'The times at which a repair may run. What grows with a table is begun only if it should end in them. Left out: at all times.',
          examples: ['02:00-05:00', ['Mon-Fri 22:00-06:00', 'Sat-Sun']],
        }),
      timeZone: z
        .string()
        .refine(isTimeZone, { error: 'is no time zone: Europe/Berlin' })
        .optional()
        .meta({ description: 'The time zone of `window`.', default: 'UTC', examples: ['Europe/Berlin'] }),
      dryRun: z.boolean().optional().meta({
        description: 'Say what a repair would run, and run nothing.',
        default: defaults.repairLimits.isDryRun,
      }),
    }),
  ],
  { error: `must be ${repairPolicies.join(', ')}, or a mapping with \`policy\` and limits` },
);

type RepairRule = z.infer<typeof repairRule>;

/** What an environment's `repair:` says, with the defaults filled in; limits only where it says some. */
export function toRepair(rule: RepairRule | undefined): {
  readonly repair: RepairPolicy;
  readonly repairLimits?: RepairLimits;
} {
  if (rule === undefined || typeof rule === 'string') return { repair: rule ?? defaults.repair };
  const { maxTableSize, timeZone = 'UTC' } = rule;
  const times = rule.window === undefined || typeof rule.window !== 'string' ? rule.window : [rule.window];
  const allow: readonly HazardCode[] = rule.allow ?? defaults.repairLimits.allow;
  return {
    repair: rule.policy,
    repairLimits: {
      allow,
      maxStatements: rule.maxStatements ?? defaults.repairLimits.maxStatements,
      maxTableBytes: maxTableSize === undefined ? defaults.repairLimits.maxTableBytes : parseSize(maxTableSize),
      ...(times === undefined
        ? {}
        : { window: { times: times.map(parseTimeWindow), timeZone, text: `${times.join(', ')} ${timeZone}` } }),
      isDryRun: rule.dryRun ?? defaults.repairLimits.isDryRun,
    },
  };
}

function parseSize(text: string): number {
  const [, amount, unit] = sizePattern.exec(text) ?? [];
  return Number(amount) * bytesPer[unit as keyof typeof bytesPer];
}
