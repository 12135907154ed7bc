import type { StrayValue } from '../../../../values/value-check.ts';
import { sqlState } from '../../sqlstate.ts';
import { fromPart, type Look } from '../look.ts';
import type { TablePart } from '../table-part.ts';
import { ask, attempt, limitStatement } from '../value-client.ts';

/** Most values that are looked for in the rows: each costs a scan up to its first row. */
const soughtValues = 5;

/**
 * Stray values among those that ANALYZE found most common, as far as a row still holds them: statistics outlive the
 * rows. They show at once what a scan may take many runs to reach, and never that there is nothing else.
 *
 * @see https://www.postgresql.org/docs/18/view-pg-stats.html
 */
export async function findCommonStrays(look: Look, part: TablePart, limitMs: number): Promise<readonly StrayValue[]> {
  const { client, check, type, accepted, subject } = look;
  if (!look.seeks.values) return [];
  const common = await ask<{ value: string }>(
    client,
    `select v::text as value
    from pg_stats s
    cross join lateral unnest(
      (${type.isArray ? 's.most_common_elems' : 's.most_common_vals'})::text::${type.name}[]
    ) v
    where s.schemaname = $2 and s.tablename = $3 and s.attname = $4 and not s.inherited
      and not (${accepted.isAccepted('v')})
    limit ${soughtValues}`,
    accepted.parameter,
    part.schema,
    part.name,
    look.column,
  );
  const equal = type.ordering?.equal ?? '=';
  const condition = check.where === undefined ? '' : `and (${check.where}\n)`;
  const match = type.isArray ? `$1::${type.name} ${equal} any (${subject})` : `${subject} ${equal} $1::${type.name}`;
  await limitStatement(client, limitMs);
  const found: StrayValue[] = [];
  for (const { value } of common) {
    const rows = await attempt(client, [sqlState.queryCanceled], () =>
      ask(client, `select 1 as hit from ${fromPart(part)} where ${match} ${condition} limit 1`, value),
    );
    if (rows !== undefined && rows.length > 0) found.push({ value, rows: 1, rowsAreAtLeast: true });
  }
  return found;
}
