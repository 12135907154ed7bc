import { describe, expect, test } from 'vitest';
import { majors } from '../../../support/databases.ts';
import { introspectSql } from '../../../support/introspect-sql.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('an object names what must exist before it', async () => {
    const { snapshot } = await introspectSql(
      major,
      `create schema app;
      create type app.mood as enum ('x');
      create domain app.word as text;
      create domain app.short as app.word check (length(value) < 9);
      create sequence app.shared;
      create table app.parent (id serial primary key, code int, mood app.mood);
      create unique index parent_code on app.parent (code);
      create table app.t (
        id bigint default nextval('app.shared'),
        word app.short,
        moods app.mood[],
        parent int references app.parent,
        code int references app.parent (code),
        doubled bigint generated always as (code * 2) stored,
        whole app.parent,
        check (id > code)
      );
      create index t_word on app.t (lower(word)) where code > 0;
      create table app.child () inherits (app.t);
      create table app.parts (id int) partition by range (id);
      create table app.part partition of app.parts default;`,
      { withDependencies: true },
    );
    expect(snapshot.dependencies).toEqual({
      'column:app.child.id': ['sequence:app.shared'],
      'column:app.child.doubled': ['column:app.child.code'],
      'column:app.child.moods': ['enum:app.mood'],
      'column:app.child.whole': ['table:app.parent'],
      'column:app.child.word': ['domain:app.short'],
      'column:app.parent.id': ['sequence:app.parent_id_seq'],
      'column:app.parent.mood': ['enum:app.mood'],
      'column:app.t.doubled': ['column:app.t.code'],
      'column:app.t.id': ['sequence:app.shared'],
      'column:app.t.moods': ['enum:app.mood'],
      'column:app.t.whole': ['table:app.parent'],
      'column:app.t.word': ['domain:app.short'],
      'constraint:app.child.t_check': ['column:app.child.code', 'column:app.child.id'],
      'constraint:app.parent.parent_pkey': ['column:app.parent.id'],
      'constraint:app.short.short_check': ['domain:app.short'],
      'constraint:app.t.t_check': ['column:app.t.code', 'column:app.t.id'],
      'constraint:app.t.t_code_fkey': ['column:app.parent.code', 'column:app.t.code', 'index:app.parent_code'],
      'constraint:app.t.t_parent_fkey': [
        'column:app.parent.id',
        'column:app.t.parent',
        'constraint:app.parent.parent_pkey',
      ],
      'domain:app.short': ['domain:app.word', 'schema:app'],
      'domain:app.word': ['schema:app'],
      'enum:app.mood': ['schema:app'],
      'index:app.parent_code': ['column:app.parent.code'],
      'index:app.t_word': ['column:app.t.code', 'column:app.t.word', 'table:app.t'],
      'sequence:app.parent_id_seq': ['schema:app'],
      'sequence:app.shared': ['schema:app'],
      'table:app.child': ['schema:app', 'table:app.t'],
      'table:app.parent': ['schema:app'],
      'table:app.part': ['schema:app', 'table:app.parts'],
      'table:app.parts': ['schema:app'],
      'table:app.t': ['schema:app'],
    });
  });

  test('a check needs neither dependencies nor notes, and reads none', async () => {
    const { snapshot } = await introspectSql(major, 'create table t (id serial primary key)');
    expect(snapshot.dependencies).toEqual({});
    expect(snapshot).not.toHaveProperty('notes');
  });
});
