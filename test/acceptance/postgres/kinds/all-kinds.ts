/**
 * One of everything that types, collations, statistics, publications, foreign data and storage have to offer on every
 * supported major, in one database. Statements that need a later one are apart, by the major that brought them.
 */
const allKinds = `
  create schema app;
  create collation app.german (provider = icu, locale = 'de-u-co-phonebk');
  create collation app.blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  create collation app.bytes (locale = 'C');
  create type app.address as (street text, zip character(5), "City" varchar(20) collate "C");
  create type app.place as (name text, address app.address, others app.address[]);
  create type app.floats as range (subtype = float8, subtype_diff = float8mi);
  create type app.words as range (subtype = text, collation = app.bytes);
  create table app.people of app.address (primary key (street) with (fillfactor = 70));
  create table app.t (
    id int primary key,
    code int not null,
    body text collate app.german,
    home app.address,
    spans app.floats[],
    unique (code) with (fillfactor = 80)
  ) with (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_vacuum_scale_factor = 0.2);
  alter table app.t alter column body set storage external;
  alter table app.t alter column code set statistics 200;
  alter table app.t alter column code set (n_distinct = -0.5);
  create unique index t_by_code on app.t (code, id);
  alter table app.t replica identity using index t_by_code;
  alter table app.t cluster on t_pkey;
  create table app.whole (id int, at timestamptz);
  alter table app.whole replica identity full;
  create statistics app.by_place (ndistinct, dependencies) on id, code from app.t;
  alter statistics app.by_place set statistics 50;
  create publication changes for table app.t, app.people with (publish = 'insert, update', publish_via_partition_root = true);
  create publication everything for all tables;
  create foreign data wrapper files options (debug 'true');
  create server warehouse type 'postgres' version '9' foreign data wrapper files
    options (host 'warehouse.internal', port '5432', password 'server-secret-1');
  create user mapping for public server warehouse options (user 'reporter', password 'mapping-secret-2');
  create foreign table app.elsewhere (
    id int options (column_name 'key', token 'column-secret-3') not null,
    at date default '2024-01-01',
    check (id > 0)
  ) server warehouse options (table_name 'orders', api_key 'table-secret-4');
  create table app.parts (id int, at date) partition by range (id);
  create foreign table app.part_elsewhere partition of app.parts for values from (1) to (10) server warehouse;
  -- Which 16 and later write as de-AT.
  create collation app.spelled (provider = icu, locale = 'de_AT');
  create collation app."Ünï" (locale = 'POSIX');
  create type app."Sp ace.x" as ("a ""b""" text collate app."Ünï", "1" int);
  create type app."r:(ange)" as range (subtype = text, collation = app."Ünï");
  create table app."T.t" ("c c" app."r:(ange)", "D""d" app."Sp ace.x", n int, m int) with (fillfactor = 50);
  create statistics app."st at" on n, m from app."T.t";
  create publication "odd ""one"".x" for table app."T.t";
  create server "we.ird: 1" foreign data wrapper files options ("host" 'it"s \\ here');
  create user mapping for public server "we.ird: 1";
  create foreign table app."f.t" ("c c" int) server "we.ird: 1";
`;

/** What 14 brought. */
const since14 = `
  alter table app.t alter column body set compression pglz;
  create statistics app.by_word on lower(body), code from app.t;
  create type app.spans as range (subtype = int8, multirange_type_name = app.many_spans);
`;

/** What 15 brought. */
const since15 = `
  create publication few for table app.whole (id) where (id > 10 and at is not null);
  create publication spread for tables in schema app, public;
  create unlogged sequence app.fleeting;
`;

/** What 16 brought. */
const since16 = `
  create collation app.ruled (provider = icu, locale = 'und', rules = '& V << w <<< W');
`;

/** Secrets that the statements hold. */
export const secrets = [1, 2, 3, 4, 5, 6].map((number) => `-secret-${number}`);

/** Changes something about each of them. */
export const drifted = `
  alter type app.place drop attribute others;
  drop type app.words;
  drop collation app.bytes;
  drop collation app.blind;
  create collation app.blind (provider = icu, locale = 'und-u-ks-level1');
  drop statistics app.by_place;
  create statistics app.by_place (ndistinct) on id, code from app.t;
  alter publication changes set (publish = 'insert, delete', publish_via_partition_root = false);
  alter publication changes drop table app.people;
  drop publication everything;
  create publication everything;
  alter foreign data wrapper files options (set debug 'false');
  alter server warehouse options (set host 'elsewhere.internal', drop port, set password 'server-secret-5');
  drop user mapping for public server warehouse;
  create user mapping for current_user server warehouse options (password 'mapping-secret-6');
  alter foreign table app.elsewhere options (set table_name 'other');
  alter foreign table app.elsewhere alter column id options (set column_name 'k');
  alter foreign table app.elsewhere drop constraint elsewhere_id_check;
  alter table app.t set (fillfactor = 90);
  alter table app.t reset (autovacuum_enabled);
  alter table app.t replica identity full;
  alter table app.t set without cluster;
  alter table app.whole replica identity default;
  alter table app.people not of;
  alter table app.t alter column body set storage extended;
  alter table app.t alter column code set statistics -1;
  alter table app.t alter column code reset (n_distinct);
  alter index app.t_code_key set (fillfactor = 50);
  alter index app.people_pkey reset (fillfactor);
`;

export const driftedSince14 = `
  alter table app.t alter column body set compression default;
  alter type app.many_spans rename to other_spans;
`;

export const driftedSince15 = `
  alter publication few set table app.whole (id, at) where (id > 5);
  alter publication spread drop tables in schema public;
  alter sequence app.fleeting set logged;
`;

/** All that a major knows. */
export function allKindsOf(major: number): readonly string[] {
  return [
    allKinds,
    ...(major >= 14 ? [since14] : []),
    ...(major >= 15 ? [since15] : []),
    ...(major >= 16 ? [since16] : []),
  ];
}

/** Comments, owners and grants; `reader` and `keeper` stand for roles that the caller has made. */
export function extrasFor(reader: string, keeper: string): string {
  return `
    comment on schema app is 'all of it';
    comment on table app.t is 'it''s a \\ table';
    comment on column app.t.code is 'a column';
    comment on constraint t_code_key on app.t is 'a key';
    comment on index app.t_by_code is 'an index';
    comment on type app.address is 'a composite type';
    comment on type app.floats is 'a range type';
    comment on collation app.bytes is 'a collation';
    comment on statistics app.by_place is 'statistics';
    comment on publication changes is 'a publication';
    comment on foreign data wrapper files is 'a wrapper';
    comment on server warehouse is 'a server';
    comment on foreign table app.elsewhere is 'a foreign table';
    create sequence app.counter;
    comment on sequence app.counter is 'a sequence';
    alter table app.whole owner to ${keeper};
    alter type app.place owner to ${keeper};
    grant select, insert on app.t to ${reader} with grant option;
    grant all on app.whole to ${reader};
    grant select on app.t to public;
    grant update (code) on app.t to ${reader};
    grant usage on schema app to ${reader};
    grant usage on sequence app.counter to ${reader};
    grant usage on foreign server warehouse to ${reader};
    revoke usage on type app.address from public;
    alter default privileges for role ${keeper} in schema app grant select on tables to ${reader};
    alter default privileges for role ${keeper} revoke execute on functions from public;
    alter default privileges in schema app grant usage on sequences to ${reader};
  `;
}
