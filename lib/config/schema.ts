import { z } from 'zod';
import { alertsSection } from './alerts-section.ts';
import { awsSection } from './aws-settings.ts';
import { defaults } from './defaults.ts';
import { compareSection, ignoreSection, severitySection, unexpectedSection } from './drift-rules.ts';
import { durationPattern, formatDuration, settlePattern } from './duration.ts';
import { engineNames } from './engine-names.ts';
import { variableSyntaxPattern } from './interpolate.ts';
import { compileSection, headSection, toolSection } from './migration-sections.ts';
import { repairRule } from './repair-rule.ts';
import { valueColumnPattern } from './value-column.ts';
import { valueRule } from './value-rule.ts';

/**
 * `driftline.yaml` as people write it. Checks one key at a time; what two keys say together is
 * `check-references`'s to judge. Every key has the description that editors show.
 */

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: 'is no name: letters, digits, ".", "_" and "-", at most 64, beginning with a letter or digit',
});

const filledText = z.string().min(1, { error: 'must not be empty' });

const plainText = filledText.regex(/^(?!.*\$\{)/, {
  error: `cannot hold a variable: only url takes \${NAME}`,
});

function duration(defaultMs: number, description: string) {
  const error = 'must be a whole number with its unit: 500ms, 10s, 2m or 1h';
  return z
    .string({ error })
    .regex(durationPattern, { error })
    .optional()
    .meta({ description, default: formatDuration(defaultMs), examples: ['500ms', '10s', '2m'] });
}

const pathOrPaths = z.union([filledText, z.array(filledText).min(1, { error: 'must name at least one path' })], {
  error: 'must be a path or a list of paths',
});

const expectation = z
  .strictObject({
    engine: z.enum(engineNames).optional().meta({
      description: 'The kind of database: PostgreSQL, or SQLite with libSQL.',
      default: defaults.engine,
    }),
    migrations: pathOrPaths.optional().meta({
      description:
        'The SQL that makes the expected state: a folder, a file, or a list of them in the order in which they run. ' +
        'Paths start from the folder of this file.',
      examples: ['migrations/content', ['migrations/core', 'migrations/extra.sql']],
    }),
    base: filledText.optional().meta({
      description: 'A snapshot (as `driftline snapshot` writes it) that is there before the first migration runs.',
      examples: ['snapshots/prod.json'],
    }),
    values: z
      .record(
        z.string().regex(valueColumnPattern, {
          error:
            'names no column: write table.column or schema.table.column, "quoted" where a name holds dots or spaces',
        }),
        valueRule,
      )
      .optional()
      .meta({
        description:
          'The values that enum-like columns may hold. Keys are table.column (in the schema public) or ' +
          'schema.table.column; each takes a list of values, or a mapping with accept and options.',
        examples: [{ 'content_plans.status': ['draft', 'active', 'archived'] }],
      }),
    ignore: ignoreSection.optional(),
    unexpected: unexpectedSection.optional(),
    severity: severitySection.optional(),
    compare: compareSection.optional(),
    schemas: z
      .array(filledText)
      .min(1, { error: 'must name at least one schema' })
      .optional()
      .meta({
        description: 'The database schemas to compare. Left out: those in which the expectation has objects.',
        examples: [['public', 'app']],
      }),
    tool: toolSection.optional(),
    head: headSection.optional(),
    compile: compileSection.optional(),
    compileTimeout: duration(
      defaults.compileTimeoutMs,
      'Longest time for running the migrations in the embedded database.',
    ),
  })
  .meta({
    description: 'One expected state: what the migrations make, and the values that its columns may hold.',
    anyOf: [{ required: ['migrations'] }, { required: ['base'] }],
  });

const settleError = 'must be a whole number with its unit: 0s, 500ms, 20s or 2m';

const tlsMode = z.enum(['verify', 'no-verify', 'off']);

const environment = z
  .strictObject({
    expectation: z
      .union(
        [
          z.string(),
          z.strictObject({
            like: z.string().meta({ description: 'The name of the environment whose database this one must equal.' }),
          }),
        ],
        { error: 'must be the name of an expectation, or a mapping with `like`' },
      )
      .meta({
        description:
          'The name of the expectation that this database must match, or { like: prod }: what another environment holds.',
        examples: ['content', { like: 'prod' }],
      }),
    url: filledText
      .regex(variableSyntaxPattern, { error: `holds a "\${" that is no variable: write \${NAME}` })
      .optional()
      .meta({
        description:
          `The connection URL: postgres://, postgresql://, or the form that SQLAlchemy takes. \${NAME} stands for an ` +
          'environment variable, also one from the .env file beside this file. A variable that stands for the user or ' +
          'the password alone needs no percent encoding. Either this, `secret` or `iam`.',
        examples: [`\${STAGING_URL}`, `postgresql://app:\${DB_PASSWORD}@db.example.com:5432/content`],
      }),
    secret: plainText.optional().meta({
      description:
        'The name or ARN of a secret in AWS Secrets Manager: JSON as RDS writes it, or a connection URL. Either this, ' +
        '`url` or `iam`.',
      examples: ['prod/content-db'],
    }),
    iam: plainText.optional().meta({
      description:
        'The database user to log in as by RDS IAM authentication, without any password. Needs `host` and `database`.',
      examples: ['driftline'],
    }),
    host: plainText
      .optional()
      .meta({ description: 'Completes or overrides the host that `secret` names; the host for `iam`.' }),
    port: z
      .int()
      .min(1, { error: 'must be between 1 and 65535' })
      .max(65_535, { error: 'must be between 1 and 65535' })
      .optional()
      .meta({ description: 'Completes or overrides the port that `secret` names; for `iam` 5432 unless said.' }),
    database: plainText
      .optional()
      .meta({ description: 'Completes or overrides the database that `secret` names; the database for `iam`.' }),
    tls: z
      .union(
        [
          tlsMode,
          z.strictObject({
            mode: tlsMode.optional().meta({ description: 'As the short form.', default: 'verify' }),
            ca: filledText.optional().meta({
              description: "A PEM file of certificate authorities to trust besides the system's.",
              examples: ['certs/rds-global-bundle.pem'],
            }),
          }),
        ],
        { error: 'must be verify, no-verify or off, or a mapping with `mode` and `ca`' },
      )
      .optional()
      .meta({
        description:
          'verify: the certificate must be trusted and name the host. no-verify: encrypted only. off: plain text. Left ' +
          'out: verify, but plain text to this same machine.',
      }),
    repair: repairRule.optional().meta({
      description:
        'The most that may be done about drift. off: report it. plan: also show the statements that mend it. safe: ' +
        '`driftline apply` and `driftline check --repair safe` may run those that are without hazard. A mapping sets ' +
        'limits as well.',
      default: defaults.repair,
    }),
    network: z.string().optional().meta({
      description: 'The network of `aws.networks` from which this database is reached. Left out: over the internet.',
    }),
    baseline: filledText.optional().meta({
      description:
        'A file of drifts that are accepted, as `driftline baseline` writes it: only new drift counts. Several ' +
        'environments may share one.',
      examples: ['baseline.json'],
    }),
    settle: z
      .string({ error: settleError })
      .regex(settlePattern, { error: settleError })
      .optional()
      .meta({
        description:
          'When drift is found, look again after this time and report only what both looks saw, so that a deployment ' +
          'under way is not taken for drift. Left out: 0s on the command line, 20s where a schedule runs.',
        examples: ['20s', '0s'],
      }),
    connectTimeout: duration(defaults.connectTimeoutMs, 'Longest time for opening the connection.'),
    lockTimeout: duration(
      defaults.lockTimeoutMs,
      'Longest wait for a lock, also while repairing: so long, at most, does anybody queue behind Driftline.',
    ),
    statementTimeout: duration(defaults.statementTimeoutMs, 'Longest time for any one statement.'),
  })
  .meta({
    description: 'One database that is watched.',
    oneOf: [{ required: ['url'] }, { required: ['secret'] }, { required: ['iam'] }],
  });

/** The whole file. */
export const configFileSchema = z
  .strictObject({
    expectations: z.record(name, expectation).meta({
      description: 'What databases must look like, each under a name of your choice.',
      minProperties: 1,
    }),
    environments: z.record(name, environment).meta({
      description: 'The databases that are watched, each under a name of your choice.',
      minProperties: 1,
    }),
    alerts: alertsSection.optional(),
    aws: awsSection.optional(),
  })
  .meta({
    title: 'driftline.yaml',
    description: 'What Driftline expects of which database.',
  });

export type ConfigFile = z.infer<typeof configFileSchema>;
export type ExpectationEntry = z.infer<typeof expectation>;
export type EnvironmentEntry = z.infer<typeof environment>;
