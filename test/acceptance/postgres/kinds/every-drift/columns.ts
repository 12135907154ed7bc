import type { ColumnAttributes } from '../../../../../lib/engines/postgres/object-kinds.ts';
import { both, type Cases, server, twice } from './case.ts';

const column: Cases<ColumnAttributes> = {
  missing: both('create table t (id int, name text)', 'create table t (id int)'),
  unexpected: [
    both('create table t (id int)', 'create table t (id int, name text)'),
    both(
      'create table a (x int); create table keeps (y int) inherits (a); create table loses () inherits (a);',
      'create table a (x int, y int); create table keeps () inherits (a); create table loses () inherits (a);',
    ),
  ],
  belongsTo: twice(
    'create table a (x int, y int); create table heir () inherits (a);',
    'create table a (x int); create table heir (y int) inherits (a);',
  ),
  isInherited: both(
    'create table a (x int); create table heir () inherits (a);',
    'create table a (x int); create table heir (x int) inherits (a);',
  ),
  type: [
    ...twice('create table t (c varchar(10))', 'create table t (c varchar(20))'),
    ...twice(`create table t (c int default 1)`, `create table t (c text default '1')`),
    ...twice('create table t (c bytea, n numeric, at time)', 'create table t (c text[], n boolean, at uuid)'),
    ...twice(
      `create type mood as enum ('a'); create domain d as mood; create table t (c mood[], d d, e mood)`,
      `create type mood as enum ('a'); create domain d as mood; create table t (c int, d uuid, e varchar(3)[])`,
    ),
    both(
      'create table a (x bigint); create table heir () inherits (a); create view v as select x from heir;',
      'create table a (x int); create table heir () inherits (a); create view v as select x from heir;',
    ),
  ],
  isNullable: twice('create table t (c int not null)', 'create table t (c int)'),
  isNotNullValidated: twice(
    'create table t (c int not null)',
    'create table t (c int); alter table t add constraint t_c_not_null not null c not valid',
    18,
  ),
  default: twice('create table t (c int default 1)', 'create table t (c int)'),
  generated: twice('create table t (a int, c int generated always as (a * 2) stored)', 'create table t (a int, c int)'),
  generatedAs: both(
    'create table t (a int, c int generated always as (a * 2) stored)',
    'create table t (a int, c int generated always as (a * 3) stored)',
  ),
  identity: twice('create table t (id int not null generated always as identity)', 'create table t (id int not null)'),
  identityOptions: twice(
    'create table t (id int generated always as identity (start 10 minvalue 10))',
    'create table t (id int generated always as identity)',
  ),
  collation: twice('create table t (c text collate "C")', 'create table t (c text)'),
  storage: [
    ...twice('create table t (c text); alter table t alter c set storage external', 'create table t (c text)'),
    ...twice(
      'create table t (c numeric(6,2)); alter table t alter c set storage plain',
      'create table t (c numeric(6,2))',
    ),
    ...twice('create table t (c inet[]); alter table t alter c set storage plain', 'create table t (c inet[])'),
  ],
  compression: twice('create table t (c text compression pglz)', 'create table t (c text)', 14),
  statisticsTarget: twice('create table t (c text); alter table t alter c set statistics 7', 'create table t (c text)'),
  options: twice('create table t (c text); alter table t alter c set (n_distinct = 7)', 'create table t (c text)'),
  foreignOptions: both(
    `${server} create foreign table t (c text options (column_name 'a')) server w{n}`,
    `${server} create foreign table t (c text options (column_name 'b')) server w{n}`,
  ),
};

/** By kind and attribute. */
export const columns = { column } as const;
