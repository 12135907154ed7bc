import { expect, test } from 'vitest';
import {
  holdStatements,
  type RepairLimits,
  type RepairMoment,
  sizeInWords,
} from '../../../lib/plan/hold-statements.ts';
import type { Statement } from '../../../lib/plan/statement.ts';
import { parseTimeWindow } from '../../../lib/time-window.ts';
import { statement } from './statements.ts';

const gigabyte = 2 ** 30;
const limits: RepairLimits = { allow: [], maxStatements: 3, maxTableBytes: 10 * gigabyte, isDryRun: false };
const moment: RepairMoment = { now: new Date('2026-03-02T12:00:00Z'), tableBytes: {} };

function held(
  statements: readonly Statement[],
  but: { readonly limits?: Partial<RepairLimits>; readonly moment?: Partial<RepairMoment> } = {},
) {
  const plan = { catalogFingerprint: '', statements, unplanned: [] };
  return holdStatements(plan, { ...limits, ...but.limits }, { ...moment, ...but.moment }).statements.map(
    (each) => each.held,
  );
}

const build = (table: string) => statement(`index on ${table}`, { sizedBy: [`table:public.${table}`] });

test('statements without hazards are not held, and stay as they are', () => {
  const plan = { catalogFingerprint: 'f', statements: [statement('a')], unplanned: [] };
  expect(holdStatements(plan, limits, moment)).toEqual(plan);
});

test('a hazard holds its statement unless it is allowed by name', () => {
  const sets = statement('a', { hazards: [{ code: 'SET_DEFAULT', message: 'new rows differ' }] });
  expect(held([sets])).toEqual(['SET_DEFAULT: new rows differ']);
  expect(held([sets], { limits: { allow: ['SET_DEFAULT'] } })).toEqual([undefined]);
});

test('what loses data is held whatever is allowed', () => {
  const loses = statement('a', { hazards: [{ code: 'DELETES_DATA', message: 'rows are lost' }] });
  expect(held([loses], { limits: { allow: ['DELETES_DATA'] } })).toEqual(['DELETES_DATA: rows are lost']);
});

test('a table that is bigger than allowed holds what grows with it, and nothing else', () => {
  const tableBytes = { 'table:public.big': 11 * gigabyte, 'table:public.small': gigabyte };
  expect(held([build('big'), build('small'), statement('c')], { moment: { tableBytes } })).toEqual([
    'public.big takes 11 GB, and maxTableSize is 10 GB',
    undefined,
    undefined,
  ]);
});

test('nothing is begun that would outlast the run, with what runs before it counted in', () => {
  const tableBytes = { 'table:public.a': gigabyte, 'table:public.b': gigabyte };
  expect(held([build('a'), build('b')], { moment: { tableBytes, timeLeftMs: 60_000 } })).toEqual([
    undefined,
    'it may take 52 s, and 8 s are left to this run',
  ]);
  expect(held([build('a'), build('b')], { moment: { tableBytes } })).toEqual([undefined, undefined]);
});

test('more statements than allowed are all held: that much drift looks like the wrong database', () => {
  const four = ['a', 'b', 'c', 'd'].map((sql) => statement(sql));
  expect(held(four)).toEqual(Array(4).fill('4 statements would run, and maxStatements is 3'));
  expect(held(four.slice(1))).toEqual([undefined, undefined, undefined]);
});

test('outside its window a repair runs nothing', () => {
  const window = { times: [parseTimeWindow('02:00-05:00')], timeZone: 'UTC', text: '02:00-05:00 UTC' };
  expect(held([statement('a')], { limits: { window } })).toEqual(['repairs wait for their window: 02:00-05:00 UTC']);
  const night = { now: new Date('2026-03-02T03:00:00Z') };
  expect(held([statement('a')], { limits: { window }, moment: night })).toEqual([undefined]);
});

test('nothing is begun that would outlast its window', () => {
  const window = { times: [parseTimeWindow('02:00-05:00')], timeZone: 'UTC', text: '02:00-05:00 UTC' };
  const tableBytes = { 'table:public.a': gigabyte, 'table:public.b': gigabyte };
  const late = { now: new Date('2026-03-02T04:59:00Z'), tableBytes, timeLeftMs: 600_000 };
  expect(held([build('a'), build('b'), statement('c')], { limits: { window }, moment: late })).toEqual([
    undefined,
    'it may take 52 s, and 8 s are left to this window',
    undefined,
  ]);
});

test('a dry run says of each statement that it would have run, and keeps other reasons', () => {
  const sets = statement('b', { hazards: [{ code: 'SET_DEFAULT', message: 'new rows differ' }] });
  expect(held([statement('a'), sets], { limits: { isDryRun: true } })).toEqual([
    'it would have run, if dryRun were off',
    'SET_DEFAULT: new rows differ',
  ]);
});

test.for([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.5 kB'],
  [2 ** 30 * 3.42, '3.4 GB'],
  [2 ** 40 * 5000, '5000 TB'],
] as const)('%d bytes are %s', ([bytes, text]) => {
  expect(sizeInWords(bytes)).toBe(text);
});
