import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DriftlineError } from '../errors.ts';
import {
  type DocumentKey,
  type DocumentKind,
  type Documents,
  requireWritable,
  type Store,
  type Stored,
  type Write,
} from './store.ts';
import { itemAttributes } from './store-settings.ts';

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
}

/**
 * Keeps documents in one DynamoDB table, one item each.
 *
 * Every write is a transaction, a single one too: the client repeats a transaction whose answer got lost under the
 * same token, so that DynamoDB answers it again instead of finding a conflict with itself.
 * See https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function makeDynamoStore(options: DynamoStoreOptions): Store {
  const { client, tableName } = options;
  const nowSeconds = () => Math.floor(options.now().getTime() / 1000);
  const isThere = (item: Item | undefined): item is Item =>
    item !== undefined && !(Number(item[itemAttributes.expiry]?.N ?? Number.POSITIVE_INFINITY) <= nowSeconds());

  return {
    read: (key) =>
      orUnavailable(tableName, async () => {
        const { Item: item } = await client.send(
          new GetItemCommand({ TableName: tableName, Key: keyItem(key), ConsistentRead: true }),
        );
        return isThere(item) ? reveal(item, key) : undefined;
      }),
    list: (kind, group, { newestFirst = false, limit } = {}) =>
      orUnavailable(tableName, async () => {
        const found: Stored<typeof kind>[] = [];
        const query = {
          TableName: tableName,
          KeyConditionExpression: '#pk = :pk',
          ExpressionAttributeNames: { '#pk': itemAttributes.partition },
          ExpressionAttributeValues: { ':pk': { S: partitionOf(kind, group) } },
          ScanIndexForward: !newestFirst,
          ConsistentRead: true,
          ...(limit === undefined ? {} : { Limit: limit }),
        };
        for await (const page of paginateQuery({ client }, query)) {
          for (const item of page.Items ?? []) {
            if (!isThere(item)) continue;
            found.push(reveal(item, { kind, group, id: item[itemAttributes.sort]?.S ?? '' }));
            if (found.length === limit) return found;
          }
        }
        return found;
      }),
    write: (writes) => {
      requireWritable(writes);
      const items = writes.map((write) => putItem(tableName, write, nowSeconds()));
      return orUnavailable(tableName, () => writeAll(items, options));
    },
  };
}

type Item = Record<string, AttributeValue>;

function partitionOf(kind: DocumentKind, group: string): string {
  return `${kind}#${group}`;
}

function keyItem({ kind, group, id }: DocumentKey): Item {
  return { [itemAttributes.partition]: { S: partitionOf(kind, group) }, [itemAttributes.sort]: { S: id } };
}

function reveal<K extends DocumentKind>(item: Item, key: DocumentKey<K>): Stored<K> {
  return {
    key,
    value: JSON.parse(item[itemAttributes.value]?.S ?? 'null') as Documents[K],
    version: Number(item[itemAttributes.version]?.N),
  };
}

/** An expired item may still lie there for days: it counts as absent for whoever writes, too. */
function putItem(tableName: string, { key, value, expectedVersion, expiresAt }: Write, now: number): TransactWriteItem {
  const isAbsent = 'attribute_not_exists(#pk) OR #expiry <= :now';
  const isAsRead = '#version = :expected AND (attribute_not_exists(#expiry) OR #expiry > :now)';
  const names = { '#expiry': itemAttributes.expiry };
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...keyItem(key),
        [itemAttributes.kind]: { S: key.kind },
        [itemAttributes.version]: { N: String(expectedVersion + 1) },
        [itemAttributes.value]: { S: JSON.stringify(value) },
        ...(expiresAt === undefined
          ? {}
          : { [itemAttributes.expiry]: { N: String(Math.ceil(expiresAt.getTime() / 1000)) } }),
      },
      ...(expectedVersion === 0
        ? {
            ConditionExpression: isAbsent,
            ExpressionAttributeNames: { ...names, '#pk': itemAttributes.partition },
            ExpressionAttributeValues: { ':now': { N: String(now) } },
          }
        : {
            ConditionExpression: isAsRead,
            ExpressionAttributeNames: { ...names, '#version': itemAttributes.version },
            ExpressionAttributeValues: { ':now': { N: String(now) }, ':expected': { N: String(expectedVersion) } },
          }),
    },
  };
}

const mostAttempts = 6;

/** A transaction that met another one on the same item is cancelled without a verdict on its conditions: ask again. */
async function writeAll(
  items: TransactWriteItem[],
  { client, sleep, random }: DynamoStoreOptions,
): Promise<'written' | 'conflict'> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return 'written';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
      if (reasons.includes('ConditionalCheckFailed')) return 'conflict';
      const mayPass = reasons.every((code) => passing.includes(code));
      if (!mayPass || attempt === mostAttempts) throw error;
      await sleep(25 * 2 ** attempt * (0.5 + random() / 2));
    }
  }
}

const passing = ['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

async function orUnavailable<T>(tableName: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    const name = cause instanceof Error ? cause.name : 'unknown error';
    throw new DriftlineError('state-unavailable', `the state table ${tableName} did not answer (${name})`, {
      remedy:
        'Check that the table exists, that the role may read and write it, and that the network reaches DynamoDB.',
      cause,
    });
  }
}
