/** A change between two states of one schema, for what its statements lock, scan and rewrite. */
export interface LockingChange {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  /** The first major that has it; 13 when absent. */
  readonly from?: number;
}

const partitions = `create table p (id int, k int) partition by range (id);
  create table p1 partition of p for values from (0) to (10);
  create table p2 partition of p for values from (10) to (20) partition by range (id);
  create table p2a partition of p2 for values from (10) to (20);`;

const attached = `create table p (id int) partition by range (id);
  create table p1 partition of p for values from (0) to (10);`;

const detached = 'create table p (id int) partition by range (id); create table p1 (id int);';

const keyed = 'create table r (id int primary key);';

const fires = `create function fire() returns trigger language plpgsql as $$ begin return new; end $$;`;

/** Tables `t` that go from one list of columns to another. */
const columns = (name: string, expected: string, actual: string, from?: number): LockingChange => ({
  name,
  expected: `create table t (${expected})`,
  actual: `create table t (${actual})`,
  ...(from === undefined ? {} : { from }),
});

/** What is added to a state by further statements. */
const added = (name: string, base: string, more: string, from?: number): LockingChange => ({
  name,
  expected: `${base}; ${more}`,
  actual: base,
  ...(from === undefined ? {} : { from }),
});

const tableA = 'create table t (a int)';
const wider = (name: string, more: string): LockingChange => ({
  name,
  expected: `create table t (a varchar(20)); ${more}`,
  actual: `create table t (a varchar(10)); ${more}`,
});

export const lockingChanges: readonly LockingChange[] = [
  columns('a nullable column', 'a int, b text', 'a int'),
  columns('a column with a constant default', 'a int, b text not null default 3', 'a int'),
  columns('a column with a stable default', 'a int, b timestamptz default now()', 'a int'),
  columns('a column with a volatile default', 'a int, b uuid default gen_random_uuid()', 'a int'),
  columns('a serial', 'a int, b serial', 'a int'),
  columns('an identity', 'a int, b int generated always as identity', 'a int'),
  columns('a stored column', 'a int, b int generated always as (a + 1) stored', 'a int'),
  columns('a virtual column', 'a int, b int generated always as (a + 1) virtual', 'a int', 18),
  columns('a NOT NULL virtual column', 'a int, b int not null generated always as (a + 1) virtual', 'a int', 18),
  added(
    'a column of a strict domain',
    'create domain d as int check (value > 0); create table t ()',
    'alter table t add b d',
  ),
  added('a column with its CHECK', tableA, 'alter table t add b int default 1 check (b > 0)'),
  added('a column of a partitioned table', partitions, 'alter table p add z int default 3'),
  columns('a column less', 'a int', 'a int, b int'),
  columns('another default', 'a int default 3', 'a int'),
  columns('no default', 'a int', 'a int default 3'),
  columns('a column that may be NULL', 'a int', 'a int not null'),
  columns('NOT NULL', 'a int not null', 'a int'),
  added('NOT NULL on a partitioned table', partitions, 'alter table p alter k set not null'),
  {
    name: 'a NOT NULL that was not checked',
    expected: 'create table t (a int not null)',
    actual: `${tableA}; alter table t add constraint n not null a not valid`,
    from: 18,
  },
  columns('a longer varchar', 'a varchar(20), b text, c varchar', 'a varchar(10), b varchar(10), c varchar(10)'),
  columns('a wider numeric', 'a numeric(20,2), b numeric', 'a numeric(10,2), b numeric(10,2)'),
  columns('finer times', 'a timestamptz, b time(6), c interval', 'a timestamptz(3), b time(3), c interval(3)'),
  columns('addresses instead of networks', 'a inet, b varbit(20)', 'a cidr, b varbit(10)'),
  columns('another scale', 'a numeric(20,3)', 'a numeric(10,2)'),
  columns('bigint', 'a bigint', 'a int'),
  columns('a shorter varchar', 'a varchar(10)', 'a varchar(20)'),
  wider('a longer varchar in an index', 'create index i on t (a)'),
  wider('a longer varchar in a CHECK', `alter table t add constraint c check (a <> '')`),
  wider('a longer varchar in an expression', 'create index i on t (lower(a))'),
  wider('a longer varchar in a partial index', `create index i on t (a) where a <> ''`),
  {
    name: 'a longer key with a foreign key to it',
    expected: 'create table t (a varchar(20) primary key); create table u (a varchar(20) references t)',
    actual: 'create table t (a varchar(10) primary key); create table u (a varchar(10) references t)',
  },
  columns(
    'another expression',
    'a int, b int generated always as (a + 1) stored',
    'a int, b int generated always as (a + 2) stored',
  ),
  columns(
    'another virtual expression',
    'a int, b int generated always as (a + 1) virtual',
    'a int, b int generated always as (a + 2) virtual',
    18,
  ),
  columns(
    'another virtual expression beside a CHECK',
    'a int check (a > 0), b int not null generated always as (a + 1) virtual',
    'a int check (a > 0), b int not null generated always as (a + 2) virtual',
    18,
  ),
  columns(
    'another virtual expression that is not NULL',
    'a int, b int not null generated always as (a + 1) virtual',
    'a int, b int not null generated always as (a + 2) virtual',
    18,
  ),
  columns('an expression less', 'a int, b int', 'a int, b int generated always as (a + 2) stored'),
  added('a CHECK', tableA, 'alter table t add constraint c check (a > 0)'),
  added('a CHECK on a partitioned table', partitions, 'alter table p add constraint c check (k > 0)'),
  added('a foreign key', `${keyed} ${tableA}`, 'alter table t add foreign key (a) references r'),
  added(
    'a foreign key of a partitioned table',
    `${keyed} ${partitions}`,
    'alter table p add foreign key (k) references r',
  ),
  added(
    'a foreign key to a partitioned table',
    `${partitions} alter table p add primary key (id); ${tableA}`,
    'alter table t add foreign key (a) references p',
  ),
  added('a table with a foreign key', keyed, 'create table t (a int references r)'),
  {
    name: 'a foreign key less',
    expected: `${keyed} ${tableA}`,
    actual: `${keyed} create table t (a int references r)`,
  },
  {
    name: 'a column with a foreign key less',
    expected: `${keyed} create table t ()`,
    actual: `${keyed} create table t (a int references r)`,
  },
  { name: 'a table with a foreign key less', expected: keyed, actual: `${keyed} create table t (a int references r)` },
  columns('a column that is an identity', 'a int generated always as identity', 'a int not null'),
  columns('a column that is no identity', 'a int not null', 'a int generated always as identity'),
  columns('a column with a sequence of its own', 'a serial', 'a int not null'),
  added('a unique constraint', tableA, 'alter table t add unique (a)'),
  added('a primary key', tableA, 'alter table t add primary key (a)'),
  added('a unique constraint on a partitioned table', partitions, 'alter table p add unique (id)'),
  added('a primary key on a partitioned table', partitions, 'alter table p add primary key (id)'),
  added('an exclusion constraint', 'create table t (a int4range)', 'alter table t add exclude using gist (a with &&)'),
  added('an index', tableA, 'create index i on t (a)'),
  added('an index on a partitioned table', partitions, 'create index i on p (k)'),
  {
    name: 'an index of another name',
    expected: `${tableA}; create index i on t (a)`,
    actual: `${tableA}; create index j on t (a)`,
  },
  { name: 'a partition', expected: attached, actual: detached },
  {
    name: 'a partition beside a default one',
    expected: `${attached} create table d partition of p default`,
    actual: `${detached} create table d partition of p default`,
  },
  { name: 'a partition that stands alone', expected: detached, actual: attached },
  added(
    'a missing partition',
    'create table p (id int) partition by range (id)',
    'create table p1 partition of p for values from (0) to (10)',
  ),
  added('a trigger', `${tableA}; ${fires}`, 'create trigger g before insert on t for each row execute function fire()'),
  added('a rule', tableA, 'create rule r as on delete to t do instead nothing'),
  added('a storage parameter', tableA, 'alter table t set (fillfactor = 70, autovacuum_enabled = off)'),
  added('a parameter of system catalogs', tableA, 'alter table t set (user_catalog_table = on)'),
  added('a statistics target', tableA, 'alter table t alter a set statistics 500, alter a set (n_distinct = 5)'),
  added('another storage', 'create table t (a text)', 'alter table t alter a set storage external'),
  added(
    'a replica identity',
    'create table t (a int not null unique)',
    'alter table t replica identity using index t_a_key',
  ),
  added('row security', tableA, 'alter table t enable row level security; create policy y on t'),
  added('a comment', tableA, `comment on table t is 'x'`),
  added('an unlogged table', tableA, 'alter table t set unlogged'),
  added('a statistics object', 'create table t (a int, b int)', 'create statistics s on a, b from t'),
  added(
    'a CHECK of a domain',
    'create domain d as int; create table t (a d)',
    'alter domain d add constraint c check (value > 0)',
  ),
  added(
    'NOT NULL of a domain',
    'create domain d as int; create domain e as d; create table t (a e)',
    'alter domain d set not null',
  ),
  added('a materialized view', tableA, 'create materialized view m as select a from t'),
  {
    name: 'another CHECK',
    expected: 'create table t (a int, constraint c check (a > 0))',
    actual: 'create table t (a int, constraint c check (a > 1))',
  },
];
