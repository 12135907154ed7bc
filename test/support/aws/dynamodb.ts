import { type AwsAnswer, type AwsCall, type AwsService, awsError } from './server.ts';

type Value = { readonly S?: string; readonly N?: string };
type Item = Readonly<Record<string, Value>>;

interface Condition {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

interface Put extends Condition {
  readonly TableName: string;
  readonly Item: Item;
}

/**
 * A DynamoDB with one table (`pk`, `sk`), as strict as the real one where the store leans on it: transactions are all
 * or nothing, a repeated token gives the first answer again, conditions are evaluated, pages end.
 */
export function makeDynamoService(tableName: string, pageSize = 3): { service: AwsService; items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const tokens = new Map<string, AwsAnswer>();
  const nameOf = (key: Item) => JSON.stringify([key.pk?.S, key.sk?.S]);

  const transact = (puts: readonly Put[]): AwsAnswer => {
    const names = puts.map(({ Item: item }) => nameOf(item));
    if (puts.length > 100 || new Set(names).size < puts.length) {
      return awsError('ValidationException', 'too many items, or one item twice');
    }
    const reasons = puts.map((put) => ({
      Code: holds(put, items.get(nameOf(put.Item))) ? 'None' : 'ConditionalCheckFailed',
    }));
    if (reasons.some(({ Code }) => Code !== 'None')) {
      return awsError('TransactionCanceledException', 'cancelled', { CancellationReasons: reasons });
    }
    for (const put of puts) items.set(nameOf(put.Item), put.Item);
    return { status: 200 };
  };

  const query = (input: Condition & Readonly<Record<string, unknown>>): AwsAnswer => {
    const partition = input.ExpressionAttributeValues?.[':pk']?.S;
    const found = [...items.values()]
      .filter((item) => item.pk?.S === partition)
      .sort((a, b) => Buffer.compare(Buffer.from(a.sk?.S ?? ''), Buffer.from(b.sk?.S ?? '')));
    if (input.ScanIndexForward === false) found.reverse();
    const after = input.ExclusiveStartKey as Item | undefined;
    const from = after === undefined ? 0 : found.findIndex((item) => nameOf(item) === nameOf(after)) + 1;
    const page = found.slice(from, from + Math.min(pageSize, Number(input.Limit ?? pageSize)));
    const last = page.at(-1);
    const isMore = last !== undefined && from + page.length < found.length;
    return {
      status: 200,
      body: { Items: page, ...(isMore ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}) },
    };
  };

  const service = ({ action, body }: AwsCall): AwsAnswer | undefined => {
    const input = JSON.parse(body.toString());
    const table = input.TableName ?? input.TransactItems?.[0]?.Put?.TableName;
    if (table !== tableName) return awsError('ResourceNotFoundException', 'Requested resource not found');
    if (action === 'Query') return query(input);
    if (action === 'GetItem') {
      const item = items.get(nameOf(input.Key));
      return { status: 200, body: item === undefined ? {} : { Item: item } };
    }
    if (action !== 'TransactWriteItems') return undefined;
    const token = String(input.ClientRequestToken);
    const result = tokens.get(token) ?? transact(input.TransactItems.map(({ Put: put }: { Put: Put }) => put));
    tokens.set(token, result);
    return result;
  };
  return { service, items };
}

/** Evaluates `attribute_not_exists(#a)`, `#a = :b`, `#a <= :b`, `#a > :b`, AND, OR and parentheses. */
function holds({ ConditionExpression: text, ...given }: Condition, item: Item | undefined): boolean {
  if (text === undefined) return true;
  const tokens = text.match(/attribute_not_exists|AND|OR|<=|[=<>()]|[#:]\w+/g) ?? [];
  const take = () => tokens.shift();
  const read = (operand: string | undefined): Value | undefined =>
    operand?.startsWith(':')
      ? given.ExpressionAttributeValues?.[operand]
      : item?.[given.ExpressionAttributeNames?.[operand ?? ''] ?? ''];

  const term = (): boolean => {
    const first = take();
    if (first === '(') {
      const inner = either();
      take();
      return inner;
    }
    if (first === 'attribute_not_exists') {
      take();
      const isAbsent = read(take()) === undefined;
      take();
      return isAbsent;
    }
    const operator = take();
    return compare(read(first), operator, read(take()));
  };
  const both = (): boolean => {
    let all = term();
    while (tokens[0] === 'AND') {
      take();
      all = term() && all;
    }
    return all;
  };
  const either = (): boolean => {
    let any = both();
    while (tokens[0] === 'OR') {
      take();
      any = both() || any;
    }
    return any;
  };
  return either();
}

function compare(a: Value | undefined, operator: string | undefined, b: Value | undefined): boolean {
  if (a?.N === undefined || b?.N === undefined) return false;
  const [left, right] = [Number(a.N), Number(b.N)];
  if (operator === '=') return left === right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  throw new RangeError(`the stub knows no operator ${operator}`);
}
