import { type Draft, fn, shown, table, unseen } from './change-drafts.ts';

/** @param role is granted rights and owns things */
export function objectChanges(role: string): readonly Draft[] {
  return [
    // Types
    shown(`create type @ as enum ('a', 'b')`, `alter type @ add value 'c'`),
    shown(`create type @ as enum ('a', 'b')`, `alter type @ add value 'c' before 'b'`),
    shown(`create type @ as enum ('a', 'b')`, `alter type @ rename value 'a' to 'z'`),
    shown(
      `create type @ as enum ('a', 'b'); create table @_t (c @ default 'a')`,
      `alter type @ rename value 'a' to 'z'`,
    ),
    shown('create domain @ as integer', 'alter domain @ add check (value > 0)'),
    shown('create domain @ as integer', 'alter domain @ set not null'),
    shown('create domain @ as integer', 'alter domain @ set default 5'),
    shown('create domain @ as integer; alter domain @ add constraint @_c check (value > 0) not valid', [
      'alter domain @ validate constraint @_c',
    ]),
    shown('create type @ as (a integer)', 'alter type @ add attribute b text'),
    shown('create type @ as (a integer)', 'alter type @ rename attribute a to b'),
    shown('create type @ as range (subtype = float8)', 'alter type @ rename to @_new'),
    shown('create type @ as (a integer); create table @_t (c @)', 'alter type @ rename to @_new'),
    shown('', `create collation @ (locale = 'C')`),
    shown(`create collation @ (locale = 'C')`, 'alter collation @ rename to @_new'),
    // Views
    shown(`${table}; create view @_v as select id from @`, 'create or replace view @_v as select id, n from @'),
    shown(`${table}; create view @_v as select id from @`, 'alter view @_v rename to @_w'),
    shown(`${table}; create view @_v as select id from @`, 'alter view @_v set (security_barrier = true)'),
    shown(`${table}; create view @_v as select id, n from @`, 'alter table @ rename column n to m'),
    shown(
      `${table}; create materialized view @_v as select id from @; create unique index on @_v (id)`,
      'create index on @_v (id) where id > 5',
    ),
    unseen(`${table}; create materialized view @_v as select id from @`, 'refresh materialized view @_v'),
    // Programs
    shown('', fn),
    shown(fn, `${fn.replace('create', 'create or replace').replace('+ 1', '+ 2')}`),
    shown(fn, 'alter function @(integer) volatile'),
    shown(fn, 'alter function @(integer) set work_mem = 1000'),
    shown(fn, 'alter function @(integer) rename to @_new'),
    shown(fn, 'alter function @(integer) cost 5'),
    shown(`${fn}; create table @_t (n integer default @(1))`, 'alter function @(integer) rename to @_new'),
    shown('create procedure @() language sql as $$ select 1 $$', 'drop procedure @()'),
    shown('', 'create aggregate @(integer) (sfunc = int4pl, stype = integer)'),
    shown(
      'create aggregate @(integer) (sfunc = int4pl, stype = integer)',
      'create or replace aggregate @(integer) (sfunc = int4mi, stype = integer)',
    ),
    shown(`${table}; create function @_f() returns trigger language plpgsql as $$ begin return new; end $$`, [
      'create trigger @_t before insert on @ for each row execute function @_f()',
    ]),
    ...['disable trigger @_t', 'enable replica trigger @_t', 'enable always trigger @_t'].map((what) =>
      shown(
        `${table}; create function @_f() returns trigger language plpgsql as $$ begin return new; end $$;
         create trigger @_t before insert on @ for each row execute function @_f()`,
        `alter table @ ${what}`,
      ),
    ),
    shown(`${table}; create rule @_r as on delete to @ do instead nothing`, 'alter table @ disable rule @_r'),
    shown(`${table}; create rule @_r as on delete to @ do instead nothing`, 'alter rule @_r on @ rename to @_s'),
    shown(table, 'create policy @_p on @ using (n > 0)'),
    shown(`${table}; create policy @_p on @ using (n > 0)`, 'alter policy @_p on @ using (n > 1)'),
    shown(`${table}; create policy @_p on @ using (n > 0)`, `alter policy @_p on @ to ${role}`),
    shown('create function @() returns event_trigger language plpgsql as $$ begin end $$', [
      'create event trigger @ on sql_drop execute function @()',
      'alter event trigger @ disable',
    ]),
    // Sequences, statistics, replication, foreign data
    shown('create sequence @', 'alter sequence @ increment 10'),
    shown('create sequence @', 'alter sequence @ cycle'),
    shown(`create sequence @; create table @_t (n integer)`, 'alter sequence @ owned by @_t.n'),
    shown('create table @ (n serial)', 'alter sequence @_n_seq owned by none'),
    shown('create sequence @', 'alter sequence @ as integer'),
    unseen('create sequence @', 'alter sequence @ restart with 50'),
    shown(table, 'create statistics @_s on id, n from @'),
    shown(`${table}; create statistics @_s on id, n from @`, 'alter statistics @_s set statistics 50'),
    shown(table, 'create publication @_p for table @'),
    shown(`${table}; create publication @_p`, 'alter publication @_p add table @'),
    shown('create publication @', `alter publication @ set (publish = 'insert')`),
    shown('create schema @; create publication @_p', 'alter publication @_p add tables in schema @', { since: 15 }),
    shown(table, 'create publication @_p for table @ (id) where (id > 5)', { since: 15 }),
    shown('create foreign data wrapper @', `alter foreign data wrapper @ options (add host 'h')`),
    shown(
      'create foreign data wrapper @; create server @ foreign data wrapper @',
      `alter server @ options (add host 'h')`,
    ),
    shown(
      'create foreign data wrapper @; create server @ foreign data wrapper @',
      'create user mapping for public server @',
    ),
    shown(
      'create foreign data wrapper @; create server @ foreign data wrapper @; create foreign table @_t (n integer) server @',
      `alter foreign table @_t options (add schema_name 's')`,
    ),
    // Comments, owners, grants
    shown(table, `comment on table @ is 'said'`),
    shown(`${table}; comment on table @ is 'said'`, `comment on table @ is 'otherwise'`),
    shown(`${table}; comment on column @.t is 'said'`, 'comment on column @.t is null'),
    shown(table, `grant select on @ to ${role}`),
    shown(`${table}; grant select on @ to ${role}`, `revoke select on @ from ${role}`),
    shown(table, `grant select (t) on @ to ${role}`),
    shown(table, `alter table @ owner to ${role}`),
    shown('create schema @', `grant usage on schema @ to ${role}`),
    shown('create schema @', 'alter schema @ rename to @_new'),
    shown(fn, 'revoke execute on function @(integer) from public'),
    shown('create schema @', `alter default privileges in schema @ grant select on tables to ${role}`),
    // Extensions
    shown('', 'create extension citext'),
    shown('create extension hstore', 'alter extension hstore drop function hstore_version_diag(hstore)'),
    shown(`create extension pg_trgm; create function @() returns integer language sql as $$ select 1 $$`, [
      'alter extension pg_trgm add function @()',
    ]),
    shown('create schema @; create extension fuzzystrmatch', 'alter extension fuzzystrmatch set schema @'),
    // Kinds that are only counted
    shown('', 'create text search dictionary @ (template = simple)'),
    shown('', 'create operator family @ using btree'),
    shown(
      'create text search configuration @ (copy = simple); create table @_t (t text);' +
        ` create index on @_t using gin (to_tsvector('@', t))`,
      'alter text search configuration @ rename to @_new',
    ),
  ];
}
