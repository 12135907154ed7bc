import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** The part of the simulator that is used. It is not installed with the project, so its types are not there either. */
interface Simulator {
  readonly runSimulation: (
    simulation: object,
    options: object,
  ) => Promise<{ readonly overallResult?: string; readonly resultType: string; readonly errors?: unknown }>;
}

type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
>;

const account = '111111111111';

/** A made-up ARN in the account that everything is in. */
export const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;

/** What CloudFormation would make, by type: `AWS::S3::Bucket`, or by type and attribute: `AWS::DynamoDB::Table.StreamArn`. */
const arns: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': arn('dynamodb', 'table/own'),
  'AWS::DynamoDB::Table.StreamArn': arn('dynamodb', 'table/own/stream/1'),
  'AWS::S3::Bucket': 'arn:aws:s3:::own',
  'AWS::SQS::Queue': arn('sqs', 'own'),
  'AWS::Logs::LogGroup': arn('logs', 'log-group:own:*'),
};

/** Asks whether a role may do something, as IAM would answer. */
export type MayI = (action: string, resource: string, contextVariables?: object) => Promise<boolean>;

/** Simulates the roles of a stack whose names hold a word, with made-up ARNs in the place of what would be made. */
export async function simulateRole(stack: Stack, word: string): Promise<MayI> {
  const name = '@cloud-copilot/iam-simulate';
  const simulator = (await import(name)) as Simulator;
  const resources: Resources = Template.fromStack(stack).toJSON().Resources;
  const identityPolicies = Object.entries(resources).flatMap(([id, { Type: type, Properties: properties }]) => {
    if (type !== 'AWS::IAM::Policy' || !JSON.stringify(properties.Roles ?? []).includes(word)) return [];
    const policy = resolve(properties.PolicyDocument, resources) as object;
    return [{ name: id, policy: { Version: '2012-10-17', ...policy } }];
  });
  return async (action, resource, contextVariables = {}) => {
    const principal = `arn:aws:iam::${account}:role/${word}`;
    const request = { principal, action, resource: { resource, accountId: account }, contextVariables };
    const answer = await simulator.runSimulation(
      { request, identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [] },
      {},
    );
    if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
    return answer.overallResult === 'Allowed';
  };
}

function resolve(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((it) => resolve(it, resources));
  if (typeof value !== 'object' || value === null) return value;
  const {
    Ref: ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly [string, string];
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (ref === 'AWS::Partition') return 'aws';
  if (attribute !== undefined) return arnOf(resources[attribute[0]]?.Type ?? '', attribute[1]);
  if (join !== undefined) return join[1].map((it) => resolve(it, resources)).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, resolve(it, resources)]));
}

function arnOf(type: string, attribute: string): string {
  return arns[`${type}.${attribute}`] ?? arns[type] ?? `unforeseen ${type}`;
}
