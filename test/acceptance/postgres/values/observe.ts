import pg from 'pg';
import type { Json } from '../../../../lib/catalog/snapshot.ts';
import { introspect } from '../../../../lib/engines/postgres/introspect/introspect.ts';
import { parseValue } from '../../../../lib/engines/postgres/parse-value.ts';
import type { Row } from '../../../../lib/engines/postgres/queryable.ts';
import { type ObserveOptions, observeValues } from '../../../../lib/engines/postgres/values/observe-values.ts';
import type { ValueClient } from '../../../../lib/engines/postgres/values/value-client.ts';
import { completeCheck } from '../../../../lib/values/complete-check.ts';
import { type JudgedValues, judgeValues } from '../../../../lib/values/judge-values.ts';
import type { ValueCheck, ValueObservation } from '../../../../lib/values/value-check.ts';

/** A connection as value checks use one, with every statement that it ran. */
export interface RecordingClient extends ValueClient {
  readonly statements: string[];
  readonly end: () => Promise<void>;
}

export async function openClient(url: string): Promise<RecordingClient> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: parseValue } });
  client.on('error', () => {});
  await client.connect();
  const statements: string[] = [];
  return {
    statements,
    query: async (sql, options = {}) => {
      statements.push(sql);
      const parameters = options.parameters === undefined ? undefined : [...options.parameters];
      const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query(sql, parameters);
      return Array.isArray(result) ? result : [result];
    },
    end: () => client.end(),
  };
}

/** A check with the settings that most tests share. */
export function checkOf(column: string, accept: readonly string[], more: Partial<ValueCheck> = {}): ValueCheck {
  return {
    column: `column:public.${column}`,
    accept,
    redact: false,
    severity: 'high',
    maxDistinct: 1_000,
    budgetMs: 20_000,
    ...more,
  };
}

export interface Observed {
  readonly observation: ValueObservation;
  readonly judged: JudgedValues;
  readonly statements: readonly string[];
}

/** Introspects a database, looks at one column and judges it against that same catalog. */
export async function observe(
  url: string,
  check: ValueCheck,
  options: Partial<ObserveOptions> = {},
): Promise<Observed> {
  const client = await openClient(url);
  try {
    const introspection = await introspect(client);
    client.statements.length = 0;
    const complete = completeCheck(check, introspection.snapshot);
    const observation = await observeValues(client, complete, introspection, { lockTimeoutMs: 1_000, ...options });
    return {
      observation,
      judged: judgeValues(check, observation, introspection.snapshot),
      statements: [...client.statements],
    };
  } finally {
    await client.end();
  }
}

/** What was seen; the test fails with the reason when nothing was. */
export function seenOf({ observation }: Observed) {
  if (observation.kind === 'seen') return observation;
  throw new Error(`not seen: ${JSON.stringify(observation)}`);
}

/** Stray values with their counts, in value order: what every method must agree on. */
export function straysOf(observed: Observed): Json {
  const { strays } = seenOf(observed);
  return strays
    .map(({ value, rows }) => [value, rows] as const)
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
}
