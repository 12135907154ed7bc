import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { reportPrefix } from '../../lambdas/check/settings.ts';
import { variables } from '../../lambdas/widget/settings.ts';
import { bundleFolder } from './bundle-folder.ts';
import { explainWildcard } from './explain-finding.ts';

export interface WidgetFunctionProps {
  readonly table: Table;
  readonly reports: Bucket;
  readonly logGroup: ILogGroup;
}

/** Makes the function behind the dashboard's widget: it reads what checks have kept, and may do nothing else. */
export function makeWidgetFunction(scope: Construct, id: string, props: WidgetFunctionProps): LambdaFunction {
  const { table, reports, logGroup } = props;
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  Grant.addToPrincipal({
    grantee: role,
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resourceArns: [table.tableArn],
  });
  const kept = reports.arnForObjects(`${reportPrefix}*`);
  explainWildcard(role, kept, 'Each report has a name of its own under one prefix.');
  Grant.addToPrincipal({ grantee: role, actions: ['s3:GetObject'], resourceArns: [kept] });
  return new LambdaFunction(scope, id, {
    description: 'Shows in the CloudWatch console which databases drifted',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(bundleFolder('widget')),
    role,
    timeout: Duration.seconds(30),
    memorySize: 512,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: { [variables.table]: table.tableName, [variables.bucket]: reports.bucketName },
  });
}
