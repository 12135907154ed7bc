import { compareNames } from '../../../../catalog/normalize.ts';
import { type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { AggregateAttributes, RoutineAttributes } from '../../program-kinds.ts';
import { quoteIdentifier, quoteLiteral } from '../../quote.ts';

/** Settings whose values the catalog keeps as lists of quoted names, which is how SET takes them too. */
const listSettings = ['search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries'];

/** A routine's name without the types of its input: `public.slug`. */
function nameOfRoutine(id: ObjectId): string {
  return parseObjectId(id).path.map(quoteIdentifier).join('.');
}

/**
 * Writes a function or procedure as CREATE FUNCTION takes it, from CREATE on.
 *
 * @see https://www.postgresql.org/docs/18/sql-createfunction.html
 */
export function writeRoutine(id: ObjectId, kind: 'FUNCTION' | 'PROCEDURE', routine: RoutineAttributes): string {
  const { returns, volatility, parallel, cost, rows, support, settings = {} } = routine;
  const lines = [
    `CREATE OR REPLACE ${kind} ${nameOfRoutine(id)}(${routine.arguments})`,
    ...(returns === undefined ? [] : [`RETURNS ${returns}`]),
    `LANGUAGE ${quoteIdentifier(routine.language)}`,
    ...(routine.isWindow ? ['WINDOW'] : []),
    ...(volatility === undefined ? [] : [volatility.toUpperCase()]),
    ...(routine.isStrict ? ['STRICT'] : []),
    ...(routine.isSecurityDefiner ? ['SECURITY DEFINER'] : []),
    ...(routine.isLeakproof ? ['LEAKPROOF'] : []),
    ...(parallel === undefined ? [] : [`PARALLEL ${parallel.toUpperCase()}`]),
    ...(cost === undefined ? [] : [`COST ${cost}`]),
    ...(rows === undefined ? [] : [`ROWS ${rows}`]),
    ...(support === undefined ? [] : [`SUPPORT ${support}`]),
    ...Object.entries(settings)
      .sort(([a], [b]) => compareNames(a, b))
      .map(
        ([name, value]) => `SET ${writeSetting(name)} TO ${listSettings.includes(name) ? value : quoteLiteral(value)}`,
      ),
    writeBody(routine),
  ];
  return lines.join('\n');
}

/** A setting of an extension is a name in a namespace. */
function writeSetting(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

function writeBody({ body = '', sqlBody, library }: RoutineAttributes): string {
  if (sqlBody !== undefined) return sqlBody;
  if (library !== undefined) return `AS ${quoteLiteral(library)}, ${quoteLiteral(body)}`;
  const tag = '$driftline$';
  return `AS ${body.includes(tag) ? quoteLiteral(body) : `${tag}${body}${tag}`}`;
}

/**
 * Writes an aggregate as CREATE AGGREGATE takes it.
 *
 * @see https://www.postgresql.org/docs/18/sql-createaggregate.html
 */
export function writeAggregate(id: ObjectId, { arguments: taken, definition }: AggregateAttributes): string {
  return `CREATE OR REPLACE AGGREGATE ${nameOfRoutine(id)}(${taken === '' ? '*' : taken}) (${definition})`;
}
