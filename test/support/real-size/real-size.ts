import { readFileSync } from 'node:fs';
import { eventStore } from './event-store.ts';
import { facts } from './facts.ts';
import { tenants } from './tenants.ts';

const sqlFile = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** What later majors brought, spelled as people do, from the major on that has it. */
const since: readonly (readonly [major: number, sql: string])[] = [
  [
    14,
    `
create function shop.open_orders(customer bigint) returns setof shop.orders language sql stable
begin atomic
  select o.* from shop.orders o where o.customer_id = customer and o.status not in ('delivered', 'cancelled') order by o.placed_at desc;
end;
create function dwh.double(n numeric) returns numeric language sql immutable return n * 2 + extract(day from date '2024-01-02');
create procedure shop.forget(customer bigint) language sql
begin atomic
  delete from shop.wishlists where customer_id = customer;
  update shop.customers set phone = null, deleted_at = now() where id = customer and deleted_at is null;
end;
create table dwh.openings (id integer primary key, at tsmultirange default '{}', body text compression pglz);
create statistics dwh.openings_bodies (mcv) on lower(body), (id % 7) from dwh.openings;
create view "Reports".descendants as
  with recursive tree as (select id, parent from dwh.sales_segment union all select s.id, s.parent from dwh.sales_segment s join tree t on s.parent = t.id)
    search depth first by id set ordering cycle id set is_cycle using path
  select id, is_cycle from tree order by ordering;
`,
  ],
  [
    15,
    `
create table shop.aliases (brand_id smallint, alias text, unique nulls not distinct (brand_id, alias));
create view shop.invoker with (security_invoker = true) as select id, title from shop.products where title ~ 'a';
create sequence shop.numbers;
alter table shop.wishlists add constraint wishlists_added foreign key (customer_id) references shop.customers on delete set null (customer_id);
`,
  ],
  [
    16,
    `create view dwh.json_parts as select json_array(1, 2) as list, json_object('id': id, 'share': share absent on null) as parts, quoted is json object as is_object from dwh.runs;`,
  ],
  [
    17,
    `
create view dwh.meta_lines as
  select f.day, j.* from dwh.sales_fact f, json_table(f.meta, '$.lines[*]' columns (line integer path '$.no', name text path '$.name' default '-' on empty)) j;
create view dwh.meta_v as select json_value(meta, '$.v' returning integer) as v, json_exists(meta, '$.v') as there, random(1, 6) as dice from dwh.sales_fact;
`,
  ],
  [
    18,
    `
create table shop.offers (
  id uuid default uuidv7() primary key, price numeric not null, gross numeric generated always as (price * 1.19) virtual,
  constraint sane check (price > 0) not enforced
);
create view shop.casefolded as select casefold(title) as title from shop.products;
`,
  ],
];

/**
 * Schemas as big and as varied as those of real firms: a shop, a CRM with tenants, an event store and a warehouse, some
 * 550 tables with views, functions, triggers, policies, rules and partitions; one text a migration.
 *
 * @param major what a server of this major can have
 */
export function realSize(major: number): readonly string[] {
  return [
    sqlFile('shop.sql'),
    tenants,
    eventStore,
    sqlFile('analytics.sql'),
    facts,
    ...since.flatMap(([from, sql]) => (major >= from ? [sql] : [])),
  ];
}
