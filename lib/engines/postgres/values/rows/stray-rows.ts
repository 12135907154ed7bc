import { fromPart, type Look } from '../look.ts';
import type { TablePart } from '../table-part.ts';

/** Rows on these pages of the heap: the first one included, the last one not. */
export interface Pages {
  readonly from: number;
  readonly to: number;
}

/**
 * The query for the stray values of a part, one row each time that a row of the part holds one: the value as `v`, its
 * address as `tid`, and where it is told as `place`.
 */
export function strayRows(look: Look, part: TablePart, pages?: Pages): string {
  const { check, type, accepted, seeks, subject } = look;
  const conditions = [
    ...(pages === undefined ? [] : [onPages(pages, look.major)]),
    ...(check.where === undefined ? [] : [`(${check.where}\n)`]),
  ];
  // The address of a row takes the right to read the whole table, and foreign rows have none.
  const address = pages === undefined ? 'null::tid' : 'ctid';
  const chosen = `
    select ${subject} as subject, ${address} as tid, ${part.place ?? 'null::text'} as place
    from ${fromPart(part)}
    ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}`;
  const isStray = (value: string, nulls: boolean) =>
    [...(seeks.values ? [`not (${accepted.isAccepted(value)})`] : []), ...(nulls ? [`${value} is null`] : [])].join(
      ' or ',
    );
  if (!type.isArray) {
    return `select c.subject as v, c.tid, c.place from (${chosen}) c where ${isStray('c.subject', seeks.nulls)}`;
  }
  // An element that an array repeats is still one row with that value.
  const elements =
    seeks.values || seeks.nullElements
      ? [`select distinct e.v from unnest(c.subject) e(v) where ${isStray('e.v', seeks.nullElements)}`]
      : [];
  const whole = seeks.nulls ? ['select null where c.subject is null'] : [];
  return `
    select x.v, c.tid, c.place
    from (${chosen}) c
    cross join lateral (${[...elements, ...whole].join(' union all ')}) x(v)`;
}

/**
 * Before 14 a range of row addresses would read the whole table, so there every address that a page can have is
 * looked up: a row pointer takes 28 bytes with the smallest row, after a header of 24.
 *
 * @see https://www.postgresql.org/docs/18/storage-page-layout.html
 */
function onPages({ from, to }: Pages, major: number): string {
  if (major >= 14) return `ctid >= '(${from},0)'::tid and ctid < '(${to},0)'::tid`;
  return `ctid = any (array(
    select ('(' || p || o.suffix)::tid
    from generate_series(${from}, ${to - 1}) p
    cross join (
      select ',' || n || ')' as suffix
      from generate_series(1, (current_setting('block_size')::int - 24) / 28) n
    ) o))`;
}
