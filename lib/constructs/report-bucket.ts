import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { reportPrefix } from '../../lambdas/check/settings.ts';

/** Makes the bucket of whole reports: private, encrypted, emptied by age. */
export function makeReportBucket(scope: Construct, retention: Duration): Bucket {
  return new Bucket(scope, 'Reports', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ prefix: reportPrefix, expiration: retention }],
  });
}

/** Lets a function add reports, and neither read, replace nor remove anything else. */
export function grantAddReports(bucket: Bucket, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['s3:PutObject'],
    resourceArns: [bucket.arnForObjects(`${reportPrefix}*`)],
    scope: bucket,
  });
}
