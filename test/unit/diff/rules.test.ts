import { describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { ignoreRulesInForce } from '../../../lib/diff/ignore-rules.ts';
import { matcherOf } from '../../../lib/diff/pattern.ts';
import { catalog, index, table } from './catalogs.ts';

const report: DriftRules = { ignore: [], unexpected: 'report' };

function driftsBetween(expected: CatalogSnapshot, actual: CatalogSnapshot, rules: DriftRules = report) {
  return presentDrifts(compareCatalogs(expected, actual, rules), new Set(), rules);
}

describe('a pattern', () => {
  test.for([
    ['table:public.tmp_*', 'table:public.tmp_a', true],
    ['table:public.tmp_*', 'table:public.temp_a', false],
    ['table:public.tmp_*', 'index:public.tmp_a', false],
    ['*:audit.*', 'table:audit.log', true],
    ['*:audit.*', 'column:audit.log.id', true],
    ['*:audit.*', 'table:public."audit.log"', false],
    ['*:audit.*', 'table:public."x:audit.y"', false],
    ['table:public.a+b', 'table:public.a+b', true],
    ['table:public.a+b', 'table:public.aab', false],
    ['table:public.*', 'table:public."a\nb"', true],
    ['*e:p*c.*', 'table:public.t', true],
    ['table', 'table:public.t', false],
  ] as const)('%s on %s: %s', ([pattern, id, matches]) => {
    expect(matcherOf(pattern)(id)).toBe(matches);
  });

  test('of many stars is matched like one of few', () => {
    expect(matcherOf(`table:${'*'.repeat(200)}x`)(`table:${'a'.repeat(2000)}`)).toBe(false);
  });
});

test('an empty expectation agrees with nothing but an empty catalog', () => {
  const full = catalog({ ...table('users', 'id') });
  expect(driftsBetween(catalog({}), full)).toMatchObject([{ kind: 'unexpected', id: 'table:public.users' }]);
  expect(driftsBetween(catalog({}), catalog({}))).toEqual([]);
});

describe('severity rules', () => {
  const expected = catalog({ ...table('users', 'id'), ...index('ix_a', 'users', 'a'), ...index('ix_b', 'users', 'b') });
  const actual = catalog({ ...table('users', 'id'), ...index('ix_a', 'users', 'a', false) });

  test.for([
    ['none', [], ['medium', 'medium']],
    ['one for all indexes', [{ pattern: 'index:public.*', severity: 'low' }], ['low', 'low']],
    ['one for a kind of drift', [{ pattern: '*:*', kind: 'missing', severity: 'critical' }], ['medium', 'critical']],
    [
      'two that both match: the first',
      [
        { pattern: 'index:public.ix_b', severity: 'high' },
        { pattern: 'index:*', severity: 'low' },
      ],
      ['low', 'high'],
    ],
    ['one that matches nothing', [{ pattern: 'table:*', severity: 'high' }], ['medium', 'medium']],
  ] as const)('%s', ([, severity, severities]) => {
    const drifts = driftsBetween(expected, actual, { ...report, severity });
    expect(drifts.map(({ kind }) => kind)).toEqual(['invalid', 'missing']);
    expect(drifts.map((drift) => drift.severity)).toEqual(severities);
  });
});

describe('what the migrations do not know', () => {
  const expected = catalog(table('users', 'id'));
  const actual = catalog({ ...table('users', 'id', 'note'), ...table('extra', 'id'), ...index('ix', 'users', 'id') });

  test.for([
    ['report', 'report', ['column:public.users.note', 'index:public.ix', 'table:public.extra']],
    ['ignore', 'ignore', []],
    ['reported by kind', { table: 'report', index: 'ignore' }, ['table:public.extra']],
    [
      'reported but for one kind',
      { '*': 'report', index: 'ignore' },
      ['column:public.users.note', 'table:public.extra'],
    ],
  ] as const)('%s', ([, unexpected, ids]) => {
    expect(driftsBetween(expected, actual, { ignore: [], unexpected }).map(({ id }) => id)).toEqual(ids);
  });
});

describe('ignored objects', () => {
  const partition = (name: string, of: string) => ({
    [`table:public.${name}`]: { persistence: 'permanent', partitionOf: `table:public.${of}` },
    [`column:public.${name}.id`]: {
      belongsTo: [`table:public.${name}`, `column:public.${of}.id`],
      type: 'text',
      isNullable: true,
      isInherited: true,
    },
    [`index:public.${name}_ix`]: {
      belongsTo: [`table:public.${name}`, `index:public.${of}_ix`],
      isUnique: false,
      definition: 'USING btree (id)',
      isValid: true,
    },
  });
  const expected = catalog({ ...table('events', 'id'), ...index('events_ix', 'events', 'id') });
  const actual = catalog({
    ...table('events', 'id'),
    ...index('events_ix', 'events', 'id'),
    ...partition('events_p2026', 'events'),
    ...partition('weeks_2026_01', 'events_p2026'),
  });

  test('partitions made at run time are told when nobody ignores them', () => {
    expect(driftsBetween(expected, actual).map(({ id }) => id)).toEqual([
      'table:public.events_p2026',
      'table:public.weeks_2026_01',
    ]);
  });

  test('an ignored partition takes its columns, its indexes and its own partitions along', () => {
    const ignore = [{ pattern: 'table:public.events_p*' }];
    expect(driftsBetween(expected, actual, { ...report, ignore })).toEqual([]);
  });

  const rules = [
    { pattern: 'table:public.a' },
    { pattern: 'table:public.b', reason: 'until the import is over', until: '2027-01-31' },
  ];

  test.for([
    ['2027-01-31T00:00:00Z', 2],
    ['2027-01-31T23:59:59Z', 2],
    ['2027-02-01T00:00:00Z', 1],
  ] as const)('a rule holds to the end of its last day: at %s there are %i', ([now, count]) => {
    expect(ignoreRulesInForce(rules, new Date(now)).rules).toHaveLength(count);
  });

  test('a rule that is over says what, why and since when', () => {
    const { diagnostics } = ignoreRulesInForce(rules, new Date('2027-02-01T00:00:00Z'));
    expect(diagnostics).toEqual([
      {
        level: 'warning',
        code: 'ignore-rule-expired',
        message: 'the rule to ignore table:public.b (until the import is over) ended on 2027-01-31 and holds no more',
        remedy: expect.stringContaining('until'),
      },
    ]);
  });
});
