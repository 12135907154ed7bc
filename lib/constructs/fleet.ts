import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  DefinitionBody,
  DistributedMap,
  Errors,
  JsonPath,
  LogLevel,
  ProcessorMode,
  ProcessorType,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { explainWildcard } from './explain-finding.ts';

/** How a fleet is gone through. */
export interface FleetOptions {
  /**
   * How many environments are checked at the same time, each by an invocation of its own.
   * @default 20
   */
  readonly maxConcurrency?: number;
  /**
   * How many environments in a hundred may be lost without a word (not even their failure could be told) before the
   * whole run counts as failed.
   * @default 5
   */
  readonly toleratedFailurePercentage?: number;
}

export interface FleetProps extends FleetOptions {
  readonly checkFunction: IFunction;
  readonly failures: IQueue;
  readonly logGroup: ILogGroup;
}

/** Longest time for one environment: an express execution ends after five minutes. */
export const longestFleetCheck = Duration.seconds(270);

/**
 * Checks environments each by an invocation of its own: asks the function for their names, then goes through them side by side.
 * An environment whose check fails is told to the failures' queue and stops nobody.
 *
 * Children are express executions: at a thousand environments an hour, standard ones would cost more than the checks.
 * See https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function makeFleet(scope: Construct, id: string, props: FleetProps): StateMachine {
  const { checkFunction, failures, logGroup } = props;
  const list = new LambdaInvoke(scope, `${id}List`, {
    lambdaFunction: checkFunction,
    payload: TaskInput.fromObject({ list: 'environments' }),
    resultSelector: { 'environments.$': '$.Payload.environments' },
    resultPath: '$.listed',
  });
  const each = new DistributedMap(scope, `${id}Environments`, {
    itemsPath: '$.listed.environments',
    maxConcurrency: props.maxConcurrency ?? 20,
    toleratedFailurePercentage: props.toleratedFailurePercentage ?? 5,
    mapExecutionType: StateMachineType.EXPRESS,
    itemSelector: {
      event: {
        'environments.$': 'States.Array($$.Map.Item.Value)',
        'scheduledTime.$': '$.scheduledTime',
        'executionId.$': '$.executionId',
        'repair.$': '$.repair',
      },
    },
    resultPath: JsonPath.DISCARD,
  });
  each.itemProcessor(checkOne(scope, id, checkFunction, failures), {
    mode: ProcessorMode.DISTRIBUTED,
    executionType: ProcessorType.EXPRESS,
  });
  const machine = new StateMachine(scope, id, {
    definitionBody: DefinitionBody.fromChainable(list.next(each)),
    stateMachineType: StateMachineType.STANDARD,
    timeout: Duration.hours(1),
    tracingEnabled: true,
    logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
  });
  explainWildcard(machine, '*', 'Logs and traces are delivered by actions that take no resource.');
  explainWildcard(machine, `${checkFunction.functionArn}:*`, 'Any version of the one function may be invoked.');
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  const { resourceName = '' } = Stack.of(scope).splitArn(machine.stateMachineArn, arnFormat);
  const executions = Stack.of(scope).formatArn({ service: 'states', resource: 'execution', resourceName, arnFormat });
  for (const names of [`${executions}:*`, `${executions}/*:*`]) {
    explainWildcard(machine, names, 'A distributed map starts and ends executions of its own machine, and names them.');
  }
  return machine;
}

function checkOne(scope: Construct, id: string, checkFunction: IFunction, failures: IQueue): LambdaInvoke {
  const check = new LambdaInvoke(scope, `${id}Check`, {
    lambdaFunction: checkFunction,
    payload: TaskInput.fromJsonPathAt('$.event'),
    // What it answers is recorded where it runs; a second delivery answers in other words.
    resultPath: JsonPath.DISCARD,
    taskTimeout: Timeout.duration(longestFleetCheck),
  });
  const tell = new SqsSendMessage(scope, `${id}TellFailure`, {
    queue: failures,
    messageBody: TaskInput.fromJsonPathAt('$'),
  });
  check.addCatch(tell, { errors: [Errors.ALL], resultPath: '$.error' });
  return check;
}
