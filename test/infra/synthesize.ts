import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Config, Environment } from '../../lib/config/config.ts';
import { DriftMonitor } from '../../lib/constructs/drift-monitor.ts';
import type { DriftMonitorProps } from '../../lib/constructs/drift-monitor-props.ts';

/** An environment whose secret is called after it. */
export function environment(name: string, but: Partial<Environment> = {}): Environment {
  return {
    name,
    expectation: 'content',
    connection: { kind: 'secret', secretId: `${name}/db`, at: 'driftline.yaml:9:13' },
    repair: 'plan',
    connectTimeoutMs: 10_000,
    lockTimeoutMs: 2_000,
    statementTimeoutMs: 30_000,
    ...but,
  };
}

/** A configuration of these environments, with nothing to compile. */
export function configOf(...environments: readonly Environment[]): Config {
  return {
    file: 'driftline.yaml',
    baseDir: '/project',
    expectations: {},
    environments: Object.fromEntries(environments.map((it) => [it.name, it])),
  };
}

export const expectations: DriftMonitorProps['expectations'] = {
  content: {
    name: 'content',
    engine: 'postgresql',
    snapshot: { formatVersion: 2, engine: 'postgresql', serverVersion: '18.0', objects: {}, dependencies: {} },
    rules: { ignore: [], unexpected: 'ignore' },
    values: [],
    diagnostics: [],
  },
};

/** The CDK's own validation at its strictest, and no bundling, since the function is bundled already. */
export const strictContext = { '@aws-cdk/core:validateAgainstDefaultRules': true };

export interface Synthesized {
  readonly app: App;
  readonly stack: Stack;
  readonly monitor: DriftMonitor;
  /** Synthesizes at the first call. */
  readonly template: () => Template;
}

/** Puts a monitor into a stack of its own. */
export function synthesize(
  props: (stack: Stack) => Partial<DriftMonitorProps> = () => ({}),
  stackProps: StackProps = { env: { account: '111111111111', region: 'eu-central-1' } },
): Synthesized {
  const app = new App({ context: strictContext, analyticsReporting: false });
  const stack = new Stack(app, 'Watch', stackProps);
  const monitor = new DriftMonitor(stack, 'Drift', {
    config: configOf(environment('prod'), environment('dev')),
    expectations,
    // Staging it each time would only cost time.
    arbiter: false,
    ...props(stack),
  });
  return { app, stack, monitor, template: () => Template.fromStack(stack) };
}

/** A VPC and a subnet of it, by made-up ids. */
export function networkOf(stack: Stack, id: string) {
  const vpc = Vpc.fromVpcAttributes(stack, id, {
    vpcId: `vpc-0000000000000000${id}`,
    availabilityZones: ['eu-central-1a'],
  });
  const subnets = { subnets: [Subnet.fromSubnetId(stack, `${id}-subnet`, `subnet-0000000000000000${id}`)] };
  return { vpc, subnets };
}

export type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };

export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.values(template.findResources(type)) as unknown as readonly Resource[];
}

/** Every statement that a policy of the template holds, as text, to search in. */
export function statements(template: Template): readonly string[] {
  return [...resourcesOf(template, 'AWS::IAM::Policy'), ...resourcesOf(template, 'AWS::IAM::Role')].flatMap(
    (policy) => {
      const document = policy.Properties.PolicyDocument as { Statement: readonly unknown[] } | undefined;
      return (document?.Statement ?? []).map((statement) => JSON.stringify(statement));
    },
  );
}
