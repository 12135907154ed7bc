import { describe, expect, test } from 'vitest';
import { acceptDrifts, makeBaseline, weighDrifts } from '../../../lib/diff/baseline.ts';
import { confirmDrifts } from '../../../lib/diff/confirm-drifts.ts';
import { type Drift, fingerprintDrift } from '../../../lib/diff/drift.ts';
import { parseBaseline } from '../../../lib/diff/parse-baseline.ts';

const today = new Date('2026-11-21T10:00:00Z');
const later = new Date('2026-12-24T10:00:00Z');

function drift(change: Partial<Drift>): Drift {
  const made = {
    kind: 'modified',
    id: 'column:public.t.a',
    attribute: 'default',
    expected: '1',
    actual: '2',
    severity: 'high',
    ...change,
  } as const;
  return { ...made, fingerprint: fingerprintDrift(made.kind, made.id, made.attribute) };
}

const stray = (value: string, rows: number) => ({ value, rows, rowsAreAtLeast: false });
const strays = (...actual: readonly ReturnType<typeof stray>[]) =>
  drift({ attribute: 'values', expected: ['a'], actual });

describe('an accepted drift', () => {
  const accepted = drift({});

  test.for([
    ['as it was', accepted, 'accepted'],
    ['with other words around it', drift({ severity: 'low', hint: 'a hint' }), 'accepted'],
    ['with another actual value', drift({ actual: '3' }), 'fresh'],
    ['with another expected value', drift({ expected: '3' }), 'fresh'],
    ['of another attribute', drift({ attribute: 'type' }), 'fresh'],
    ['of another object', drift({ id: 'column:public.t.b' }), 'fresh'],
  ] as const)('%s is %s', ([, now, verdict]) => {
    const weighed = weighDrifts([now], acceptDrifts([accepted], [], today));
    expect({ accepted: weighed.accepted, fresh: weighed.fresh }).toEqual({ accepted: [], fresh: [], [verdict]: [now] });
  });

  test('that is gone leaves its entry over', () => {
    const entries = acceptDrifts([accepted], [], today);
    expect(weighDrifts([], entries)).toMatchObject({ gone: entries, changed: [] });
  });

  test('that has changed is changed, not gone', () => {
    const entries = acceptDrifts([accepted], [], today);
    expect(weighDrifts([drift({ actual: '3' })], entries)).toMatchObject({ gone: [], changed: entries });
  });

  test('is told by its values, whatever the order of their keys', () => {
    const entries = acceptDrifts([drift({ actual: { a: 1, b: null, c: [{ x: 1, y: 2 }] } })], [], today);
    expect(weighDrifts([drift({ actual: { c: [{ y: 2, x: 1 }], a: 1 } })], entries).fresh).toEqual([]);
  });

  test('of a missing table counts what falls with it', () => {
    const gone = { kind: 'missing', id: 'table:public.t', includes: ['column:public.t.a'] } as const;
    const entries = acceptDrifts([drift(gone)], [], today);
    expect(
      weighDrifts([drift({ ...gone, includes: [...gone.includes, 'column:public.t.b'] })], entries).fresh,
    ).toHaveLength(1);
  });
});

describe('accepted stray values', () => {
  const entries = acceptDrifts([strays(stray('x', 3), stray('y', 2))], [], today);

  test.for([
    ['are the same with more rows', strays(stray('y', 20), stray('x', 3)), 0],
    ['are new with another value', strays(stray('x', 3), stray('y', 2), stray('z', 1)), 1],
  ] as const)('%s', ([, now, fresh]) => {
    expect(weighDrifts([now], entries).fresh).toHaveLength(fresh);
  });
});

describe('the file', () => {
  test('has its entries in the order of their ids and its environments in that of their names', () => {
    const [b, a] = [drift({ id: 'table:public.b' }), drift({ id: 'table:public.a' })];
    const made = makeBaseline({ prod: acceptDrifts([b, a], [], today), dev: [] });
    expect(Object.keys(made.environments)).toEqual(['dev', 'prod']);
    expect(made.environments.prod?.map(({ id }) => id)).toEqual(['table:public.a', 'table:public.b']);
  });

  test('keeps reasons and days when it is written again', () => {
    const known = acceptDrifts([drift({})], [], today).map((entry) => ({ ...entry, reason: 'it is history' }));
    expect(acceptDrifts([drift({})], known, later)).toEqual(known);
    expect(acceptDrifts([drift({ actual: '3' })], known, later)).toMatchObject([
      { reason: 'it is history', since: '2026-12-24' },
    ]);
  });

  test('is read back as it was written', () => {
    const made = makeBaseline({ prod: acceptDrifts([drift({}), drift({ kind: 'missing' })], [], today) });
    expect(parseBaseline(JSON.stringify(made), 'baseline.json')).toEqual(made);
  });

  test.for([
    ['no JSON', '{', 'baseline.json is not JSON'],
    ['a merge', '{\n<<<<<<< HEAD\n"a": 1\n=======\n', 'baseline.json:2 holds the marks of a merge'],
    ['no object', '[]', 'baseline.json is no baseline: the document'],
    ['another format', '{"formatVersion": 2, "environments": {}}', 'formatVersion'],
    ['a broken entry', '{"formatVersion": 1, "environments": {"prod": [{"id": 1}]}}', 'environments.prod.0.id'],
  ] as const)('is refused: %s', ([, text, message]) => {
    expect(() => parseBaseline(text, 'baseline.json')).toThrow(
      expect.objectContaining({ code: 'invalid-baseline', message: expect.stringContaining(message) }),
    );
  });
});

test('two looks confirm what both saw, as the second saw it, and let the rest pass', () => {
  const [once, both, late] = ['a', 'b', 'c'].map((name) => drift({ id: `column:public.t.${name}` }));
  const moved = drift({ id: 'column:public.t.b', actual: '9' });
  if (once === undefined || both === undefined || late === undefined) throw new Error('three drifts');
  expect(confirmDrifts([once, both], [moved, late])).toEqual({ confirmed: [moved], passed: [once, late] });
});
