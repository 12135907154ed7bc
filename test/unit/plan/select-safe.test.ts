import { expect, test } from 'vitest';
import type { Hazard } from '../../../lib/plan/hazard.ts';
import { type Gate, hazardGate, selectSafe } from '../../../lib/plan/select-safe.ts';
import type { Statement } from '../../../lib/plan/statement.ts';
import { statement } from './statements.ts';

const scan: Hazard = { code: 'TABLE_SCAN', message: 'every row is read' };
const drop: Hazard = { code: 'DELETES_DATA', message: 'rows are lost' };

function select(statements: readonly Statement[], ...gates: readonly Gate[]) {
  const plan = { catalogFingerprint: '', statements, unplanned: [] };
  const { run, held } = gates.length === 0 ? selectSafe(plan) : selectSafe(plan, gates);
  return { run: run.map(({ sql }) => sql), held: held.map((each) => [each.statement.sql, each.reason]) };
}

test('statements without hazards run, in the order of the plan', () => {
  expect(select([statement('b'), statement('a')])).toEqual({ run: ['b', 'a'], held: [] });
});

test('a statement with a hazard is held, with the hazard as the reason', () => {
  expect(select([statement('a', { hazards: [scan] }), statement('b')])).toEqual({
    run: ['b'],
    held: [['a', 'TABLE_SCAN: every row is read']],
  });
});

test('what requires something that a held statement would have made is held too, at any distance', () => {
  const plan = [
    statement('table', { hazards: [scan], provides: ['table:public.t'] }),
    statement('index', { requires: ['table:public.t'], provides: ['index:public.i'] }),
    statement('attach', { requires: ['index:public.i'] }),
    statement('other', { requires: ['table:public.u'] }),
  ];
  expect(select(plan)).toEqual({
    run: ['other'],
    held: [
      ['table', 'TABLE_SCAN: every row is read'],
      ['index', 'needs public.t, which is not made without a person'],
      ['attach', 'needs public.i, which is not made without a person'],
    ],
  });
});

test('a hazard that is allowed by name holds nothing back, another one does', () => {
  const plan = [statement('a', { hazards: [scan] }), statement('b', { hazards: [scan, drop] })];
  expect(select(plan, hazardGate(['TABLE_SCAN'])).run).toEqual(['a']);
});

test('what loses data cannot be allowed', () => {
  expect(select([statement('a', { hazards: [drop] })], hazardGate(['DELETES_DATA'])).run).toEqual([]);
});

test('a gate sees what was chosen before', () => {
  const atMostTwo: Gate = (_, chosen) => (chosen.length < 2 ? undefined : 'two are enough');
  expect(select([statement('a'), statement('b'), statement('c')], atMostTwo)).toEqual({
    run: ['a', 'b'],
    held: [['c', 'two are enough']],
  });
});

test('what is made again after something else made it go waits for a person as well', () => {
  const hazard = { code: 'DROPS_OBJECT', message: 'it goes' } as const;
  const dropped = statement('drop', { removes: ['view:public.v'], hazards: [hazard] });
  const again = statement('create', { provides: ['view:public.v'] });
  const { run, held } = selectSafe({ catalogFingerprint: 'x', statements: [dropped, again], unplanned: [] });
  expect(run).toEqual([]);
  expect(held[1]?.reason).toBe('comes in place of public.v, which does not go without a person');
});

test('what would take the name of something that stays is held: relations, types and the indexes of keys share theirs', () => {
  const kept = statement('drop', { hazards: [drop], removes: ['table:public.u', 'constraint:public.u.t_pkey'] });
  const plan = [kept, statement('create', { provides: ['table:public.t', 'index:public.t_pkey'] })];
  expect(select(plan)).toEqual({
    run: [],
    held: [
      ['drop', 'DELETES_DATA: rows are lost'],
      ['create', 'comes in place of public.u.t_pkey, which does not go without a person'],
    ],
  });
});
