import { type Pairs, side } from './pair.ts';

const server = 'create foreign data wrapper d{n}; create server w{n} foreign data wrapper d{n};';
const called = 'create function called() returns event_trigger language plpgsql as $$ begin end $$;';

/** The rules of everything else. */
export const otherPairs: Pairs = {
  'mend-collation': [
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side(
        `create collation c (locale = 'C'); create table t (v text collate c)`,
        `create collation c (locale = 'POSIX'); create table t (v text collate c)`,
      ),
      twin: side(`create collation c (locale = 'C')`, ''),
    },
  ],
  'mend-composite-type': [
    {
      hazard: 'DELETES_DATA',
      unsafe: side('create type c as (a int)', 'create type c as (a int, b text)'),
      twin: side('create type c as (a int)', ''),
    },
  ],
  'mend-domain': [
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side('create domain d as bigint; create table t (c d)', 'create domain d as int; create table t (c d)'),
      twin: side('create domain d as bigint check (value > 0)', ''),
    },
  ],
  'mend-enum': [
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side(`create type e as enum ('a')`, `create type e as enum ('a', 'b')`),
      twin: side(`create type e as enum ('a', 'b')`, `create type e as enum ('b')`),
    },
  ],
  'mend-event-trigger': [
    {
      hazard: 'REPLACE_DEFINITION',
      unsafe: side(`${called} create event trigger e{n} on sql_drop execute function called()`, called),
      twin: side(called, ''),
    },
  ],
  'mend-extension': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('', 'create extension cube'),
      twin: side('create extension citext', ''),
      allow: ['CREATES_EXTENSION'],
    },
  ],
  'mend-foreign-data-wrapper': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('', 'create foreign data wrapper d{n}'),
      twin: side('create foreign data wrapper d{n}', ''),
      allow: ['REACHES_OUTSIDE'],
    },
  ],
  'mend-foreign-server': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('create foreign data wrapper d{n}', server),
      twin: side(server, 'create foreign data wrapper d{n}'),
      allow: ['REACHES_OUTSIDE'],
    },
  ],
  'mend-foreign-table': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side(server, `${server} create foreign table t (id int) server w{n}`),
      twin: side(`${server} create foreign table t (id int) server w{n}`, server),
      allow: ['REACHES_OUTSIDE'],
    },
  ],
  'mend-publication': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('', 'create publication p{n}'),
      twin: side('create publication p{n}', ''),
      allow: ['CHANGES_REPLICATION'],
    },
  ],
  'mend-publication-table': [
    {
      hazard: 'DELETES_DATA',
      unsafe: side('create publication p{n}', 'create table t (id int); create publication p{n} for table t'),
      twin: side(
        'create table t (id int); create publication p{n} for table t',
        'create table t (id int); create publication p{n}',
      ),
      allow: ['CHANGES_REPLICATION'],
    },
  ],
  'mend-range-type': [
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side(
        'create type r as range (subtype = float8, subtype_diff = float8mi)',
        'create type r as range (subtype = float8)',
      ),
      twin: side('create type r as range (subtype = float8)', ''),
    },
  ],
  'mend-routine': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side(
        'create function f() returns bigint language sql as $$ select 1 $$',
        'create function f() returns int language sql as $$ select 1 $$',
      ),
      twin: side('create function f() returns bigint language sql as $$ select 1 $$', ''),
    },
  ],
  'mend-schema': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('', 'create schema extra{n}'),
      twin: side('create schema extra{n}', ''),
    },
  ],
  'mend-user-mapping': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side(server, `${server} create user mapping for public server w{n}`),
      twin: side(`${server} create user mapping for public server w{n}`, server),
      allow: ['REACHES_OUTSIDE', 'MAY_FAIL_ON_DATA'],
    },
  ],
  'mend-view': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('create view v as select 1 as a', 'create view v as select 1 as a, 2 as b'),
      twin: side('create view v as select 1 as a, 2 as b', ''),
    },
    {
      hazard: 'TABLE_SCAN',
      unsafe: side('create materialized view m as select 1 as a', ''),
      twin: side('create view v as select 1 as a, 2 as b', 'create view v as select 1 as a'),
      allow: ['REPLACE_DEFINITION'],
    },
  ],
};
