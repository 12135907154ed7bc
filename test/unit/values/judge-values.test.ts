import { describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { fingerprintDrift } from '../../../lib/diff/drift.ts';
import { judgeValues } from '../../../lib/values/judge-values.ts';
import type { SeenValues, StrayValue, ValueCheck } from '../../../lib/values/value-check.ts';

const column = 'column:public.conversations.platform';

const check: ValueCheck = {
  column,
  accept: ['telegram', 'email'],
  redact: false,
  severity: 'high',
  maxDistinct: 1000,
  budgetMs: 10_000,
};

function expected(isNullable: boolean): CatalogSnapshot {
  return {
    formatVersion: 2,
    engine: 'postgresql',
    serverVersion: '18.4',
    objects: { [column]: { belongsTo: ['table:public.conversations'], type: 'text', isNullable } },
    dependencies: {},
  };
}

function seen(strays: readonly StrayValue[], more: Partial<SeenValues> = {}) {
  return {
    kind: 'seen' as const,
    method: 'aggregate' as const,
    strays,
    straysAreAtLeast: false,
    strayRows: strays.reduce((sum, stray) => sum + stray.rows, 0),
    strayRowsAreAtLeast: false,
    coverage: 1,
    spelling: { table: 'public.conversations', value: 'platform', shape: 'column' as const },
    tookMs: 3,
    ...more,
  };
}

const misspelled: StrayValue = { value: 'Telegramm', rows: 3, rowsAreAtLeast: false };
const nulls: StrayValue = { value: null, rows: 2, rowsAreAtLeast: false };

describe('stray values', () => {
  test('are one drift of the column, with counts and the nearest accepted value', () => {
    const { drifts, finding } = judgeValues(check, seen([misspelled]), expected(true));
    expect(drifts).toEqual([
      {
        kind: 'modified',
        id: column,
        attribute: 'values',
        expected: ['telegram', 'email'],
        actual: [{ value: 'Telegramm', rows: 3, rowsAreAtLeast: false, nearest: 'telegram' }],
        severity: 'high',
        hint: expect.stringContaining("'Telegramm' was probably meant as 'telegram'"),
        fingerprint: fingerprintDrift('modified', column, 'values'),
      },
    ]);
    expect(finding).toMatchObject({ outcome: 'stray', strayRows: 3, method: 'aggregate', coverage: 1 });
  });

  test('are only counted when the check redacts', () => {
    const judged = judgeValues({ ...check, redact: true }, seen([misspelled, nulls]), expected(false));
    expect(judged.finding).toMatchObject({ outcome: 'stray', strays: [], strayRows: 5 });
    expect(judged.drifts).toMatchObject([{ actual: { values: 2, valuesAreAtLeast: false, rows: 5 } }]);
    expect(JSON.stringify(judged)).not.toContain('Telegramm');
  });

  test('that are tolerated are told and are no drift', () => {
    const judged = judgeValues({ ...check, tolerate: { rows: 3 } }, seen([misspelled]), expected(true));
    expect(judged).toMatchObject({
      finding: { outcome: 'clean', isTolerated: true, strayRows: 3 },
      drifts: [],
      diagnostics: [{ level: 'info', code: 'stray-values-tolerated' }],
    });
  });

  test.for([
    ['one row more than tolerated', { rows: 2 }, {}, 'stray'],
    ['a count that stopped early', { rows: 3 }, { strayRowsAreAtLeast: true }, 'stray'],
    ['a share of a table of known size', { percent: 1 }, { tableRows: 300 }, 'clean'],
    ['a share of a table of unknown size', { percent: 1 }, {}, 'stray'],
  ] as const)('%s', ([, tolerate, more, outcome]) => {
    expect(judgeValues({ ...check, tolerate }, seen([misspelled], more), expected(true)).finding.outcome).toBe(outcome);
  });
});

describe('NULL', () => {
  test.for([
    ['is accepted where the expected column may be NULL', undefined, true, 'clean'],
    ['is stray where the expected column is NOT NULL', undefined, false, 'stray'],
    ['is stray where the check denies it', 'deny', true, 'stray'],
    ['is accepted where the check allows it', 'allow', false, 'clean'],
  ] as const)('%s', ([, nullOption, isNullable, outcome]) => {
    const asked = nullOption === undefined ? check : { ...check, nulls: nullOption };
    const { finding } = judgeValues(asked, seen([nulls]), expected(isNullable));
    expect(finding).toMatchObject({ outcome, strayRows: outcome === 'stray' ? 2 : 0 });
  });
});

describe('a constraint of the database', () => {
  const by = ['constraint:public.conversations.platform_check'];

  test('that rejects an accepted value is critical: the next insert fails', () => {
    const constraint = { by, allows: ['telegram'], rejects: ['email'], permits: [] };
    const { drifts } = judgeValues(check, seen([], { method: 'constraint', constraint }), expected(true));
    expect(drifts).toMatchObject([
      {
        attribute: 'allowedValues',
        severity: 'critical',
        hint: expect.stringContaining("next insert of 'email' fails"),
      },
    ]);
  });

  test('that allows more is a drift of low severity', () => {
    const constraint = { by, allows: ['telegram', 'email', 'fax'], rejects: [], permits: ['fax'] };
    const { drifts, finding } = judgeValues(check, seen([], { constraint }), expected(true));
    expect(drifts).toMatchObject([{ attribute: 'allowedValues', severity: 'low' }]);
    expect(finding.outcome).toBe('clean');
  });

  test('that allows more than another constraint, from which the set was read, is not told twice', () => {
    const constraint = { by, rejects: [], permits: ['fax'] };
    const derived = { ...check, derivedFrom: 'enum:public.platform' };
    expect(judgeValues(derived, seen([], { constraint }), expected(true)).drifts).toEqual([]);
  });

  test('is judged although the values could not be seen', () => {
    const constraint = { by, allows: ['telegram'], rejects: ['email'], permits: [] };
    const observation = { kind: 'unseen', code: 'table-locked', reason: 'locked', constraint, tookMs: 2000 } as const;
    expect(judgeValues(check, observation, expected(true))).toMatchObject({
      finding: { outcome: 'unknown', coverage: 0 },
      drifts: [{ severity: 'critical' }],
      diagnostics: [{ level: 'error', code: 'table-locked', id: column }],
    });
  });
});

test('a column that is not there is unknown, and its schema drift tells why', () => {
  const judged = judgeValues(check, { kind: 'absent' }, expected(true));
  expect(judged).toMatchObject({ finding: { outcome: 'unknown' }, drifts: [], diagnostics: [] });
});

test('a part of the table without strays is clean as far as was seen, and says so', () => {
  const { finding, diagnostics } = judgeValues(
    check,
    seen([], { method: 'rolling', coverage: 0.25, runsToGo: 3 }),
    expected(true),
  );
  expect(finding).toMatchObject({ outcome: 'clean', coverage: 0.25, runsToGo: 3 });
  expect(diagnostics).toMatchObject([
    { level: 'warning', code: 'values-partly-seen', message: expect.stringContaining('25 %') },
  ]);
});
