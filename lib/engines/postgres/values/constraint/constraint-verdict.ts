import type { ConstraintVerdict, ValueCheck } from '../../../../values/value-check.ts';
import { ask, attempt, dataException, type ValueClient } from '../value-client.ts';
import type { ValueType } from '../value-type.ts';
import type { ColumnLimit } from './find-allowed-sets.ts';
import type { TypeName } from './type-name.ts';

/** What the catalog alone says of a column's values. */
export interface CatalogVerdict {
  /** Every value that the constraints let in is accepted: no row needs to be read. */
  readonly isProved: boolean;
  readonly verdict?: ConstraintVerdict;
  /** Texts differ that the database may still call equal: only it can tell what is rejected. */
  readonly isDoubtful: boolean;
}

/**
 * Compares what constraints allow with what is accepted, character by character. Equal texts are equal values for any
 * type, so what is proved this way is certain; what differs as text may still be equal to the database.
 */
export function compareTexts(check: ValueCheck, limits: readonly ColumnLimit[]): CatalogVerdict {
  if (limits.length === 0) return { isProved: false, isDoubtful: false };
  const accept = acceptedTexts(check);
  const allows = allowedByAll(limits);
  const rejects = accept.filter((value) => !allows.includes(value));
  const permits = allows.filter((value) => !accept.includes(value));
  // Of two constraints neither can be counted on to narrow the other: their texts may differ and be equal values.
  const proofs = limits.filter((limit) => limit.isProof);
  const isEnum = limits.every((limit) => limit.id.startsWith('enum:'));
  return {
    isProved: proofs.some((limit) => limit.values.every((value) => accept.includes(value))),
    verdict: verdictOf(
      limits,
      rejects.filter((value) => check.accept.includes(value)),
      permits,
    ),
    isDoubtful: !isEnum && rejects.length + permits.length > 0,
  };
}

function allowedByAll(limits: readonly ColumnLimit[]): readonly string[] {
  return limits.map((limit) => limit.values).reduce((all, values) => all.filter((value) => values.includes(value)));
}

function acceptedTexts(check: ValueCheck): readonly string[] {
  return check.empty === 'allow' ? [...check.accept, ''] : check.accept;
}

/** Values too many are only told where the constraints are known to the last condition. */
function verdictOf(
  limits: readonly ColumnLimit[],
  rejects: readonly string[],
  permits: readonly string[],
): ConstraintVerdict {
  const rejecting = limits.filter((limit) => rejects.some((value) => !limit.values.includes(value)));
  const isExact = limits.every((limit) => limit.isExact);
  return {
    by: (rejecting.length > 0 ? rejecting : limits).map((limit) => limit.id),
    ...(isExact ? { allows: allowedByAll(limits) } : {}),
    rejects,
    permits: isExact ? permits : [],
  };
}

/** Compares again where texts differ, by the database's own equality: `1` and `1.0`, `Telegram` in a citext column. */
export async function compareInDatabase(
  client: ValueClient,
  check: ValueCheck,
  limits: readonly ColumnLimit[],
  type: ValueType,
): Promise<CatalogVerdict> {
  const compared: { readonly limit: ColumnLimit; readonly sets: ComparedSets }[] = [];
  for (const limit of limits) {
    const sets = await attempt(client, [dataException], () => compareSets(client, check, limit, type));
    if (sets !== undefined) compared.push({ limit, sets });
  }
  if (compared.length === 0) return { isProved: false, isDoubtful: false };
  const permittedBy = (some: typeof compared) =>
    some.map(({ sets }) => sets.permits).reduce((all, values) => all.filter((value) => values.includes(value)));
  const proofs = compared.filter(({ limit }) => limit.isProof);
  const rejects = [...new Set(compared.flatMap(({ sets }) => sets.rejects))];
  const usable = compared.map(({ limit }) => limit);
  return {
    isProved: proofs.some(({ sets }) => sets.permits.length === 0),
    verdict: verdictOf(usable, rejects, permittedBy(compared)),
    isDoubtful: false,
  };
}

interface ComparedSets {
  readonly rejects: readonly string[];
  readonly permits: readonly string[];
}

async function compareSets(
  client: ValueClient,
  check: ValueCheck,
  limit: ColumnLimit,
  type: ValueType,
): Promise<ComparedSets> {
  const typeName = limit.comparesText ? 'text' : type.name;
  const equal = limit.comparesText ? 'operator(pg_catalog.=)' : (type.ordering?.equal ?? '=');
  const collation = limit.comparesText || type.looseCollation === undefined ? '' : ` collate ${type.looseCollation}`;
  const notIn = (values: string, others: string) => `to_json(array(
    select v
    from unnest(${values}::text[]) v
    where not (v::${typeName}${collation} ${equal} any (${others}::${typeName}[]))))`;
  const [row] = await ask<{ readonly rejects: readonly string[]; readonly permits: readonly string[] }>(
    client,
    `select ${notIn('$1', '$2')} as rejects, ${notIn('$2', '$3')} as permits`,
    check.accept,
    limit.values,
    acceptedTexts(check),
  );
  return row ?? { rejects: [], permits: limit.values };
}

/** Accepted values that are longer than the column's type lets in: an insert fails, it is not cut. */
export function findTooLong(accept: readonly string[], type: TypeName | undefined): readonly string[] {
  const [length] = type?.modifiers ?? [];
  const name = type?.path.at(-1) ?? '';
  if (length === undefined || !['varchar', 'bpchar'].includes(name)) return [];
  // Spaces at the end are cut without a word.
  return accept.filter((value) => [...value.replace(/ +$/u, '')].length > length);
}
