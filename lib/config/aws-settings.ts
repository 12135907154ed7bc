import { z } from 'zod';
import { type RepairPolicy, repairPolicies } from '../plan/statement.ts';

/** How a configuration is deployed to AWS. */
export interface AwsSettings {
  /** Absent: the one that the AWS command line would use. */
  readonly region?: string;
  readonly account?: string;
  /** `rate(1 hour)` or `cron(0 7 * * ? *)`. */
  readonly schedule: string;
  readonly timeZone?: string;
  /** The most that a scheduled run may do about drift. */
  readonly repair: RepairPolicy;
  readonly alarmEmail?: string;
  readonly fanOut: boolean;
  /** The tag of secrets by which more environments are found at run time. */
  readonly discover?: string;
  /** Invocations set aside for each function; false: none. Absent: what the construct thinks right. */
  readonly reservedConcurrency?: number | false;
  readonly networks: { readonly [name: string]: AwsNetwork };
}

/** Where in AWS's network some databases are. */
export interface AwsNetwork {
  readonly region?: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** What holds where `aws` is silent. */
const awsDefaults = { schedule: 'rate(1 hour)', repair: 'plan', fanOut: false } as const;

const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'is no AWS region: eu-central-1' })
  .optional();

const idOf = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), { error: `is no id of AWS: ${kind}-0123456789abcdef0` });

const network = z
  .strictObject({
    region: region.meta({ description: "Left out: the monitor's own. Each region gets a stack of its own." }),
    vpc: idOf('vpc').meta({ description: 'The VPC from which the databases are reached.' }),
    subnets: z
      .array(idOf('subnet'))
      .min(1, { error: 'must name at least one subnet' })
      .meta({ description: 'Private subnets with a way to Secrets Manager: NAT, or its interface endpoint.' }),
    securityGroups: z
      .array(idOf('sg'))
      .min(1, { error: 'must name at least one security group' })
      .optional()
      .meta({ description: 'Left out: a new one, which may reach everything and be reached by nobody.' }),
  })
  .meta({ description: 'A place in the network from which some databases are reached.' });

/** The part of `driftline.yaml` that says how it is deployed to AWS. */
export const awsSection = z
  .strictObject({
    region: region.meta({ description: 'Left out: the one that the AWS command line would use.' }),
    account: z
      .string()
      .regex(/^\d{12}$/, { error: 'must be the twelve digits of an AWS account, in quotes' })
      .optional()
      .meta({ description: 'Left out: the one that the AWS command line would use.', examples: ['111111111111'] }),
    schedule: z
      .string()
      .regex(/^(rate|cron)\(.+\)$/, { error: 'must be rate(...) or cron(...), as EventBridge Scheduler writes them' })
      .optional()
      .meta({
        description: 'When to check.',
        default: awsDefaults.schedule,
        examples: ['rate(30 minutes)', 'cron(0 7 * * ? *)'],
      }),
    timeZone: z
      .string()
      .regex(/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/, { error: 'is no time zone: Europe/Berlin' })
      .optional()
      .meta({ description: 'The time zone of a cron schedule.', default: 'UTC', examples: ['Europe/Berlin'] }),
    repair: z.enum(repairPolicies).optional().meta({
      description: "The most that a scheduled run may do about drift; each environment's own `repair` may allow less.",
      default: awsDefaults.repair,
    }),
    alarmEmail: z
      .email({ error: 'is no email address' })
      .optional()
      .meta({ description: 'Told when the monitor itself is in trouble. AWS asks for a confirmation first.' }),
    fanOut: z.boolean().optional().meta({
      description: 'Gives each environment an invocation of its own, by Step Functions: for some fifty and more.',
      default: awsDefaults.fanOut,
    }),
    discover: z
      .string()
      .min(1, { error: 'must not be empty' })
      .optional()
      .meta({
        description: 'Also watches the databases whose secrets carry this tag: its value names the expectation.',
        examples: ['driftline:expectation'],
      }),
    reservedConcurrency: z
      .union([z.int().min(1, { error: 'must be at least 1' }), z.literal(false)], {
        error: 'must be a whole number, or false',
      })
      .optional()
      .meta({
        description:
          'Invocations set aside for each function. false: none, for accounts that have too few to set any aside.',
      }),
    networks: z.record(z.string(), network).optional().meta({
      description:
        'The networks that environments name under `network`. An environment that names none is reached over the internet.',
    }),
  })
  .meta({ description: 'How this configuration is deployed to AWS: see `npx cdk deploy`.' });

export type AwsSection = z.infer<typeof awsSection>;

/** Fills in what the section leaves out. */
export function toAwsSettings(section: AwsSection): AwsSettings {
  const { schedule, repair, fanOut, networks = {}, ...rest } = section;
  const named = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(named) as Pick<AwsSettings, 'region'>),
    schedule: schedule ?? awsDefaults.schedule,
    repair: repair ?? awsDefaults.repair,
    fanOut: fanOut ?? awsDefaults.fanOut,
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, { region: itsRegion, vpc, subnets, securityGroups = [] }]) => [
        name,
        { ...(itsRegion === undefined ? {} : { region: itsRegion }), vpc, subnets, securityGroups },
      ]),
    ),
  };
}
