import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Environment } from '../config/config.ts';
import { namesFile } from '../config/names-file.ts';
import { DriftlineError } from '../errors.ts';
import { explainWildcard } from './explain-finding.ts';

/** Environments as a function in AWS reaches them: each by a secret, or by RDS IAM authentication. */
export interface ReachableEnvironments {
  readonly environments: { readonly [name: string]: Environment };
  /** Secrets, by environment, whose ARNs are known at deployment only. */
  readonly late: { readonly [environment: string]: string };
  readonly secrets: readonly ISecret[];
  /** Database users that are logged in as without a secret. */
  readonly databaseUsers: readonly string[];
}

/** Where a URL with variables goes in AWS, which has neither a `.env` file nor anybody's shell. */
function conventionalSecretName(environment: string): string {
  return `driftline/${environment}`;
}

/**
 * Finds each environment's secret: the one that is handed in, else the one that the configuration names, else, for an
 * environment with a URL, the one called `driftline/<environment>`, which holds that URL.
 *
 * @throws DriftlineError `database-file-in-aws` for a database that is a file, which no secret takes to AWS
 */
export function reachBySecrets(
  scope: Construct,
  environments: readonly Environment[],
  given: { readonly [environment: string]: ISecret | string },
): ReachableEnvironments {
  const late: { [environment: string]: string } = {};
  const secrets: ISecret[] = [];
  const reachable = environments.map((environment) => {
    const { name, connection } = environment;
    if (connection.kind === 'iam') return [name, environment] as const;
    if (given[name] === undefined) refuseFile(environment);
    const named = connection.kind === 'secret' ? connection.secretId : conventionalSecretName(name);
    const secret = given[name] ?? named;
    const imported = typeof secret === 'string' ? importSecret(scope, name, secret) : secret;
    secrets.push(imported);
    const secretId = typeof secret === 'string' ? secret : secret.secretArn;
    if (Token.isUnresolved(secretId)) late[name] = secretId;
    const told = Token.isUnresolved(secretId) ? named : secretId;
    const reached: Environment['connection'] =
      connection.kind === 'secret'
        ? { ...connection, secretId: told }
        : { kind: 'secret', secretId: told, at: connection.at };
    return [name, { ...environment, connection: reached }] as const;
  });
  const users = environments.flatMap(({ connection }) => (connection.kind === 'iam' ? [connection.user] : []));
  return { environments: Object.fromEntries(reachable), late, secrets, databaseUsers: [...new Set(users)] };
}

function refuseFile({ name, connection }: Environment): void {
  if (connection.kind !== 'url' || !namesFile(connection.template)) return;
  throw new DriftlineError(
    'database-file-in-aws',
    `${connection.at}: the database of ${name} is a file, which a function in AWS cannot open`,
    {
      remedy:
        'Hand in the secret that holds the libsql:// URL of a server (`secrets`), or keep this environment in a configuration of its own, which is checked where the file is.',
    },
  );
}

/**
 * Lets a function log in to databases of this account as these users. Which databases cannot be said: their resource ids
 * are in no configuration.
 *
 * See https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export function grantLogIn(scope: Construct, users: readonly string[], grantee: IFunction): void {
  if (users.length === 0) return;
  const arns = users.map((user) =>
    Stack.of(scope).formatArn({
      service: 'rds-db',
      resource: 'dbuser',
      resourceName: `*/${user}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  Grant.addToPrincipal({ grantee, actions: ['rds-db:connect'], resourceArns: arns });
  for (const arn of arns)
    explainWildcard(scope, arn, 'The ids of databases are known to RDS alone; the user is named.');
}

/** Lets a function read the current text of these secrets and no other, and decrypt with these keys only through it. */
export function grantReadSecrets(secrets: readonly ISecret[], keys: readonly IKey[], grantee: IGrantable): void {
  const arns = secrets.map(({ secretArn, secretFullArn }) => secretFullArn ?? `${secretArn}-??????`);
  if (arns.length > 0) {
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [...new Set(arns)],
    });
  }
  const own = secrets.flatMap(({ encryptionKey }) => (encryptionKey === undefined ? [] : [encryptionKey]));
  for (const key of new Set([...own, ...keys])) key.grant(grantee, 'kms:Decrypt');
}

/** A secret by its name or ARN; that of `name` in a construct. */
export function importSecret(scope: Construct, environment: string, secret: string): ISecret {
  const id = `Secret ${environment}`;
  if (!secret.startsWith('arn:')) return Secret.fromSecretNameV2(scope, id, secret);
  const isWhole = /-[A-Za-z0-9]{6}$/.test(secret);
  return isWhole ? Secret.fromSecretCompleteArn(scope, id, secret) : Secret.fromSecretPartialArn(scope, id, secret);
}
