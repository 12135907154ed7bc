import type { AlertSettings } from '../alerts/settings.ts';
import type { Extra } from '../catalog/extras.ts';
import type { BaselineEntry } from '../diff/baseline.ts';
import type { IgnoreRule } from '../diff/ignore-rules.ts';
import type { SeverityRule } from '../diff/severity-rules.ts';
import type { UnexpectedRule } from '../diff/unexpected-rule.ts';
import type { TlsSetting } from '../engines/engine.ts';
import type { MigrationReaderName } from '../migrations/migration.ts';
import type { RepairLimits } from '../plan/hold-statements.ts';
import type { RepairPolicy } from '../plan/statement.ts';
import type { ValueCheck } from '../values/value-check.ts';
import type { AwsSettings } from './aws-settings.ts';

/** A configuration that has been read and found sound. Paths are absolute; secrets are not resolved yet. */
export interface Config {
  /** The file it came from, as people would name it. */
  readonly file: string;
  /** The folder that relative paths in it start from. */
  readonly baseDir: string;
  readonly expectations: { readonly [name: string]: Expectation };
  readonly environments: { readonly [name: string]: Environment };
  /** How it is deployed to AWS; absent: as the defaults say. */
  readonly aws?: AwsSettings;
  /** Whom to tell of drift; absent: nobody. */
  readonly alerts?: AlertSettings;
}

/** A named expected state. */
export interface Expectation {
  readonly name: string;
  readonly engine: string;
  /** Folders and files of SQL, in order. */
  readonly migrations: readonly string[];
  /** A snapshot that the migrations start from. */
  readonly base?: string;
  readonly values: readonly ValueCheck[];
  readonly ignore: readonly IgnoreRule[];
  /** Whether objects that the migrations do not know are drift. */
  readonly unexpected: UnexpectedRule;
  /** Severities other than the default ones; the first rule that matches wins. */
  readonly severity?: readonly SeverityRule[];
  /** What is compared besides: comments, owners, grants. */
  readonly extras?: readonly Extra[];
  /** The schemas to compare; absent: those in which the expectation has objects. */
  readonly schemas?: readonly string[];
  /** The tool that the migrations are for; absent: the one whose marks they bear. */
  readonly tool?: MigrationReaderName;
  /** Absent: the last of the migrations, where they bear the marks of a tool. `off`: heads are not looked at. */
  readonly head?: HeadRule | 'off';
  /** The name of the environment that is itself what is expected, instead of migrations. */
  readonly like?: string;
  /** The server on which migrations are compiled that cannot be embedded; absent: the embedded database. */
  readonly compileOn?: Extract<Connection, { kind: 'url' }>;
  readonly compileTimeoutMs: number;
}

/** Which migrations a tool should have applied last. */
export interface HeadRule {
  /** `alembic`, `drizzle`; absent: the tool that the migrations are for. */
  readonly tool?: string;
  /** What the tool's table should name, or the path of the tool's own list (Drizzle); absent: the last migration. */
  readonly heads?: readonly string[];
}

/** One database that is watched. */
export interface Environment {
  readonly name: string;
  readonly expectation: string;
  readonly connection: Connection;
  /** Absolute: the folder that a relative path in the connection's URL starts from; absent: the working folder. */
  readonly baseDir?: string;
  readonly tls?: Omit<TlsSetting, 'ca'> & { /** Path of a PEM file. */ readonly caFile?: string };
  readonly repair: RepairPolicy;
  /** What a repair may do where the policy is `safe`; absent: as the defaults say. */
  readonly repairLimits?: RepairLimits;
  /** The name of the AWS network that it is reached from; absent: over the internet. */
  readonly network?: string;
  /** Drifts that are accepted. */
  readonly baseline?: EnvironmentBaseline;
  /** How long after a look that found drift the second one follows; absent: as whoever runs the check has it. */
  readonly settleMs?: number;
  readonly connectTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** What of a baseline concerns one environment. */
export interface EnvironmentBaseline {
  /** The file, as people would name it. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
  /** What has not been written yet: the file that is named, or in it anything about this environment. */
  readonly absent?: 'file' | 'environment';
}

/** A URL in which `${NAME}` stands for an environment variable, or the name of a secret in AWS Secrets Manager. */
export type Connection =
  | { readonly kind: 'url'; readonly template: string /** `driftline.yaml:12:10` */; readonly at: string }
  | {
      readonly kind: 'secret';
      readonly secretId: string;
      /** What the secret leaves out: a managed master secret holds only username and password. */
      readonly host?: string;
      readonly port?: number;
      readonly database?: string;
      readonly at: string;
    }
  | {
      /** RDS IAM authentication: who may take the role is who may log in, and no secret exists. */
      readonly kind: 'iam';
      readonly user: string;
      readonly host: string;
      readonly port: number;
      readonly database: string;
      /** Absent: what the host's name or the environment variables say. */
      readonly region?: string;
      readonly at: string;
    };
