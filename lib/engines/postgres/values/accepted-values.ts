import type { ValueCheck } from '../../../values/value-check.ts';
import { ask, attempt, dataException, type ValueClient } from './value-client.ts';
import type { ValueType } from './value-type.ts';

/** The accepted values as queries compare with them. */
export interface AcceptedValues {
  /** What `$1` is bound to wherever {@link isAccepted} is used. */
  readonly parameter: readonly string[];
  /** Writes the SQL condition that a value is accepted; null for NULL. */
  readonly isAccepted: (value: string) => string;
  /** Accepted values that the column's type cannot hold at all. */
  readonly impossible: readonly string[];
}

const whiteSpace = String.raw`E' \t\n\r\f\x0B'`;

/**
 * Prepares the accepted values of a check for comparing as the column's type does, inside a transaction. With
 * `caseInsensitive` or `trim` both sides are folded by the database, so that they are folded alike.
 */
export async function prepareAccepted(
  client: ValueClient,
  check: ValueCheck,
  type: ValueType,
): Promise<AcceptedValues> {
  const isText = type.category === 'S';
  const accept = isText && check.empty === 'allow' ? [...check.accept, ''] : check.accept;
  const fold = isText ? foldOf(check) : undefined;
  if (fold !== undefined) {
    const [row] = await ask<{ folded: readonly string[] }>(
      client,
      `select to_json(array(select ${fold('a')} from unnest($1::text[]) a)) as folded`,
      accept,
    );
    return {
      parameter: row?.folded ?? [],
      isAccepted: (value) => `${fold(value)} = any ($1::text[])`,
      impossible: [],
    };
  }
  const possible = await holdable(client, accept, type);
  return {
    parameter: possible,
    isAccepted: (value) => `${value} ${type.ordering?.equal ?? '='} any ($1::${type.name}[])`,
    impossible: accept.filter((value) => !possible.includes(value)),
  };
}

function foldOf({ caseInsensitive, trim }: ValueCheck): ((value: string) => string) | undefined {
  if (!caseInsensitive && !trim) return undefined;
  return (value) => {
    const trimmed = trim ? `btrim(${value}::text, ${whiteSpace})` : `${value}::text`;
    return caseInsensitive ? `lower(${trimmed})` : trimmed;
  };
}

/** The values that can be written as the type: not `'abc'` as an integer, no label that an enum lacks. */
async function holdable(client: ValueClient, values: readonly string[], type: ValueType): Promise<readonly string[]> {
  // Every encoding holds ASCII, so the usual lists need no question.
  if (type.category === 'S' && values.every(isPlainText)) return values;
  if (await canHold(client, values, type)) return values;
  const kept: string[] = [];
  for (const value of values) if (await canHold(client, [value], type)) kept.push(value);
  return kept;
}

function isPlainText(value: string): boolean {
  return /^[\p{ASCII}]*$/u.test(value) && !value.includes('\0');
}

async function canHold(client: ValueClient, values: readonly string[], type: ValueType): Promise<boolean> {
  const cast = () => ask(client, `select $1::${type.name}[]`, values);
  return (await attempt(client, [dataException], cast)) !== undefined;
}
