import type {
  AggregateAttributes,
  EventTriggerAttributes,
  PolicyAttributes,
  RewriteRuleAttributes,
  RoutineAttributes,
  TriggerAttributes,
  ViewAttributes,
} from '../../../../../lib/engines/postgres/program-kinds.ts';
import { both, type Cases, inTheName, twice } from './case.ts';

const view: Cases<ViewAttributes> = {
  missing: both('create view v as select 1 as a', ''),
  unexpected: both('', 'create view v as select 1 as a'),
  definition: [
    both('create view v as select 1 as a, 2 as b', 'create view v as select 1 as a'),
    both('create view v as select 1 as a', 'create view v as select 1 as a, 2 as b'),
    both(
      'create view v as select 1::bigint as a; create view w as select a from v',
      'create view v as select 1 as a; create view w as select a from v',
    ),
    both(
      'create table t (id int primary key); create view v as select id from t; create view w as select id from v',
      'create table t (id int primary key); create view v as select id from t; create view w as select id from v; alter table t rename to u',
    ),
  ],
  options: twice('create view v with (security_barrier) as select 1 as a', 'create view v as select 1 as a'),
  accessMethod: { none: 'a view keeps nothing' },
};

const materializedView: Cases<ViewAttributes> = {
  missing: both('create materialized view v as select 1 as a; create index i on v (a)', ''),
  unexpected: both('', 'create materialized view v as select 1 as a'),
  definition: both(
    'create materialized view v as select 1 as a; create index i on v (a); create view w as select a from v',
    'create materialized view v as select 2 as a; create view w as select a from v',
  ),
  options: twice(
    `create materialized view v with (fillfactor = 70, toast.autovacuum_enabled = off) as select 'a' as a`,
    `create materialized view v as select 'a' as a`,
  ),
  accessMethod: both(
    'create materialized view v as select 1 as a',
    'create access method leaves{n} type table handler heap_tableam_handler; create materialized view v using leaves{n} as select 1 as a',
  ),
};

const f = (options = '', args = 'a int', body = 'select 1', returns = 'int', language = 'sql') =>
  `create function f(${args}) returns ${returns} language ${language} ${options} as $$ ${body} $$;`;

const routine: Cases<RoutineAttributes> = {
  missing: both(f(), ''),
  unexpected: both('', f()),
  arguments: twice(f('', 'a int'), f('', 'b int default 1')),
  returns: both(
    `${f('immutable', 'a int', 'select 1', 'bigint')} create table t (c bigint default f(1)); create view v as select f(1) as f;`,
    `${f('immutable', 'a int', 'select 1')} create table t (c bigint default f(1)); create view v as select f(1) as f;`,
  ),
  language: both(f('', 'a int', 'begin return 1; end', 'int', 'plpgsql'), f()),
  body: both(f('', 'a int', 'select 2'), f()),
  sqlBody: both(
    'create function f(a int) returns int return a + 1',
    'create function f(a int) returns int return a + 2',
    14,
  ),
  library: { none: 'the embedded PostgreSQL has no library to load; it is replaced as the body is' },
  volatility: twice(f('stable'), f()),
  isStrict: twice(f('strict'), f()),
  isSecurityDefiner: twice(f('security definer'), f()),
  isLeakproof: twice(f('leakproof'), f()),
  isWindow: both(
    `create function f() returns bigint language internal window as 'window_row_number'`,
    `create function f() returns bigint language internal as 'window_row_number'`,
  ),
  parallel: twice(f('parallel safe'), f()),
  settings: twice(f(`set work_mem = '1MB'`), f()),
  cost: twice(f('cost 7'), f()),
  rows: twice(f('rows 7', 'a int', 'select 1', 'setof int'), f('', 'a int', 'select 1', 'setof int')),
  support: twice(f('support pg_catalog.generate_series_int4_support'), f()),
};

const procedure: Cases<Pick<RoutineAttributes, 'body' | 'arguments'>> = {
  missing: both('create procedure p(a int) language sql as $$ select 1 $$', ''),
  unexpected: both('', 'create procedure p(a int) language sql as $$ select 1 $$'),
  body: both(
    'create procedure p(a int) language sql as $$ select 1 $$',
    'create procedure p(a int) language sql as $$ select 2 $$',
  ),
  arguments: both(
    'create procedure p(a int) language sql as $$ select 1 $$',
    'create procedure p(b int) language sql as $$ select 1 $$',
  ),
};

const aggregate: Cases<AggregateAttributes> = {
  missing: both('create aggregate g(int) (sfunc = int4pl, stype = int)', ''),
  unexpected: both('', 'create aggregate g(int) (sfunc = int4pl, stype = int)'),
  arguments: both(
    'create aggregate g(a int) (sfunc = int4pl, stype = int)',
    'create aggregate g(b int) (sfunc = int4pl, stype = int)',
  ),
  definition: [
    both(
      `create aggregate g(int) (sfunc = int4pl, stype = int, initcond = '1')`,
      'create aggregate g(int) (sfunc = int4pl, stype = int)',
    ),
    both(
      'create aggregate g(int) (sfunc = int8_avg_accum_inv_{s}, stype = int)'.replace(
        'int8_avg_accum_inv_{s}',
        'int4mul',
      ),
      'create aggregate g(int) (sfunc = int4pl, stype = int)',
    ),
  ],
};

const fired = `create table t (id int); create table u (id int);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;`;

const trigger: Cases<TriggerAttributes> = {
  missing: both(`${fired} create trigger g before insert on t execute function touch();`, fired),
  unexpected: both(fired, `${fired} create trigger g before insert on t execute function touch();`),
  belongsTo: inTheName,
  definition: both(
    `${fired} create trigger g before insert on t for each row execute function touch();`,
    `${fired} create trigger g before update on t for each row execute function touch();`,
  ),
  firing: twice(
    `${fired} create trigger g before insert on t execute function touch(); alter table t enable always trigger g;`,
    `${fired} create trigger g before insert on t execute function touch();`,
  ),
};

const rewriteRule: Cases<RewriteRuleAttributes> = {
  missing: both(
    'create table t (id int); create rule k as on delete to t do instead nothing',
    'create table t (id int)',
  ),
  unexpected: both(
    'create table t (id int)',
    'create table t (id int); create rule k as on delete to t do instead nothing',
  ),
  belongsTo: inTheName,
  definition: both(
    'create table t (id int); create rule k as on delete to t do instead nothing',
    'create table t (id int); create rule k as on update to t do instead nothing',
  ),
  firing: twice(
    'create table t (id int); create rule k as on delete to t do instead nothing; alter table t disable rule k',
    'create table t (id int); create rule k as on delete to t do instead nothing',
  ),
};

const policy: Cases<PolicyAttributes> = {
  missing: both('create table t (id int); create policy p on t', 'create table t (id int)'),
  unexpected: both('create table t (id int)', 'create table t (id int); create policy p on t'),
  belongsTo: inTheName,
  command: both(
    'create table t (id int); create policy p on t for select',
    'create table t (id int); create policy p on t',
  ),
  isRestrictive: twice(
    'create table t (id int); create policy p on t as restrictive',
    'create table t (id int); create policy p on t',
  ),
  roles: both(
    'create table t (id int); create policy p on t to pg_monitor',
    'create table t (id int); create policy p on t to public',
  ),
  using: twice(
    'create table t (id int); create policy p on t using (id > 0)',
    'create table t (id int); create policy p on t',
  ),
  check: twice(
    'create table t (id int); create policy p on t with check (id > 0)',
    'create table t (id int); create policy p on t',
  ),
};

const eventTrigger: Cases<EventTriggerAttributes> = {
  missing: both(
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
    'create function e() returns event_trigger language plpgsql as $$ begin end $$',
  ),
  unexpected: both(
    'create function e() returns event_trigger language plpgsql as $$ begin end $$',
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
  ),
  event: both(
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on ddl_command_end execute function e()',
  ),
  tags: both(
    `create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop when tag in ('DROP TABLE') execute function e()`,
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
  ),
  function: both(
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create function o() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function o()',
  ),
  firing: twice(
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e(); alter event trigger e{n} disable',
    'create function e() returns event_trigger language plpgsql as $$ begin end $$; create event trigger e{n} on sql_drop execute function e()',
  ),
};

/** By kind and attribute. */
export const programs = {
  view,
  'materialized-view': materializedView,
  function: routine,
  procedure,
  aggregate,
  trigger,
  rule: rewriteRule,
  policy,
  'event-trigger': eventTrigger,
} as const;
