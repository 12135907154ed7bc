import { Match } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { readWidgetEvent } from '../../lambdas/widget/event.ts';
import { resourcesOf, statements, synthesize } from './synthesize.ts';

interface Widget {
  readonly type: string;
  readonly properties: { readonly endpoint?: string; readonly params?: object; readonly metrics?: readonly unknown[] };
}

/** The widgets of the template's dashboard, its references written by their names. */
function widgetsOf(template: ReturnType<ReturnType<typeof synthesize>['template']>): readonly Widget[] {
  const [dashboard] = resourcesOf(template, 'AWS::CloudWatch::Dashboard');
  const { 'Fn::Join': join } = dashboard?.Properties.DashboardBody as {
    'Fn::Join': readonly [string, readonly unknown[]];
  };
  const text = join[1].map((part) => (typeof part === 'string' ? part : named(part))).join('');
  return JSON.parse(text).widgets;
}

function named(reference: unknown): string {
  const { Ref: ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return ref ?? attribute?.join('.') ?? '';
}

describe('the dashboard', () => {
  test('shows the matrix by a function, and metrics over time', () => {
    const [custom, ...graphs] = widgetsOf(synthesize().template());
    expect(custom).toMatchObject({ type: 'custom', properties: { endpoint: expect.stringMatching(/Widget.*\.Arn$/) } });
    expect(graphs.map(({ type }) => type)).toEqual(['metric', 'metric', 'metric', 'metric', 'metric']);
    for (const { properties } of graphs) expect(JSON.stringify(properties.metrics)).toContain('"Driftline"');
  });

  test('passes what the function understands: whom to check, and no button that repairs', () => {
    const [custom] = widgetsOf(synthesize().template());
    expect(readWidgetEvent(custom?.properties.params)).toEqual({
      kind: 'overview',
      theme: 'light',
      checks: [{ endpoint: expect.stringMatching(/Check.*\.Arn$/) }],
      mayRepair: false,
    });
  });

  test('names the groups where there are several, and lets repair be asked for where that is wanted', () => {
    const { template } = synthesize(() => ({
      groups: { archive: { environments: ['dev'] } },
      dashboard: { name: 'databases', repairButton: true },
    }));
    const made = template();
    made.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'databases' });
    const [custom] = widgetsOf(made);
    expect(custom?.properties.params).toMatchObject({
      checks: [{ group: 'default' }, { group: 'archive' }],
      mayRepair: true,
    });
  });

  test('is not made where nobody wants it', () => {
    const { template, monitor, stack } = synthesize(() => ({ dashboard: false }));
    template().resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    template().resourceCountIs('AWS::Lambda::Function', 1);
    expect(() => monitor.grantLook(new Role(stack, 'Person', { assumedBy: new AccountRootPrincipal() }))).toThrow(
      'has no dashboard',
    );
  });
});

test('the function behind the widget may read what was kept, and nothing else', () => {
  const { template } = synthesize();
  const made = template();
  made.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: 30,
    VpcConfig: Match.absent(),
    Environment: { Variables: { DRIFTLINE_TABLE: Match.anyValue(), DRIFTLINE_REPORTS: Match.anyValue() } },
  });
  const policies = Object.entries(made.findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('Widget'));
  const actions = policies.flatMap(([, { Properties: it }]) =>
    it.PolicyDocument.Statement.flatMap(
      (statement: { readonly Action: string | readonly string[] }) => statement.Action,
    ),
  );
  expect(actions.sort()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:Query',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:GetObject',
  ]);
});

test('somebody can be allowed to look without being allowed to check', () => {
  const { monitor, stack, template } = synthesize();
  monitor.grantLook(new Role(stack, 'Person', { assumedBy: new AccountRootPrincipal() }));
  const invokes = statements(template()).filter((it) => it.includes('lambda:InvokeFunction'));
  expect(invokes.some((it) => it.includes('Widget'))).toBe(true);
});
