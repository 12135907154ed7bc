import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { catalogPrefix, reportPrefix } from '../../lambdas/check/settings.ts';
import { explainFinding, explainWildcard } from './explain-finding.ts';

/** Makes the bucket of whole reports: private, encrypted, emptied by age. */
export function makeReportBucket(scope: Construct, retention: Duration): Bucket {
  const bucket = new Bucket(scope, 'Reports', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { prefix: reportPrefix, expiration: retention },
      // Older than a day they are not looked at any more.
      { prefix: catalogPrefix, expiration: Duration.days(2) },
    ],
  });
  explainFinding(bucket, 'S1', 'A log of who read reports is for its owner to want: set serverAccessLogsBucket then.');
  return bucket;
}

/** Lets a function add reports, and neither read, replace nor remove anything else. */
export function grantAddReports(bucket: Bucket, grantee: IFunction): Grant {
  const reports = bucket.arnForObjects(`${reportPrefix}*`);
  explainWildcard(grantee.role ?? grantee, reports, 'Each report has a name of its own under one prefix.');
  return Grant.addToPrincipal({
    grantee,
    actions: ['s3:PutObject'],
    resourceArns: [reports],
  });
}

/** Lets a function keep catalogs, and read them again. */
export function grantKeepCatalogs(bucket: Bucket, grantee: IFunction): Grant {
  const catalogs = bucket.arnForObjects(`${catalogPrefix}*`);
  explainWildcard(grantee.role ?? grantee, catalogs, 'Each catalog has a name of its own under one prefix.');
  return Grant.addToPrincipal({
    grantee,
    actions: ['s3:GetObject', 's3:PutObject'],
    resourceArns: [catalogs],
  });
}
