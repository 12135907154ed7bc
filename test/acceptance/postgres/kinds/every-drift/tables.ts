import type { ConstraintAttributes, TableAttributes } from '../../../../../lib/engines/postgres/object-kinds.ts';
import { both, bound, type Cases, half, twice } from './case.ts';

const ranged = `create table whole (id int not null, at date not null, note text, primary key (id, at), check (id > 0)) partition by range (at);
  create index whole_note on whole (note);`;
const alone = `create table part (id int not null, at date not null, note text, constraint part_pkey primary key (id, at), constraint whole_id_check check (id > 0));
  create index part_note_idx on part (note);`;
/** With more that a partition has from its parent. */
const richer = `${ranged} alter table whole add extra int;
  alter table whole add constraint few check (id < 99);
  create index more on whole (at, id);`;
const alike = `create table whole (id int, at date) partition by range (at);
  create index m on whole (id); create index b on whole (id desc); create index a on whole (id);`;
const oneOfThem = 'create table whole (id int, at date) partition by range (at); create index m on whole (id);';
/** A partition of one of two tables, which have more in name than in kind in common. */
const moved = (whole: string) => `create table r (id int primary key, n int unique);
  create table a (id int, at date, x int constraint f references r (id), constraint k check (id > 0)) partition by range (at);
  create table b (id int, at date, x int constraint f references r (n), constraint k check (id > 1)) partition by range (at);
  create index of_a on a (id); create index of_b on b (id, at);
  create table part partition of ${whole} ${bound};`;
/** The older index of the parent has the younger one of the partition. */
const crossed = (from: string, order = '') => `create table whole (id int, at date) partition by range (at);
  create table part partition of whole for values from ('${from}') to ('2025-01-01');
  create index x on part (id ${order}); create index y on part (id);
  create index m on only whole (id); create index a on only whole (id ${order});
  alter index m attach partition y; alter index a attach partition x;`;
const rows = `insert into part select n, '2024-03-01'::date + n from generate_series(1, 9) n;`;

const touched = `${ranged} create table part partition of whole ${bound};
  create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger touch after insert on whole for each row execute function f();`;
const related = 'create table t (id int primary key); create table r (id int constraint fk references t);';

const table: Cases<TableAttributes> = {
  missing: [
    both('create table t (id int primary key, name text)', ''),
    both(
      'create table t (id int primary key, e int); alter table t add unique (id), add constraint a unique (id), add unique (e)',
      '',
    ),
    both(`${ranged} create table part partition of whole ${bound};`, ranged),
    // Indexes that are alike for PostgreSQL, of which it pairs the older with the older.
    both(`${alike} create table part partition of whole ${bound};`, oneOfThem),
  ],
  unexpected: both('', 'create table t (id int primary key, name text)'),
  persistence: twice('create table t (id int)', 'create unlogged table t (id int)'),
  partitionKey: [
    ...twice(
      `create table t (id int, at date) partition by range (at); create table t1 partition of t default;`,
      `create table t (id int, at date) partition by list (at); create table t1 partition of t default; insert into t values (1, '2024-01-01');`,
    ),
    both(
      `create table t (id serial, at date not null, twice int generated always as (1) stored, primary key (id, at)) partition by range (at);
       create table t_old partition of t for values from (minvalue) to ('2024-01-01');
       create table t_new partition of t for values from ('2024-01-01') to (maxvalue);
       create view of_t as select id, at from t;`,
      `create table t (id serial, at date not null, twice int generated always as (1) stored, primary key (id, at));
       insert into t (at) select '2023-12-30'::date + n from generate_series(1, 5) n;
       create view of_t as select id, at from t;`,
    ),
    both(
      `create table t (id int) partition by range (id); create schema s{n}; create table s{n}.t partition of t default; alter table s{n}.t alter id set statistics 7;`,
      `create table t (id int) partition by list (id); create schema s{n}; create table s{n}.t partition of t default;`,
    ),
  ],
  partitionOf: [
    both(`${ranged} create table part partition of whole ${bound}; ${rows}`, `${ranged} ${alone} ${rows}`),
    both(`${ranged} ${alone} ${rows}`, `${ranged} create table part partition of whole ${bound}; ${rows}`),
    both(`${ranged} create table part partition of whole ${bound};`, `${ranged} create table part (id int, at date);`),
    both(
      `${ranged} create table rest partition of whole default; create table part partition of whole ${bound};`,
      `${ranged} create table rest partition of whole default; ${alone}`,
    ),
    both(
      `${ranged} create table rest partition of whole default; ${alone}`,
      `${ranged} create table rest partition of whole default; create table part partition of whole ${bound};`,
    ),
    both(
      `${alike} create table part partition of whole ${bound}; alter index part_id_idx rename to part_of_m;`,
      `${alike} create table part (id int, at date);`,
    ),
    both(moved('b'), moved('a')),
    ...twice(`${richer} create table part partition of whole ${bound};`, `${ranged} ${alone}`),
  ],
  partitionBound: [
    both(
      `${ranged} create table part partition of whole ${bound}; create table later partition of whole for values from ('2025-01-01') to ('2026-01-01');`,
      `${ranged} create table later partition of whole ${bound}; create table part partition of whole for values from ('2025-01-01') to ('2026-01-01');`,
    ),
    both(
      'create table whole (id int) partition by hash (id); create table part partition of whole for values with (modulus 2, remainder 0);',
      'create table whole (id int) partition by hash (id); create table part partition of whole for values with (modulus 4, remainder 1);',
    ),
    both(crossed('2024-01-01'), crossed('2024-02-01')),
    both(crossed('2024-01-01', 'desc'), crossed('2024-02-01', 'desc')),
    both(
      `${ranged} create table fresh partition of whole ${bound};`,
      `${ranged} create table stale partition of whole ${bound};`,
    ),
  ],
  isDetaching: both(
    `${ranged} create table part partition of whole ${bound};`,
    `${ranged} create table part partition of whole ${bound}; ${half}`,
    14,
  ),
  inherits: [
    ...twice(
      'create table a (x int); create table b (y int); create table heir (z int) inherits (a);',
      'create table a (x int); create table b (y int); create table heir (x int, z int);',
    ),
    both(
      'create table a (x int); create table b (y int); create table heir (z int) inherits (a, b);',
      'create table a (x int); create table b (y int); create table heir (z int) inherits (b, a);',
    ),
    both(
      'create table a (x int constraint c check (x > 0)); create table heir (z int) inherits (a);',
      'create table a (x int constraint c check (x > 0)); create table heir (z int) inherits (a); alter table a rename to b;',
    ),
  ],
  options: twice('create table t (id int) with (fillfactor = 70)', 'create table t (id int)'),
  accessMethod: both(
    `create table t (id int)`,
    `create access method pages{n} type table handler heap_tableam_handler; create table t (id int) using pages{n}`,
    15,
  ),
  replicaIdentity: twice('create table t (id int); alter table t replica identity full', 'create table t (id int)'),
  clusteredOn: both(
    'create table t (id int primary key); alter table t cluster on t_pkey',
    'create table t (id int primary key)',
  ),
  ofType: twice('create type k as (id int); create table t of k', 'create type k as (id int); create table t (id int)'),
  triggerFiring: [
    ...twice(`${touched} alter table part disable trigger touch;`, touched),
    both(`${touched} alter table whole disable trigger touch; alter table part enable always trigger touch;`, ranged),
  ],
  isRowSecured: twice('create table t (id int); alter table t enable row level security', 'create table t (id int)'),
  isRowSecurityForced: twice(
    'create table t (id int); alter table t force row level security',
    'create table t (id int)',
  ),
};

const constraint: Cases<ConstraintAttributes, 'missing' | 'unexpected' | 'renamed'> = {
  missing: [
    both('create table t (id int primary key)', 'create table t (id int not null)'),
    both('create table t (id int constraint up check (id > 0))', 'create table t (id int)'),
    both(
      'create table t (id int primary key); create table r (id int constraint fk references t)',
      'create table t (id int primary key); create table r (id int)',
    ),
    both(
      `${ranged} create table part partition of whole ${bound};`,
      `create table whole (id int not null, at date not null, note text) partition by range (at);
       create index whole_note on whole (note);
       create table part partition of whole ${bound};`,
    ),
  ],
  unexpected: [
    both('create table t (id int not null)', 'create table t (id int constraint named primary key)'),
    both(
      'create table a (x int); create table heir (constraint own check (x > 0)) inherits (a);',
      'create table a (x int, constraint own check (x > 0)); create table heir () inherits (a);',
    ),
  ],
  renamed: [
    both('create table t (id int unique)', 'create table t (id int constraint other unique)'),
    both(
      'create table z (id int constraint c check (id > 0)); create table heir () inherits (z)',
      'create table z (id int constraint other check (id > 0)); create table heir () inherits (z)',
    ),
    both(
      'create table t (id int constraint c check (id > 0)) partition by range (id); create table u partition of t default partition by range (id); create table v partition of u default',
      'create table t (id int constraint other check (id > 0)) partition by range (id); create table u partition of t default partition by range (id); create table v partition of u default',
    ),
  ],
  belongsTo: [
    both(
      'create table a (x int, constraint own check (x > 0)); create table heir () inherits (a);',
      'create table a (x int); create table heir (constraint own check (x > 0)) inherits (a);',
    ),
    both(
      `create table whole (id int, at date, constraint key unique (id, at)) partition by range (at); create table part partition of whole ${bound}; `,
      `create table whole (id int, at date) partition by range (at); create table part partition of whole ${bound};
       alter table part add constraint part_id_at_key unique (id, at);`,
    ),
  ],
  isInherited: both(
    'create table a (x int, constraint own check (x > 0)); create table heir () inherits (a);',
    'create table a (x int, constraint own check (x > 0)); create table heir (constraint own check (x > 0)) inherits (a);',
  ),
  type: twice(
    'create table t (id int not null constraint c unique)',
    'create table t (id int constraint c check (id > 0))',
  ),
  definition: [
    ...twice(
      'create table t (id int constraint c check (id > 0))',
      'create table t (id int constraint c check (id > 1))',
    ),
    ...twice(
      'create table t (c real constraint c check (c > 0))',
      'create table t (c bigint constraint c check (c > 0))',
    ),
    both(
      `create table f (id int constraint k primary key); create table p (a int, r int constraint fk references f) partition by range (a); create table p1 partition of p default`,
      `create table f (id int constraint k primary key); create table p (a int, r int constraint fk references f) partition by range (a); create table p1 partition of p default;
       alter table f rename id to by_hand`,
    ),
    both(
      'create table t (id int not null, n int not null, constraint key primary key (id, n))',
      'create table t (id bigint not null, n int not null, constraint key primary key (id))',
    ),
    both(
      'create table t (id int not null, n int not null, constraint key primary key (id, n)); create table r (id int);',
      'create table t (id int not null, n int not null, constraint key primary key (id)); create table r (id int references t);',
    ),
    both(
      'create table a (x int, constraint c check (x > 0)); create table heir () inherits (a);',
      'create table a (x int, constraint c check (x > 1)); create table heir () inherits (a);',
    ),
  ],
  isValidated: twice(
    'create table t (id int, constraint c check (id > 0))',
    'create table t (id int); alter table t add constraint c check (id > 0) not valid',
  ),
  references: both(
    'create table a (id int primary key); create table b (id int primary key); create table r (id int constraint fk references a)',
    'create table a (id int primary key); create table b (id int primary key); create table r (id int constraint fk references b)',
  ),
  options: twice('create table t (id int primary key with (fillfactor = 70))', 'create table t (id int primary key)'),
  firing: [
    both(related, `${related} alter table r disable trigger all;`),
    both(related, `${related} alter table t disable trigger all;`),
    both(`${related} alter table r disable trigger all;`, related),
    both(
      'create table t (id int unique deferrable)',
      'create table t (id int unique deferrable); alter table t disable trigger all',
    ),
  ],
};

/** By kind and attribute. */
export const tables = { table, constraint } as const;
