import { rmSync } from 'node:fs';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { variables, type Watched } from '../../lambdas/check/settings.ts';
import { nodeOptions, stageCode } from './check-code.ts';
import { explainWildcard } from './explain-finding.ts';

/** Where in the network a function runs. */
export interface FunctionNetwork {
  readonly vpc: IVpc;
  /** @default the private subnets */
  readonly subnets?: SubnetSelection;
  /** @default a new one that allows all outbound traffic */
  readonly securityGroups?: readonly ISecurityGroup[];
}

export interface CheckFunctionProps {
  /** The service that its metrics and logs are of. */
  readonly monitor: string;
  readonly watched: Watched;
  readonly withArbiter: boolean;
  /** Secrets, by environment, whose ARNs are known at deployment only. */
  readonly lateSecrets: { readonly [environment: string]: string };
  /** @default outside any VPC: for databases that the internet reaches */
  readonly network?: FunctionNetwork;
  readonly settings: { readonly [variable: string]: string };
  readonly logGroup: ILogGroup;
  readonly failures: IQueue;
  readonly timeout: Duration;
  readonly memorySizeMb: number;
  readonly reservedConcurrency: number | undefined;
}

/** Lambda's environment variables take 4 KB in all. */
const mostLateSecrets = 30;

/** Makes a function that checks, with a role of its own that may do no more than every check function must. */
export function makeCheckFunction(scope: Construct, id: string, props: CheckFunctionProps): LambdaFunction {
  const { network, logGroup, lateSecrets } = props;
  if (Object.keys(lateSecrets).length > mostLateSecrets) {
    throw new RangeError(
      `more than ${mostLateSecrets} secrets of ${id} are made in the same app: name them by ARN, or find them by tag`,
    );
  }
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  if (network !== undefined) {
    allowNetworkInterfaces(role);
    denyNetworkInterfacesToCode(role, scope);
  }
  const staged = stageCode(props);
  // The CDK has its own copy as soon as the function is made.
  try {
    return new LambdaFunction(scope, id, functionProps(staged, scope, role, props));
  } finally {
    rmSync(staged, { recursive: true });
  }
}

function functionProps(folder: string, scope: Construct, role: Role, props: CheckFunctionProps): FunctionProps {
  const { network, logGroup, lateSecrets } = props;
  return {
    description: `Checks ${Object.keys(props.watched.environments).length} databases for drift`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(folder),
    role,
    timeout: props.timeout,
    memorySize: props.memorySizeMb,
    ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
    ...(network === undefined ? {} : networkProps(network)),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: {
      // Node.js 20 and later do not load Amazon's certificate authorities, which sign the certificates of RDS.
      NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      NODE_OPTIONS: nodeOptions(props.memorySizeMb, props.withArbiter),
      [variables.monitor]: props.monitor,
      ...props.settings,
      ...(Object.keys(lateSecrets).length === 0
        ? {}
        : { [variables.secrets]: Stack.of(scope).toJsonString(lateSecrets) }),
    },
    onFailure: new SqsDestination(props.failures),
    retryAttempts: 2,
    maxEventAge: Duration.hours(1),
  };
}

function networkProps({ vpc, subnets, securityGroups }: FunctionNetwork) {
  return {
    vpc,
    ...(subnets === undefined ? {} : { vpcSubnets: subnets }),
    ...(securityGroups === undefined ? { allowAllOutbound: true } : { securityGroups: [...securityGroups] }),
  };
}

const networkInterfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lambda itself, in the role's name, makes the interfaces by which a function is in a VPC. */
function allowNetworkInterfaces(role: Role): void {
  role.addToPolicy(new PolicyStatement({ actions: networkInterfaceActions, resources: ['*'] }));
  explainWildcard(role, '*', 'Network interfaces are made by actions that take no resource, denied to the code.');
}

/**
 * The same rights are useless to the function's code, so it is denied them.
 * See https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice
 */
function denyNetworkInterfacesToCode(role: Role, scope: Construct): void {
  const anyFunction = {
    service: 'lambda',
    resource: 'function',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  };
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: networkInterfaceActions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': Stack.of(scope).formatArn(anyFunction) } },
    }),
  );
}
