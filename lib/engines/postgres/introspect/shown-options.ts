import { hiddenValue } from '../rules/foreign/hidden-value.ts';

/**
 * Options of foreign-data wrappers, servers and tables whose values may be seen: those that contrib wrappers use for
 * places and for how to go about the work. Every other value may be a secret and never leaves the server.
 */
const harmlessOptions = [
  'analyze_sampling',
  'async_capable',
  'batch_size',
  'client_encoding',
  'column_name',
  'connect_timeout',
  'dbname',
  'default',
  'delimiter',
  'encoding',
  'escape',
  'extensions',
  'fdw_startup_cost',
  'fdw_tuple_cost',
  'fetch_size',
  'filename',
  'force_not_null',
  'force_null',
  'format',
  'header',
  'host',
  'hostaddr',
  'keep_connections',
  'null',
  'parallel_abort',
  'parallel_commit',
  'port',
  'quote',
  'schema_name',
  'sslmode',
  'table_name',
  'truncatable',
  'updatable',
  'use_remote_estimate',
];

/**
 * An SQL expression that gives options as a JSON object, null where there are none.
 *
 * @param options an SQL expression for a `text[]` of `name=value`
 * @see https://www.postgresql.org/docs/18/functions-info.html for pg_options_to_table
 */
export function shownOptions(options: string): string {
  const names = harmlessOptions.map((name) => `'${name}'`).join(', ');
  return `(
      select json_object_agg(
        o.option_name,
        case when o.option_name in (${names}) then coalesce(o.option_value, '') else '${hiddenValue}' end
        order by o.option_name
      )
      from pg_options_to_table(${options}) o
    )`;
}
