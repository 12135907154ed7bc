import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startMoto } from '../support/aws/moto.ts';
import { account, region, runCdk } from './cdk-on-moto.ts';

const moto = await startMoto('the map over a fleet, executed');
afterAll(() => moto?.stop());

const configuration = `expectations:
  content: { migrations: migrations.sql }
environments:
  one: { expectation: content, secret: one/db }
aws: { account: "${account}", region: ${region}, fanOut: true }
`;

/** Asks moto as Amazon's own JSON protocol does. */
async function ask<Answer>(url: string, target: string, body: object, schema: z.ZodType<Answer>): Promise<Answer> {
  const [service] = target.split('.');
  const signedFor = { AWSStepFunctions: 'states', AmazonSQS: 'sqs' }[service ?? ''];
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': `application/x-amz-json-1.0`,
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIATEST/20260301/${region}/${signedFor}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  expect(response.status, answer).toBe(200);
  return schema.parse(JSON.parse(answer));
}

async function tellMoto(url: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/moto-api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
}

/** What of the deployed state machine has to be put otherwise. */
const Definition = z.looseObject({
  States: z.looseObject({
    FleetEnvironments: z.looseObject({
      ToleratedFailurePercentage: z.literal(5),
      ResultPath: z.null(),
      ItemProcessor: z.looseObject({
        ProcessorConfig: z.object({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('EXPRESS') }),
      }),
    }),
  }),
});

/**
 * The stand-in knows neither express children nor tolerated failures, and the map's results, which nobody needs on AWS,
 * show here what each check was asked. All else is executed as it is deployed.
 */
function asMotoKnowsIt(text: string): string {
  const definition = Definition.parse(JSON.parse(text));
  const { ToleratedFailurePercentage, ResultPath, ...map } = definition.States.FleetEnvironments;
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const FleetEnvironments = { ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig } };
  return JSON.stringify({ ...definition, States: { ...definition.States, FleetEnvironments } });
}

/** Starts an execution and waits for its end. */
async function execute(url: string, definition: string, roleArn: string) {
  const made = z.object({ stateMachineArn: z.string() });
  const { stateMachineArn } = await ask(
    url,
    'AWSStepFunctions.CreateStateMachine',
    { name: 'fleet', definition: asMotoKnowsIt(definition), roleArn },
    made,
  );
  const input = JSON.stringify({ scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e1', repair: 'plan' });
  const start = { stateMachineArn, name: 'run', input };
  const { executionArn } = await ask(
    url,
    'AWSStepFunctions.StartExecution',
    start,
    z.object({ executionArn: z.string() }),
  );
  const state = z.object({ status: z.string(), output: z.string().optional() });
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    const execution = await ask(url, 'AWSStepFunctions.DescribeExecution', { executionArn }, state);
    if (execution.status !== 'RUNNING' || Date.now() > end) return execution;
  }
}

if (moto !== undefined) {
  const { url } = moto;
  describe('the map over a fleet, executed by a stand-in for Step Functions', () => {
    test('asks for the names and has each environment checked by an invocation of its own', {
      timeout: 240_000,
    }, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'driftline-fleet-'));
      try {
        await writeFile(join(folder, 'driftline.yaml'), configuration);
        await writeFile(join(folder, 'migrations.sql'), 'create table looks (id integer primary key);');
        const out = join(folder, 'cdk.out');
        await mkdir(out);
        const config = ['-c', `config=${join(folder, 'driftline.yaml')}`];
        await runCdk(url, out, 'bootstrap', `aws://${account}/${region}`, ...config);
        await runCdk(url, out, 'deploy', '--all', '--require-approval', 'never', ...config);

        const { stateMachines } = await ask(
          url,
          'AWSStepFunctions.ListStateMachines',
          {},
          z.object({ stateMachines: z.tuple([z.object({ stateMachineArn: z.string() })]) }),
        );
        const { definition, roleArn } = await ask(
          url,
          'AWSStepFunctions.DescribeStateMachine',
          stateMachines[0],
          z.object({ definition: z.string(), roleArn: z.string() }),
        );
        // What executes state machines does not know those that CloudFormation made: it is given the same definition.
        await tellMoto(url, 'config', {
          stepfunctions: { execute_state_machine: true },
          lambda: { use_docker: false },
        });

        const environments = ['one', 'two', 'three'];
        await tellMoto(url, 'static/lambda-simple/response', {
          results: [JSON.stringify({ environments })],
          account_id: account,
          region,
        });
        const { status, output } = await execute(url, definition, roleArn);
        expect(status).toBe('SUCCEEDED');
        const asked = environments.map((environment) => ({
          event: {
            environments: [environment],
            scheduledTime: '2026-03-01T10:00:00Z',
            executionId: 'e1',
            repair: 'plan',
          },
        }));
        expect(JSON.parse(output ?? 'null')).toEqual(asked);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}
