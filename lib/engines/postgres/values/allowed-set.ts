import { type Node, parseSync, type TypeName } from 'libpg-query';

/** The values that a CHECK constraint lets one column hold. */
export interface AllowedSet {
  readonly values: readonly string[];
  /** False when the constraint has further conditions: it may allow less than this, never more. */
  readonly isExact: boolean;
  /** Whether it compares the values as text although the column's type compares otherwise. */
  readonly comparesText: boolean;
  /** Whether it binds the table alone and not its children. */
  readonly isNoInherit: boolean;
  /** Whether writes are held to it: NOT VALID constraints hold for new rows, NOT ENFORCED ones for none. */
  readonly isEnforced: boolean;
}

/** What a constraint must speak of to be recognised. */
export interface Subject {
  /** The column's plain name, or `value` for a domain's constraint. */
  readonly column: string;
  /** The schema of the column's type where it is not pg_catalog: an `=` from there is the type's own. */
  readonly typeSchema?: string;
}

/**
 * Recognises a CHECK that lists what a column may hold, from the text that the server prints for it with
 * `search_path = pg_catalog`: `col = ANY (ARRAY[...])`, `col = constant`, these joined by OR, narrowed by AND, and
 * `col <@ ARRAY[...]` for the elements of an array. Constants only. Anything else is undefined and proves nothing.
 *
 * PostgreSQL's own parser takes the text apart; its module must have been loaded.
 *
 * @param subject what the constraint must speak of
 */
export function readAllowedSet(definition: string, subject: Subject): AllowedSet | undefined {
  const statement = parseSync(`alter table t add ${definition}`).stmts?.[0]?.stmt;
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

/** Whether a CHECK speaks of a column at all, in whatever way. */
export function mentions(definition: string, column: string): boolean {
  const search = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(search);
    if (typeof node !== 'object' || node === null) return false;
    if ('ColumnRef' in node) return readColumn(node as Node, column) !== undefined;
    return Object.values(node).some(search);
  };
  return search(parseSync(`alter table t add ${definition}`));
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
