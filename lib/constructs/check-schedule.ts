import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  type ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import {
  LambdaInvoke,
  type ScheduleTargetBaseProps,
  StepFunctionsStartExecution,
} from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { RepairPolicy } from '../plan/statement.ts';
import { explainInvocation } from './explain-finding.ts';

export interface CheckScheduleProps {
  readonly schedule: ScheduleExpression;
  readonly target: { readonly checkFunction: IFunction } | { readonly fleet: IStateMachine };
  /** The most that a scheduled run may do about drift. */
  readonly repair: RepairPolicy;
  /** Takes what could not be delivered. */
  readonly failures: IQueue;
}

/**
 * Asks for a check again and again. The event carries the time that was meant, which is what makes a time that is
 * delivered twice one run.
 *
 * EventBridge Scheduler would by itself retry for a day: a check that late says nothing, the next one is due by then.
 */
export function makeSchedule(scope: Construct, id: string, props: CheckScheduleProps): Schedule {
  const settings: ScheduleTargetBaseProps = {
    retryAttempts: 2,
    maxEventAge: Duration.hours(1),
    deadLetterQueue: props.failures,
    input: ScheduleTargetInput.fromObject({
      scheduledTime: ContextAttribute.scheduledTime,
      executionId: ContextAttribute.executionId,
      repair: props.repair,
    }),
  };
  const { target } = props;
  if ('checkFunction' in target) explainInvocation(scope, target.checkFunction);
  return new Schedule(scope, id, {
    description: 'Checks the databases for drift',
    schedule: props.schedule,
    timeWindow: TimeWindow.flexible(Duration.minutes(5)),
    target:
      'fleet' in target
        ? new StepFunctionsStartExecution(target.fleet, settings)
        : new LambdaInvoke(target.checkFunction, settings),
  });
}
