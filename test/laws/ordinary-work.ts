import { type Draft, filled, quiet, shown, table, unseen } from './change-drafts.ts';

export const ordinaryWork: readonly Draft[] = [
  // Transactions
  unseen('', 'begin; create table @ (id integer); rollback'),
  quiet(table, 'begin; alter table @ add column extra text; rollback'),
  shown(table, 'begin; savepoint s; drop table @; rollback to s; alter table @ add column kept text; commit'),
  unseen(table, 'begin; drop table @; create table @ (id integer primary key, n integer not null, t text); commit'),
  shown(table, 'begin; drop table @; create table @ (id integer primary key, n integer, t text); commit'),
  shown(table, 'begin; savepoint s; alter table @ alter column n drop not null; release s; commit'),
  shown(table, [
    'begin; alter table @ rename to @_once; alter table @_once rename to @; alter table @ drop column t; commit',
  ]),
  // What goes on all the time
  quiet(filled, `insert into @ select g, 2, 'b' from generate_series(101, 3000) g`),
  quiet(filled, `update @ set t = 'c'`),
  quiet(filled, 'delete from @'),
  quiet(filled, ['vacuum @']),
  quiet(filled, ['vacuum (freeze) @']),
  quiet(filled, 'analyze @'),
  quiet(`${filled}; create statistics @_s on id, n from @`, 'analyze @'),
  quiet(`${filled}; create index @_n on @ (n)`, 'drop table if exists @_never'),
  quiet('create sequence @', `select nextval('@')`),
  quiet('create sequence @', `select setval('@', 77)`),
  quiet('create table @ (id integer generated always as identity)', 'insert into @ select from generate_series(1, 9)'),
  quiet('', ['vacuum']),
  quiet('', ['vacuum (freeze)']),
  quiet('', ['checkpoint']),
  // The first one in a database makes a schema for its like.
  quiet('create temporary table @ (t text); drop table @', [
    'create temporary table @ (id integer primary key, t text); drop table @',
  ]),
  quiet('', 'select lo_from_bytea(0, $$data$$)'),
  unseen(filled, 'truncate @'),
  unseen(filled, ['vacuum (full) @']),
  // ANALYZE notes that a table has lost its last child.
  unseen('', ['vacuum (analyze)']),
  unseen('', ['vacuum (full) pg_catalog.pg_attribute']),
  unseen('', ['vacuum (full) pg_catalog.pg_class']),
  unseen('', ['reindex table pg_catalog.pg_class']),
];
