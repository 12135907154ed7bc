import type { ObjectId } from '../../../catalog/object-id.ts';
import type { AggregateAttributes, RoutineAttributes } from '../program-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';
import { readOptions } from './options.ts';

interface NamedRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  /** Of the input, as `format_type` prints them: `text,integer`. */
  readonly types: string;
  readonly arguments: string;
}

export interface RoutineRow extends NamedRow {
  readonly kind: 'f' | 'p' | 'w';
  readonly returns: string | null;
  readonly language: string;
  readonly body: string | null;
  readonly sqlBody: string | null;
  readonly library: string | null;
  readonly volatility: 'i' | 's' | 'v';
  readonly isStrict: boolean;
  readonly isSecurityDefiner: boolean;
  readonly isLeakproof: boolean;
  readonly parallel: 's' | 'r' | 'u';
  readonly settings: readonly string[] | null;
  readonly cost: number | null;
  readonly rows: number | null;
  readonly support: string | null;
}

const naming = {
  oid: 'p.oid',
  schema: 'p.pronamespace',
  name: 'p.proname',
  types: `replace(oidvectortypes(p.proargtypes), ', ', ',')`,
  // Since 14 the mode of a procedure's argument is always printed. A default that holds a quote is left as it is.
  arguments: `case
      when p.prokind = 'p' and strpos(pg_get_function_arguments(p.oid), '''') = 0
        then regexp_replace(pg_get_function_arguments(p.oid), '(^|, )IN ', '\\1', 'g')
      else pg_get_function_arguments(p.oid)
    end`,
} as const;

/** Neither brought by an extension nor made along with another object, as a range type's constructors are. */
const ofPeople = `not exists (
      select from pg_depend d
      where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('e', 'i')
    )`;

/**
 * The body of a function that PostgreSQL has parsed, as 14 and later keep it: what follows the head of the definition.
 * Needs `p` of pg_proc.
 */
export const sqlBodyOf = `substring(pg_get_functiondef(p.oid) from E'\\n((?:BEGIN ATOMIC\\n|RETURN ).*)\\n$')`;

const hasSqlBody = `l.lanname = 'sql' and p.prosrc = ''`;

/**
 * Functions and procedures.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-proc.html
 */
export const routinesPart: CatalogPart<RoutineRow> = {
  fields: {
    ...naming,
    kind: 'p.prokind',
    returns: 'pg_get_function_result(p.oid)',
    language: 'l.lanname',
    body: `case when not (${hasSqlBody}) then replace(p.prosrc, E'\\r\\n', E'\\n') end`,
    sqlBody: `case when ${hasSqlBody} then ${sqlBodyOf} end`,
    library: 'p.probin',
    volatility: 'p.provolatile',
    isStrict: 'p.proisstrict',
    isSecurityDefiner: 'p.prosecdef',
    isLeakproof: 'p.proleakproof',
    parallel: 'p.proparallel',
    settings: 'p.proconfig',
    cost: `nullif(p.procost, case when l.lanname in ('c', 'internal') then 1 else 100 end)`,
    rows: 'nullif(p.prorows, case when p.proretset then 1000 else 0 end)',
    support: `nullif(p.prosupport::oid, 0)::regproc::text`,
  },
  from: `
  from pg_proc p
  join user_schema s on s.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  where p.prokind <> 'a'
    and ${ofPeople}`,
};

export interface AggregateRow extends NamedRow {
  readonly definition: string;
}

const clause = (name: string, value: string) => `'${name} = ' || ${value}`;
const routine = (name: string, column: string) => clause(name, `nullif(a.${column}::oid, 0)::regproc::text`);
const mode = (name: string, column: string) =>
  `case when a.${column} <> case when a.aggkind = 'n' then 'r' else 'w' end then
        '${name} = ' || case a.${column} when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end end`;

/**
 * Aggregates, as CREATE AGGREGATE would make them.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-aggregate.html
 */
export const aggregatesPart: CatalogPart<AggregateRow> = {
  fields: {
    ...naming,
    definition: `concat_ws(
      ', ',
      ${routine('SFUNC', 'aggtransfn')},
      ${clause('STYPE', 'format_type(a.aggtranstype, null)')},
      ${clause('SSPACE', 'nullif(a.aggtransspace, 0)')},
      ${routine('FINALFUNC', 'aggfinalfn')},
      case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
      ${mode('FINALFUNC_MODIFY', 'aggfinalmodify')},
      ${routine('COMBINEFUNC', 'aggcombinefn')},
      ${routine('SERIALFUNC', 'aggserialfn')},
      ${routine('DESERIALFUNC', 'aggdeserialfn')},
      ${clause('INITCOND', 'quote_literal(a.agginitval)')},
      ${routine('MSFUNC', 'aggmtransfn')},
      ${routine('MINVFUNC', 'aggminvtransfn')},
      case when a.aggmtranstype <> 0 then ${clause('MSTYPE', 'format_type(a.aggmtranstype, null)')} end,
      ${clause('MSSPACE', 'nullif(a.aggmtransspace, 0)')},
      ${routine('MFINALFUNC', 'aggmfinalfn')},
      case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
      ${mode('MFINALFUNC_MODIFY', 'aggmfinalmodify')},
      ${clause('MINITCOND', 'quote_literal(a.aggminitval)')},
      case when a.aggsortop <> 0 then (
        select format('SORTOP = OPERATOR(%I.%s)', n.nspname, o.oprname)
        from pg_operator o
        join pg_namespace n on n.oid = o.oprnamespace
        where o.oid = a.aggsortop
      ) end,
      case p.proparallel when 's' then 'PARALLEL = SAFE' when 'r' then 'PARALLEL = RESTRICTED' end,
      case when a.aggkind = 'h' then 'HYPOTHETICAL' end
    )`,
  },
  from: `
  from pg_aggregate a
  join pg_proc p on p.oid = a.aggfnoid
  join user_schema s on s.oid = p.pronamespace
  where ${ofPeople}`,
};

export function addRoutines(rows: readonly (RoutineRow | AggregateRow)[], names: GrowingNames): void {
  for (const row of rows) {
    const kind = 'kind' in row ? (row.kind === 'p' ? 'procedure' : 'function') : 'aggregate';
    names.addObject('pg_proc', row.oid, `${names.inSchema(kind, row)}(${row.types})`);
  }
}

const volatilities = { i: 'immutable', s: 'stable', v: undefined } as const;
const parallels = { s: 'safe', r: 'restricted', u: undefined } as const;

export function* readRoutines(
  rows: readonly RoutineRow[],
  names: Names,
): Iterable<readonly [ObjectId, RoutineAttributes]> {
  for (const row of rows) {
    const id = names.object('pg_proc', row.oid);
    if (id === undefined) continue;
    const [volatility, parallel] = [volatilities[row.volatility], parallels[row.parallel]];
    yield [
      id,
      {
        arguments: row.arguments,
        ...(row.returns === null ? {} : { returns: row.returns }),
        language: row.language,
        ...(row.body === null ? {} : { body: row.body }),
        ...(row.sqlBody === null ? {} : { sqlBody: row.sqlBody }),
        ...(row.library === null ? {} : { library: row.library }),
        ...(volatility === undefined ? {} : { volatility }),
        ...(row.isStrict ? { isStrict: true } : {}),
        ...(row.isSecurityDefiner ? { isSecurityDefiner: true } : {}),
        ...(row.isLeakproof ? { isLeakproof: true } : {}),
        ...(row.kind === 'w' ? { isWindow: true } : {}),
        ...(parallel === undefined ? {} : { parallel }),
        ...(row.settings === null ? {} : { settings: readOptions(row.settings) }),
        ...(row.cost === null ? {} : { cost: row.cost }),
        ...(row.rows === null ? {} : { rows: row.rows }),
        ...(row.support === null ? {} : { support: row.support }),
      },
    ];
  }
}

export function* readAggregates(
  rows: readonly AggregateRow[],
  names: Names,
): Iterable<readonly [ObjectId, AggregateAttributes]> {
  for (const { oid, arguments: taken, definition } of rows) {
    const id = names.object('pg_proc', oid);
    if (id !== undefined) yield [id, { arguments: taken, definition }];
  }
}
