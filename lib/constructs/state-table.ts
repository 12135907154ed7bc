import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { tableKeys } from '../../lambdas/check/settings.ts';

/**
 * Makes the one table in which a monitor remembers. It outlives the stack: incidents and their mutes are in it.
 *
 * @param isStreamed whether what is written is handed on, for people to be told
 */
export function makeStateTable(scope: Construct, isStreamed: boolean): Table {
  return new Table(scope, 'State', {
    partitionKey: { name: tableKeys.partition, type: AttributeType.STRING },
    sortKey: { name: tableKeys.sort, type: AttributeType.STRING },
    timeToLiveAttribute: tableKeys.expiry,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(isStreamed ? { stream: StreamViewType.NEW_IMAGE } : {}),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Lets a function read and write documents, and nothing else: deleting is left to their expiry. */
export function grantDocuments(table: Table, grantee: IGrantable): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    resourceArns: [table.tableArn],
  });
}
