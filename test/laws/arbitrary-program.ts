import fc from 'fast-check';
import { quoteName, quoteText } from './arbitrary-name.ts';
import type { Qualified, RandomProgram, RandomRoutine, RandomTable, RandomView } from './random-schema.ts';
import { quoteQualified } from './write-schema.ts';

/** What is drawn of the code in a schema before anything has a name. Numbers choose by their remainder. */
export interface ProgramChoices {
  readonly routines: readonly { readonly place: number; readonly form: number }[];
  readonly views: readonly {
    readonly place: number;
    readonly target: number;
    readonly form: number;
    readonly column: number;
    readonly isMaterialized: boolean;
  }[];
  readonly programs: readonly { readonly target: number; readonly form: number; readonly column: number }[];
}

/** Draws the code of a schema. */
export const choosePrograms: fc.Arbitrary<ProgramChoices> = fc.record({
  routines: fc.array(fc.record({ place: fc.nat({ max: 5 }), form: fc.nat({ max: 99 }) }), { maxLength: 3 }),
  views: fc.array(
    fc.record({
      place: fc.nat({ max: 5 }),
      target: fc.nat({ max: 99 }),
      form: fc.nat({ max: 99 }),
      column: fc.nat({ max: 99 }),
      isMaterialized: fc.nat({ max: 3 }).map((n) => n === 0),
    }),
    { maxLength: 3 },
  ),
  programs: fc.array(
    fc.record({ target: fc.nat({ max: 99 }), form: fc.nat({ max: 99 }), column: fc.nat({ max: 99 }) }),
    {
      maxLength: 4,
    },
  ),
});

/** What naming the code needs to know of the schema around it. */
export interface ProgramSurroundings {
  readonly names: readonly string[];
  readonly take: (place: number) => Qualified;
  readonly tables: readonly RandomTable[];
}

function at<T>(list: readonly T[], i: number): T | undefined {
  return list[i % list.length];
}

const routineForms: readonly (readonly [kind: RandomRoutine['kind'], definition: string])[] = [
  [
    'function',
    `({a} integer default 1, {b} text default 'it''s') returns text language sql immutable as $f$ select $2 || $1 $f$`,
  ],
  [
    'function',
    `({a} timestamptz default now() - interval '1 day') returns integer language sql stable strict cost 7 as $f$ select 1 $f$`,
  ],
  [
    'function',
    `({a} integer) returns table ({b} integer, {c} text) language sql rows 10 as $f$ select 1, 'a'::text $f$`,
  ],
  [
    'function',
    `(variadic {a} integer[] default '{}') returns bigint language sql parallel safe as $f$ select 2::bigint $f$`,
  ],
  [
    'function',
    `({a} character varying(5), out {b} text, out {c} text[]) language plpgsql security definer set search_path = pg_catalog, "$user" as $f$ begin {b} := 'xy'; end $f$`,
  ],
  ['procedure', `({a} integer, inout {b} text default 'a''b') language plpgsql as $f$ begin {b} := 'x'; end $f$`],
  ['procedure', `() language sql set work_mem = '64kB' as $f$ select 1 $f$`],
];

/** Gives each drawn routine its name; the last is what triggers call. */
export function nameRoutines(
  { routines }: ProgramChoices,
  { names, take }: Omit<ProgramSurroundings, 'tables'>,
): readonly RandomRoutine[] {
  // PL/pgSQL calls the first parameter `$1` as well, whatever its name.
  const [a = 'a', b = 'b', c = 'c'] = names.filter((name) => name !== '$1').toReversed();
  const named = routines.flatMap(({ place, form }): readonly RandomRoutine[] => {
    const [kind, template] = at(routineForms, form) ?? [];
    if (kind === undefined || template === undefined) return [];
    const definition = [a, b, c].reduce(
      (text, name, i) => text.replaceAll(`{${'abc'[i]}}`, () => quoteName(name)),
      template,
    );
    return [{ ...take(place), kind, definition }];
  });
  const called = {
    kind: 'function',
    definition: 'returns trigger language plpgsql as $f$ begin return new; end $f$',
  } as const;
  return [...named, { ...take(0), ...called, definition: `() ${called.definition}` }];
}

/** Queries of a table `{t}`, of which `{c}` is a column; they give columns `{x}` and, some, `{y}`. */
const queries: readonly string[] = [
  'select * from {t}',
  'select {c} is null as {x}, count({c}) as {y} from {t} group by 1',
  'with found as (select t.{c} as {x}, row_number() over () as {y} from {t} t) select {x}, {y} from found where {y} > 1',
  'select a.{c} as {x}, exists (select from {t} b where b.{c} is not null) as {y} from {t} a left join lateral (values (1), (2)) v on true',
  `select array_agg({c}::text order by {c}::text desc) filter (where {c} is not null) as {x}, 'it''s' as {y} from {t}`,
  'select {c} as {x} from {t} union all select {c} from {t} where extract(year from now()) in (2000, 2001)',
  `select coalesce({c}::text, 'a') as {x}, case when {c} is null then 1 else 2 end as {y} from {t} where {c}::text not in ('a', 'b')`,
];

/** Gives each drawn view its name, its query and what it reads. */
export function nameViews(
  { views }: ProgramChoices,
  { names, take, tables }: ProgramSurroundings,
): readonly RandomView[] {
  const [x = 'x', y = 'y'] = names.toReversed();
  const named: RandomView[] = [];
  for (const { place, target, form, column, isMaterialized } of views) {
    const table = at(tables, target);
    const read = at(table?.columns ?? [], column);
    const query = at(queries, form);
    if (table === undefined || read === undefined || query === undefined) continue;
    const below = named.at(-1);
    // A view that reads another one has to fall, and come back, with it.
    const isOnView = below !== undefined && form % 5 === 0;
    const text = isOnView
      ? `select count(*) as {x}, '{}'::text[] as {y} from ${quoteQualified(below)}`
      : query.replaceAll('{t}', () => quoteQualified(table)).replaceAll('{c}', () => quoteName(read.name));
    const definition = text.replaceAll('{x}', () => quoteName(x)).replaceAll('{y}', () => quoteName(y));
    const hasIndex = isMaterialized && isOnView;
    const barrier = !isMaterialized && form % 4 === 0 ? 'with (security_barrier) ' : '';
    named.push({
      ...take(place),
      isMaterialized,
      definition: `${barrier}as ${definition}${isMaterialized ? ' with no data' : ''}`,
      reads: [isOnView ? below : table],
      indexes: hasIndex
        ? [{ name: take(place).name, definition: `(${quoteName(x)} desc)`, isUnique: form % 2 === 0 }]
        : [],
    });
  }
  return named;
}

type Draw = (name: string, table: string, column: string, call: string) => RandomProgram;

const programForms: readonly Draw[] = [
  trigger('create trigger {n} before insert on {t} for each row execute function {f}()'),
  trigger(
    `create trigger {n} after update of {c} on {t} for each row when (old.{c}::text is distinct from new.{c}::text) execute function {f}('a', 'it''s')`,
  ),
  trigger(
    'create trigger {n} after insert or delete or truncate on {t} execute function {f}()',
    'alter table {t} disable trigger {n}',
  ),
  trigger(
    'create trigger {n} after delete on {t} referencing old table as gone for each statement execute function {f}()',
    'alter table {t} enable always trigger {n}',
  ),
  policy('create policy {n} on {t} using ({c} is not null)', 'alter table {t} enable row level security'),
  policy(
    `create policy {n} on {t} as restrictive for update to public, current_user using (extract(hour from now()) in (1, 2)) with check ({c}::text <> 'x')`,
  ),
  policy(
    "create policy {n} on {t} for insert with check (current_user in ('a', 'b'))",
    'alter table {t} force row level security',
  ),
  rule('create rule {n} as on delete to {t} do instead nothing'),
  rule(
    'create rule {n} as on update to {t} where old.{c} is null and extract(dow from now()) = 1 do also select 1 as one',
  ),
  rule(
    'create rule {n} as on insert to {t} do also (notify heard; select new.{c})',
    'alter table {t} disable rule {n}',
  ),
];

/** Puts triggers, policies and rules on the tables that they were drawn for. */
export function addPrograms(
  tables: readonly RandomTable[],
  { programs }: ProgramChoices,
  { names, call }: { readonly names: readonly string[]; readonly call: Qualified | undefined },
): readonly RandomTable[] {
  return tables.map((table, t) => ({
    ...table,
    programs: programs.flatMap(({ target, form, column }, i): readonly RandomProgram[] => {
      const about = at(table.columns, column);
      const draw = at(programForms, form);
      if (target % tables.length !== t || about === undefined || draw === undefined || call === undefined) return [];
      const name = names.at(-1 - i) ?? `program ${quoteText(String(i))}`;
      return [draw(quoteName(name), quoteQualified(table), quoteName(about.name), quoteQualified(call))];
    }),
  }));
}

function statementsOf(kind: RandomProgram['kind'], templates: readonly string[]): Draw {
  return (name, table, column, call) => ({
    kind,
    statements: templates.map((text) =>
      text
        .replaceAll('{n}', () => name)
        .replaceAll('{t}', () => table)
        .replaceAll('{c}', () => column)
        .replaceAll('{f}', () => call),
    ),
  });
}

function trigger(...templates: readonly string[]): Draw {
  return statementsOf('trigger', templates);
}

function policy(...templates: readonly string[]): Draw {
  return statementsOf('policy', templates);
}

function rule(...templates: readonly string[]): Draw {
  return statementsOf('rule', templates);
}
