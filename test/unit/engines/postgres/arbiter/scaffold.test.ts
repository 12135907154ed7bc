import { expect, test } from 'vitest';
import { makeSnapshot } from '../../../../../lib/catalog/normalize.ts';
import { makeScaffolder } from '../../../../../lib/engines/postgres/arbiter/scaffold.ts';

const snapshot = makeSnapshot({
  engine: 'postgresql',
  serverVersion: '18.4',
  objects: [
    ['schema:app', {}],
    ['table:app."odd.T"', { persistence: 'permanent' }],
    ['column:app."odd.T".mood', { belongsTo: ['table:app."odd.T"'], type: 'app.mood', isNullable: true }],
    [
      'column:app."odd.T".name',
      { belongsTo: ['table:app."odd.T"'], type: 'app.label', isNullable: true, collation: 'pg_catalog."C"' },
    ],
    ['enum:app.mood', { labels: ["it's", 'ok'] }],
    ['domain:app.label', { type: 'public.citext', isNullable: true }],
    ['extension:citext', {}],
    ['table:app.unrelated', { persistence: 'permanent' }],
    ['sequence:app.s', { type: 'integer', options: {} }],
    ['constraint:app."odd.T".c', { belongsTo: ['table:app."odd.T"'], type: 'check', definition: '' }],
  ],
  dependencies: [
    ['column:app."odd.T".mood', ['enum:app.mood', 'sequence:app.s']],
    ['column:app."odd.T".name', ['domain:app.label']],
    ['domain:app.label', ['extension:citext']],
  ],
  notes: { 'extension:citext': { schema: 'Ext' } },
});

test('a table stands on its types, and those on theirs, and nothing else is made', () => {
  const scaffold = makeScaffolder(snapshot, snapshot);
  expect(scaffold(['table:app."odd.T"'], 'constraint:app."odd.T".c')).toEqual([
    'create schema if not exists app',
    "create type app.mood as enum ('it''s', 'ok')",
    'create sequence app.s as integer',
    'create schema if not exists "Ext"',
    'create extension if not exists citext with schema "Ext" cascade',
    'create domain app.label as public.citext',
    'create table app."odd.T" ()',
    'alter table app."odd.T" add column mood app.mood',
    'alter table app."odd.T" add column name app.label collate pg_catalog."C"',
  ]);
});

test('what the snapshot does not hold is left out', () => {
  expect(makeScaffolder(snapshot, snapshot)(['table:app.gone'], 'index:app.gone_idx')).toEqual([]);
});
