import { loadModule, type Node, parseSync, type TypeName } from 'libpg-query';
import type { AllowedSet, Subject } from '../../lib/engines/postgres/values/constraint/allowed-set.ts';
import type { TypeName as ReadType } from '../../lib/engines/postgres/values/constraint/type-name.ts';

await loadModule();

const trees = new Map<string, ReturnType<typeof parseSync>>();

/** One text is asked about many columns. */
function parse(sql: string): ReturnType<typeof parseSync> {
  const tree = trees.get(sql) ?? parseSync(sql);
  trees.set(sql, tree);
  return tree;
}

/**
 * What a CHECK lets a column hold, as PostgreSQL's own parser tells it: what the recogniser of printed texts is held to.
 *
 * @throws SqlError for what is no SQL
 */
export function parseAllowedSet(definition: string, subject: Subject): AllowedSet | undefined {
  const statement = parse(`alter table t add ${definition}`).stmts?.[0]?.stmt;
  if (statement === undefined || !('AlterTableStmt' in statement)) return undefined;
  const command = statement.AlterTableStmt.cmds?.[0];
  if (command === undefined || !('AlterTableCmd' in command)) return undefined;
  const constraint = command.AlterTableCmd.def;
  if (constraint === undefined || !('Constraint' in constraint)) return undefined;
  const {
    contype,
    raw_expr: expression,
    is_no_inherit: isNoInherit = false,
    is_enforced: isEnforced = false,
  } = constraint.Constraint;
  if (contype !== 'CONSTR_CHECK' || expression === undefined) return undefined;
  const found = readCondition(expression, subject);
  return found === undefined || found === 'any' ? undefined : { ...found, isNoInherit, isEnforced };
}

/** Whether a CHECK speaks of a column at all, by the parser. */
export function parseMentions(definition: string, column: string): boolean {
  const search = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(search);
    if (typeof node !== 'object' || node === null) return false;
    if ('ColumnRef' in node) return readColumn(node as Node, column) !== undefined;
    return Object.values(node).some(search);
  };
  return search(parse(`alter table t add ${definition}`));
}

type Found = Omit<AllowedSet, 'isNoInherit' | 'isEnforced'>;

/** `any`: a condition that is met by every value. Undefined: not recognised. */
function readCondition(node: Node, subject: Subject): Found | 'any' | undefined {
  if ('A_Expr' in node) return readComparison(node.A_Expr, subject);
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest;
    if (arg === undefined || readColumn(arg, subject.column) === undefined) return undefined;
    return nulltesttype === 'IS_NULL' ? { values: [], isExact: true, comparesText: false } : 'any';
  }
  if (!('BoolExpr' in node)) return undefined;
  const parts = (node.BoolExpr.args ?? []).map((arg) => readCondition(arg, subject));
  switch (node.BoolExpr.boolop) {
    case 'AND_EXPR':
      return narrow(parts);
    case 'OR_EXPR':
      return widen(parts);
    default:
      return undefined;
  }
}

/**
 * Each part bounds the values, and what is not recognised can only narrow further. The shortest list stands for all:
 * texts that differ may be equal values, so that lists cannot be cut with each other here.
 */
function narrow(parts: readonly (Found | 'any' | undefined)[]): Found | 'any' | undefined {
  if (parts.length > 0 && parts.every((part) => part === 'any')) return 'any';
  const known = parts.filter((part): part is Found => part !== undefined && part !== 'any');
  const [shortest, ...others] = known.sort((a, b) => a.values.length - b.values.length);
  if (shortest === undefined) return undefined;
  return { ...shortest, isExact: shortest.isExact && others.length === 0 && !parts.includes(undefined) };
}

/** One alternative that is not recognised could let anything in. */
function widen(parts: readonly (Found | 'any' | undefined)[]): Found | 'any' | undefined {
  if (parts.includes(undefined)) return undefined;
  if (parts.includes('any')) return 'any';
  const known = parts.filter((part): part is Found => part !== undefined && part !== 'any');
  return {
    values: [...new Set(known.flatMap((set) => set.values))],
    isExact: known.every((set) => set.isExact),
    comparesText: known.some((set) => set.comparesText),
  };
}

function readComparison(
  { kind, name, lexpr, rexpr }: Extract<Node, { A_Expr: unknown }>['A_Expr'],
  { column, typeSchema }: Subject,
): Found | undefined {
  if (lexpr === undefined || rexpr === undefined) return undefined;
  const [operator, schema] = (name ?? []).map((part) => ('String' in part ? part.String.sval : undefined)).reverse();
  if (schema !== undefined && schema !== 'pg_catalog' && schema !== typeSchema) return undefined;
  const side = readColumn(lexpr, column);
  if (side === undefined) return undefined;
  const values =
    (kind === 'AEXPR_OP_ANY' && operator === '=') || (kind === 'AEXPR_OP' && operator === '<@')
      ? readArray(rexpr)
      : kind === 'AEXPR_OP' && operator === '='
        ? readConstants([rexpr])
        : undefined;
  return values === undefined ? undefined : { values, isExact: true, comparesText: side === 'text' };
}

/** The column itself, or cast to text as the server prints it for varchar and enum columns. */
function readColumn(node: Node, column: string): 'column' | 'text' | undefined {
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return isPlainType(typeName, ['text']) && arg !== undefined && readColumn(arg, column) ? 'text' : undefined;
  }
  if (!('ColumnRef' in node)) return undefined;
  const [field, ...more] = node.ColumnRef.fields ?? [];
  const isIt = more.length === 0 && field !== undefined && 'String' in field && field.String.sval === column;
  return isIt ? 'column' : undefined;
}

function readArray(node: Node): readonly string[] | undefined {
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return arg !== undefined && 'A_ArrayExpr' in arg && hasNoModifier(typeName) ? readArray(arg) : undefined;
  }
  return 'A_ArrayExpr' in node ? readConstants(node.A_ArrayExpr.elements ?? []) : undefined;
}

function readConstants(nodes: readonly Node[]): readonly string[] | undefined {
  const values = nodes.map(readConstant);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/**
 * A constant, cast to one type at most (`(1)::bigint`) or back and forth between text types (`('a'::varchar)::text`).
 * A type with a length could cut the value, a longer chain of types could turn it into another one.
 */
function readConstant(node: Node): string | undefined {
  let constant = node;
  for (let casts = 0; 'TypeCast' in constant; casts += 1) {
    const { arg, typeName } = constant.TypeCast;
    const isLast = arg !== undefined && !('TypeCast' in arg);
    if (arg === undefined || !hasNoModifier(typeName)) return undefined;
    if ((casts > 0 || !isLast) && !isPlainType(typeName, ['text', 'varchar'])) return undefined;
    constant = arg;
  }
  if (!('A_Const' in constant) || constant.A_Const.isnull) return undefined;
  const { ival, fval, boolval, sval } = constant.A_Const;
  // The parser leaves out a zero, a false and an empty text.
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (boolval !== undefined) return String(boolval.boolval ?? false);
  return fval !== undefined ? fval.fval : sval === undefined ? undefined : (sval.sval ?? '');
}

function hasNoModifier(type: TypeName | undefined): boolean {
  return (type?.typmods ?? []).length === 0;
}

/** Whether a type is one of these built-in ones, no array and without a length. */
function isPlainType(type: TypeName | undefined, names: readonly string[]): boolean {
  const path = (type?.names ?? []).map((name) => ('String' in name ? name.String.sval : undefined));
  const [name, ...more] = path[0] === 'pg_catalog' ? path.slice(1) : path;
  const isArray = (type?.arrayBounds ?? []).length > 0;
  return hasNoModifier(type) && !isArray && more.length === 0 && names.includes(name ?? '');
}

/** A type as `format_type` prints it, by the parser. */
export function parseTypeName(type: string): ReadType | undefined {
  const statement = parse(`select null::${type}`).stmts?.[0]?.stmt;
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
    isModified: typmods.length > 0,
  };
}

/** The columns of a foreign key of one column, by the parser. */
export function parseForeignKey(definition: string): { readonly from: string; readonly to: string } | undefined {
  const statement = parse(`alter table t add ${definition}`).stmts?.[0]?.stmt;
  const command = statement && 'AlterTableStmt' in statement ? statement.AlterTableStmt.cmds?.[0] : undefined;
  const node = command && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  if (node === undefined || !('Constraint' in node)) return undefined;
  const { fk_attrs: from = [], pk_attrs: to = [] } = node.Constraint;
  const [a, b] = [from[0], to[0]];
  if (from.length !== 1 || to.length !== 1 || !a || !b || !('String' in a) || !('String' in b)) return undefined;
  return { from: a.String.sval ?? '', to: b.String.sval ?? '' };
}
