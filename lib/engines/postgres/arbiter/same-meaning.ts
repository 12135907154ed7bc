import { parse } from 'libpg-query';
import { isTree, namesOf, type Tree } from './parse-tree.ts';

/**
 * Whether two statements are one to PostgreSQL's grammar but for the ways in which servers spell the same call:
 * versions before 14 print `timezone('utc'::text, x)` for `(x AT TIME ZONE 'utc'::text)`, `btrim(x)` for
 * `TRIM(BOTH FROM x)` and so on. The grammar itself reads the second form as a call of the function in `pg_catalog`,
 * which is where a bare name lies too when a text was printed with `search_path = pg_catalog`.
 *
 * Source: https://www.postgresql.org/docs/18/sql-expressions.html
 */
export async function haveSameMeaning(a: string, b: string): Promise<boolean> {
  try {
    const [left, right] = [await parse(a), await parse(b)];
    return JSON.stringify(canonical(left)) === JSON.stringify(canonical(right));
  } catch {
    return false;
  }
}

/** A parse tree without its places, its keys sorted and its calls in one spelling. */
function canonical(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(canonical);
  if (!isTree(node)) return node;
  const plain = isTree(node.FuncCall)
    ? { ...node, FuncCall: plainCall(node.FuncCall) }
    : isTree(node.TypeCast)
      ? plainCast(node.TypeCast)
      : node;
  const kept = Object.entries(plain).filter(([field]) => !places.has(field));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, value]) => [field, canonical(value)]),
  );
}

const places = new Set([
  'location',
  'stmt_location',
  'stmt_len',
  'rexpr_list_start',
  'rexpr_list_end',
  'list_start',
  'list_end',
]);

/** Arguments that the SQL form writes as a bare word and the function's form as a text. */
const words: { readonly [name: string]: number } = { extract: 0, normalize: 1, is_normalized: 1 };

function plainCall(call: Tree): Tree {
  const path = namesOf(call.funcname);
  const isBuiltIn = path.length === 1 || (path.length === 2 && path[0] === 'pg_catalog');
  const name = path.at(-1);
  if (!isBuiltIn || name === undefined) return call;
  const { funcformat: _, ...rest } = call;
  const word = words[name];
  const args = Array.isArray(call.args) ? call.args.map((arg, i) => (i === word ? plainWord(arg) : arg)) : undefined;
  return { ...rest, funcname: [name], ...(args === undefined ? {} : { args }) };
}

/** `'NFC'::text`, `'nfc'` and what the bare word NFC becomes are one to the functions that take them. */
function plainWord(node: unknown): unknown {
  const constant = withoutTextCast(node);
  if (!isTree(constant) || !isTree(constant.A_Const) || !isTree(constant.A_Const.sval)) return node;
  const { sval } = constant.A_Const.sval;
  return typeof sval === 'string' ? { A_Const: { sval: { sval: sval.toLowerCase() } } } : node;
}

function withoutTextCast(node: unknown): unknown {
  if (!isTree(node) || !isTree(node.TypeCast)) return node;
  return typeOf(node.TypeCast) === 'text' ? node.TypeCast.arg : node;
}

/**
 * `IN` on a varchar column is stored as `(ARRAY['a'::character varying])::text[]`, or as what a restore makes of it; `= ANY
 * (ARRAY['a'])` is stored without the first cast. A varchar without a length changes no literal on its way to a text.
 */
function plainCast(cast: Tree): Tree {
  const { arg, typeName } = cast;
  const literal = typeOf(cast) === 'text' ? literalOf(arg) : undefined;
  if (literal !== undefined) return { TypeCast: { ...cast, arg: literal } };
  const array = typeOf(cast) === 'text[]' && isTree(arg) && isTree(arg.A_ArrayExpr) ? arg.A_ArrayExpr : undefined;
  const literals = Array.isArray(array?.elements) ? array.elements.map(literalOf) : [];
  if (array === undefined || !isTree(typeName) || literals.includes(undefined)) return { TypeCast: cast };
  const { arrayBounds: _, ...text } = typeName;
  return { A_ArrayExpr: { ...array, elements: literals.map((each) => ({ TypeCast: { arg: each, typeName: text } })) } };
}

/** The constant of `'a'::character varying`. */
function literalOf(node: unknown): unknown {
  if (!isTree(node) || !isTree(node.TypeCast) || typeOf(node.TypeCast) !== 'pg_catalog.varchar') return undefined;
  const { arg } = node.TypeCast;
  return isTree(arg) && isTree(arg.A_Const) && isTree(arg.A_Const.sval) ? arg : undefined;
}

/** The name of the type that a cast leads to, of one without a length; undefined for others. */
function typeOf({ typeName }: Tree): string | undefined {
  if (!isTree(typeName) || Array.isArray(typeName.typmods)) return undefined;
  const dimensions = Array.isArray(typeName.arrayBounds) ? typeName.arrayBounds.length : 0;
  return namesOf(typeName.names).join('.') + '[]'.repeat(dimensions);
}
