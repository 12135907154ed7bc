import { DriftlineError } from '../../errors.ts';
import type { Connection } from '../config.ts';
import type { Variables } from '../interpolate.ts';

type IamConnection = Extract<Connection, { readonly kind: 'iam' }>;

/**
 * Makes a connection URL whose password is a token of RDS IAM authentication, good for fifteen minutes. The token is
 * signed here: nothing is asked of AWS. The SDK is loaded only now.
 *
 * See https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 *
 * @throws DriftlineError `aws-region-missing`, `aws-credentials-missing`
 */
export async function urlWithToken(connection: IamConnection, variables: Variables): Promise<string> {
  const { user, host, port, database, at } = connection;
  const region = connection.region ?? regionOfHost(host) ?? variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION;
  if (!region) {
    throw new DriftlineError('aws-region-missing', `${at}: no AWS region is known for ${host}`, {
      remedy: "Set AWS_REGION, or name the host by RDS's own endpoint.",
    });
  }
  const { Signer } = await import('@aws-sdk/rds-signer');
  const { AWS_PROFILE: profile } = variables;
  const signer = new Signer({ hostname: host, port, username: user, region, ...(profile ? { profile } : {}) });
  const token = await signer.getAuthToken().catch(() => {
    throw new DriftlineError('aws-credentials-missing', `${at}: no AWS credentials were found to log in as ${user}`, {
      remedy: 'Log in (`aws sso login`), set AWS_PROFILE, or run where a role is attached.',
    });
  });
  const authority = `${encodeURIComponent(user)}:${encodeURIComponent(token)}@${host}:${port}`;
  return `postgresql://${authority}/${encodeURIComponent(database)}`;
}

/** `db.cluster-abc.eu-central-1.rds.amazonaws.com` */
function regionOfHost(host: string): string | undefined {
  return /\.([a-z0-9-]+)\.rds\.amazonaws\.com(\.cn)?$/.exec(host)?.[1];
}
