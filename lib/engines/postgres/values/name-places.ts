import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import type { TablePart } from './table-part.ts';
import { ask, type ValueClient } from './value-client.ts';

/** Most characters of a key that are shown. */
const keyCharacters = 100;

/**
 * Adds to a part how one of its rows is named: by its primary key where our role may read that, else by its address,
 * which holds until the row is written or moved.
 */
export async function namePlaces(client: ValueClient, part: TablePart): Promise<TablePart> {
  const rows = await ask<{ name: string }>(
    client,
    `select a.attname as name
    from pg_index i
    cross join lateral unnest(i.indkey::smallint[]) with ordinality k(attnum, position)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = $1 and i.indisprimary and k.position <= i.indnkeyatts
      and has_column_privilege(i.indrelid, a.attnum, 'SELECT')
    order by k.position`,
    part.oid,
  );
  if (rows.length === 0) return part.kind === 'f' ? part : { ...part, place: `'ctid=' || ctid::text` };
  const columns = rows.map(
    ({ name }) => `${quoteLiteral(`${name}=`)} || left(${quoteIdentifier(name)}::text, ${keyCharacters})`,
  );
  return { ...part, place: `concat_ws(', ', ${columns.join(', ')})` };
}
