import { parseSync } from 'libpg-query';

/** A type as SQL names it, taken apart. */
export interface TypeName {
  /** Schema and name, or the name alone for a type of pg_catalog. Plain names, never quoted. */
  readonly path: readonly string[];
  readonly isArray: boolean;
  /** The modifiers in parentheses: the 50 of `character varying(50)`. */
  readonly modifiers: readonly number[];
}

/**
 * Takes apart a type as `format_type` prints it. The parser is PostgreSQL's own; its module must have been loaded.
 *
 * @see https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-CATALOG
 */
export function readTypeName(type: string): TypeName | undefined {
  const statement = parseSync(`select null::${type}`).stmts?.[0]?.stmt;
  if (statement === undefined || !('SelectStmt' in statement)) return undefined;
  const target = statement.SelectStmt.targetList?.[0];
  if (target === undefined || !('ResTarget' in target)) return undefined;
  const cast = target.ResTarget.val;
  if (cast === undefined || !('TypeCast' in cast) || cast.TypeCast.typeName === undefined) return undefined;
  const { names = [], arrayBounds = [], typmods = [] } = cast.TypeCast.typeName;
  const path = names.map((name) => ('String' in name ? (name.String.sval ?? '') : ''));
  return {
    path: path[0] === 'pg_catalog' ? path.slice(1) : path,
    isArray: arrayBounds.length > 0,
    modifiers: typmods.flatMap((node) => ('A_Const' in node ? [node.A_Const.ival?.ival ?? 0] : [])),
  };
}
