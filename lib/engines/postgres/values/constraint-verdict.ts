import type { ConstraintVerdict, ValueCheck } from '../../../values/value-check.ts';
import type { ColumnLimit } from './find-allowed-sets.ts';
import type { TypeName } from './type-name.ts';
import { ask, attempt, dataException, type ValueClient } from './value-client.ts';
import type { ValueType } from './value-type.ts';

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
  const allows = limits
    .map((limit) => limit.values)
    .reduce((all, values) => all.filter((value) => values.includes(value)));
  const accept = acceptedTexts(check);
  const rejects = accept.filter((value) => !allows.includes(value));
  const permits = allows.filter((value) => !accept.includes(value));
  const isEnum = limits.every((limit) => limit.id.startsWith('enum:'));
  return {
    isProved: permits.length === 0,
    verdict: verdictOf(
      limits,
      allows,
      rejects.filter((value) => check.accept.includes(value)),
      permits,
    ),
    isDoubtful: !isEnum && rejects.length + permits.length > 0,
  };
}

function acceptedTexts(check: ValueCheck): readonly string[] {
  return check.empty === 'allow' ? [...check.accept, ''] : check.accept;
}

/** Values too many are only told where the constraints are known to the last condition. */
function verdictOf(
  limits: readonly ColumnLimit[],
  allows: readonly string[],
  rejects: readonly string[],
  permits: readonly string[],
): ConstraintVerdict {
  const deciding = limits.filter(
    (limit) => rejects.length === 0 || rejects.some((value) => !limit.values.includes(value)),
  );
  const isExact = limits.every((limit) => limit.isExact);
  return {
    by: (deciding.length > 0 ? deciding : limits).map((limit) => limit.id),
    ...(isExact ? { allows } : {}),
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
  const usable: ColumnLimit[] = [];
  const rejects = new Set<string>();
  let permits: readonly string[] | undefined;
  for (const limit of limits) {
    const compared = await attempt(client, [dataException], () => compareSets(client, check, limit, type));
    if (compared === undefined) continue;
    usable.push(limit);
    for (const value of compared.rejects) rejects.add(value);
    permits = permits?.filter((value) => compared.permits.includes(value)) ?? compared.permits;
  }
  if (usable.length === 0 || permits === undefined) return { isProved: false, isDoubtful: false };
  const allows = usable
    .map((limit) => limit.values)
    .reduce((all, values) => all.filter((value) => values.includes(value)));
  return {
    isProved: permits.length === 0,
    verdict: verdictOf(usable, allows, [...rejects], permits),
    isDoubtful: false,
  };
}

async function compareSets(client: ValueClient, check: ValueCheck, limit: ColumnLimit, type: ValueType) {
  const typeName = limit.comparesText ? 'text' : type.name;
  const equal = limit.comparesText ? 'operator(pg_catalog.=)' : (type.ordering?.equal ?? '=');
  const collation = limit.comparesText || type.looseCollation === undefined ? '' : ` collate ${type.looseCollation}`;
  const notIn = (values: string, others: string) => `to_json(array(
    select v
    from unnest(${values}::text[]) v
    where not (v::${typeName}${collation} ${equal} any (${others}::${typeName}[]))))`;
  const [row] = await ask<{ rejects: readonly string[]; permits: readonly string[] }>(
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
