import { type Pairs, side } from './pair.ts';

const touched = `create table t (id int);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;`;

/** The rules of tables and what belongs to them. */
export const tablePairs: Pairs = {
  'mend-column': [
    {
      hazard: 'DELETES_DATA',
      unsafe: side('create table t (id int)', 'create table t (id int, name text)'),
      twin: side('create table t (id int, name text)', 'create table t (id int)'),
    },
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side('create table t (id int, at timestamptz default clock_timestamp())', 'create table t (id int)'),
      twin: side('create table t (id int, at timestamptz default now())', 'create table t (id int)'),
    },
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side('create table t (id bigint)', 'create table t (id int)'),
      twin: side('create table t (name varchar(20))', 'create table t (name varchar(10))'),
      allow: ['WIDEN_TYPE'],
    },
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side('create table t (id int, no int generated always as identity)', 'create table t (id int)'),
      twin: side('create table t (id int not null)', 'create table t (id int)'),
      allow: ['SET_NOT_NULL', 'ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA'],
    },
  ],
  'mend-constraint': [
    {
      hazard: 'BLOCKS_READS',
      unsafe: side('create table t (id int, exclude (id with =))', 'create table t (id int)'),
      twin: side('create table t (id int, unique (id))', 'create table t (id int)'),
      allow: ['MAY_FAIL_ON_DATA', 'ADD_CONSTRAINT_NOT_VALID'],
    },
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('create table t (id int)', 'create table t (id int check (id > 0))'),
      twin: side('create table t (id int check (id > 0))', 'create table t (id int)'),
      allow: ['ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA'],
    },
  ],
  'mend-default-privilege': [
    {
      hazard: 'CHANGES_PRIVILEGES',
      unsafe: side('alter default privileges for role pg_monitor in schema c{n} grant select on tables to public', ''),
      twin: side('create table t (id int)', ''),
    },
  ],
  'mend-extras': [
    {
      hazard: 'CHANGES_PRIVILEGES',
      unsafe: side('create table t (id int); grant select on t to pg_monitor', 'create table t (id int)'),
      twin: side(`create table t (id int); comment on table t is 'theirs'`, 'create table t (id int)'),
    },
  ],
  'mend-index': [
    {
      hazard: 'INDEX_DROPPED',
      unsafe: side(
        'create table t (a int, b int); create index i on t (a)',
        'create table t (a int, b int); create index i on t (b)',
      ),
      twin: side('create table t (a int); create index i on t (a)', 'create table t (a int)'),
    },
    {
      hazard: 'BREAKS_CLIENTS',
      unsafe: side(
        'create table t (a int); create index i on t (a)',
        'create table t (a int); create index other on t (a)',
      ),
      twin: side('create table t (a int); create unique index i on t (a)', 'create table t (a int)'),
      allow: ['MAY_FAIL_ON_DATA'],
    },
  ],
  'mend-policy': [
    {
      hazard: 'CHANGES_PRIVILEGES',
      unsafe: side('create table t (id int); create policy p on t', 'create table t (id int)'),
      twin: side('create table t (id int); create policy p on t; alter table t enable row level security', ''),
    },
  ],
  'mend-sequence': [
    {
      hazard: 'DELETES_DATA',
      unsafe: side('', 'create sequence s'),
      twin: side('create sequence s increment 5', ''),
    },
  ],
  'mend-statistics-object': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side(
        'create table t (a int, b int, c int); create statistics s on a, b from t',
        'create table t (a int, b int, c int); create statistics s on a, c from t',
      ),
      twin: side(
        'create table t (a int, b int, c int); create statistics s on a, b from t',
        'create table t (a int, b int, c int)',
      ),
    },
  ],
  'mend-table': [
    {
      hazard: 'DELETES_DATA',
      unsafe: side('', 'create table t (id int)'),
      twin: side('create table t (id serial primary key, name text unique); create index i on t (name)', ''),
    },
    {
      hazard: 'TABLE_REWRITE',
      unsafe: side('create table t (id int) partition by range (id)', 'create table t (id int)'),
      twin: side(
        'create table t (id int) partition by range (id); create table t1 partition of t for values from (1) to (9)',
        'create table t (id int) partition by range (id)',
      ),
    },
    {
      hazard: 'BREAKS_CLIENTS',
      unsafe: side(
        'create table t (id int) partition by range (id); create table t1 (id int)',
        'create table t (id int) partition by range (id); create table t1 partition of t for values from (1) to (9)',
      ),
      twin: side(
        'create table t (id int) partition by range (id); create table t1 partition of t for values from (1) to (9)',
        'create table t (id int) partition by range (id); create table t1 (id int)',
      ),
      allow: ['REPLACE_DEFINITION', 'ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA'],
    },
  ],
  'mend-trigger': [
    {
      hazard: 'DROPS_OBJECT',
      unsafe: side('', `${touched} create trigger g before insert on t execute function touch()`),
      twin: side(`${touched} create trigger g before insert on t execute function touch()`, touched),
      allow: ['REPLACE_DEFINITION'],
    },
  ],
};
