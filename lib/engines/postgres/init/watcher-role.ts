import { parseObjectId } from '../../../catalog/object-id.ts';
import type { WatcherRoleRequest } from '../../engine.ts';
import { quoteIdentifier } from '../quote.ts';

/**
 * The SQL of a role that can do what checks need and nothing else: connect, read the catalogs (which everybody may), and the
 * named columns and tables.
 *
 * Source: https://www.postgresql.org/docs/18/sql-grant.html
 */
export function watcherRole({ role, database, columns, tables }: WatcherRoleRequest): string {
  const name = quoteIdentifier(role);
  const paths = columns.map((id) => parseObjectId(id).path);
  const schemas = [
    ...new Set([...paths, ...tables.map((id) => parseObjectId(id).path)].map(([schema = '']) => schema)),
  ];
  const byTable = Map.groupBy(paths, ([schema = '', table = '']) => quoted([schema, table]));
  return [
    '-- A role for Driftline that can look, and nothing else. Run this as an owner of the database, then give the role a',
    `-- password that no file holds: \\password ${role}`,
    `create role ${name} login;`,
    '',
    '-- Whatever a session of it may try, it cannot write.',
    `alter role ${name} set default_transaction_read_only = on;`,
    '',
    '-- The catalogs, which tell tables, columns and indexes, may be read by everybody who can connect.',
    `grant connect on database ${quoteIdentifier(database)} to ${name};`,
    ...section(
      'To reach the tables below; it gives no right to read them.',
      schemas.map((schema) => `grant usage on schema ${quoteIdentifier(schema)} to ${name};`),
    ),
    ...section(
      'The columns whose values are checked, and ctid, by which big tables are read a part at a time.',
      [...byTable].map(
        ([table, own]) =>
          `grant select (${['ctid', ...own.map((path) => quoteIdentifier(path.at(-1) ?? ''))].join(', ')}) on ${table} to ${name};`,
      ),
    ),
    ...section(
      "The migration tool's own table, which says what was applied.",
      tables.map((id) => `grant select on ${quoted(parseObjectId(id).path)} to ${name};`),
    ),
    '',
  ].join('\n');
}

function quoted(path: readonly string[]): string {
  return path.map(quoteIdentifier).join('.');
}

function section(reason: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `-- ${reason}`, ...lines];
}
