import { Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/**
 * Says why a finding of the AWS Solutions checks is meant to be, so that whoever runs them over their app reads the
 * reason instead of looking for it. Holds for the construct and what is in it.
 *
 * @param rule `S1`
 */
export function explainFinding(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

/** Says why a policy holds one wildcard; others in it remain findings. */
export function explainWildcard(construct: IConstruct, resource: string, reason: string): void {
  explainFinding(construct, `IAM5[Resource::${flatten(Stack.of(construct).resolve(resource))}]`, reason);
}

/** Says so for a schedule that invokes a function: its role, which is the stack's, may invoke every version of it. */
export function explainInvocation(construct: IConstruct, { functionArn }: IFunction): void {
  explainWildcard(Stack.of(construct), `${functionArn}:*`, 'The right to invoke a function covers its versions.');
}

/** Writes a CloudFormation value as the checks name it in their findings. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Intrinsic;
  if (join !== undefined) return join[1].map(flatten).join(join[0]);
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (ref !== undefined) return `<${ref}>`;
  return JSON.stringify(value);
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly [string, string];
}
