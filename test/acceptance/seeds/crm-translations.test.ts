import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidents } from '../../../demo/incidents/incidents.ts';
import { majors } from '../../support/databases.ts';
import { createIncidentDatabase, type IncidentDatabase, idsOf, planOf, rowsOf } from './incident-database.ts';

const platform = 'column:public.communications_conversations.platform';

describe.for(majors)('conversations name unknown platforms, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.strayPlatforms);
  });
  afterEach(() => database.drop());

  test('the stray values are told with their counts and the value that was probably meant', async () => {
    const report = await database.check('off');

    expect(report.outcome).toBe('drift');
    expect(report.drifts).toMatchObject([{ kind: 'modified', id: platform, attribute: 'values' }]);
    expect(report.values).toMatchObject([
      {
        outcome: 'stray',
        strays: [
          { value: 'Telegramm', rows: 12, rowsAreAtLeast: false, nearest: 'telegram' },
          { value: 'tg', rows: 5, rowsAreAtLeast: false },
          { value: 'e-mail', rows: 3, rowsAreAtLeast: false, nearest: 'email' },
        ],
        strayRows: 20,
        straysAreAtLeast: false,
      },
    ]);
  });

  test('the index answers for all rows', async () => {
    const report = await database.check('off');

    expect(report.values).toMatchObject([
      { method: 'index', via: 'index:public.ix_communications_conversations_platform', coverage: 1 },
    ]);
    expect(report.coverage).toMatchObject({ valueChecks: 1, valueChecksComplete: 1 });
  });

  test('nothing is changed, not a byte: the correcting UPDATE is only suggested, as comments', async () => {
    const before = await rowsOf(database, 'communications_conversations');
    const report = await database.check('safe');

    expect(report.applied).toBeUndefined();
    expect(planOf(report)).toEqual([]);
    expect(await rowsOf(database, 'communications_conversations')).toEqual(before);
    const suggestion = report.values[0]?.suggestion ?? '';
    expect(suggestion).toContain(`'Telegramm'`);
    expect(suggestion.split('\n').filter((text) => !text.startsWith('--'))).toEqual([]);
  });

  test('rows corrected by hand are in sync', async () => {
    await database.sql(`
      update communications_conversations set platform = 'telegram' where platform in ('Telegramm', 'tg');
      update communications_conversations set platform = 'email' where platform = 'e-mail'`);
    const report = await database.check('off');

    expect(report).toMatchObject({ outcome: 'inSync', drifts: [], values: [{ outcome: 'clean', coverage: 1 }] });
  });
});

describe.for(majors)('the column is called platform_type, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.platformRenamed);
  });
  afterEach(() => database.drop());

  test('the column platform is missing, and the hint names platform_type', async () => {
    const report = await database.check('off');

    expect(report.outcome).toBe('drift');
    expect(idsOf(report, 'missing')).toEqual([platform]);
    expect(report.drifts.find(({ id }) => id === platform)).toMatchObject({
      severity: 'critical',
      hint: expect.stringContaining('platform_type'),
    });
  });

  test('nothing is changed: a person must decide', async () => {
    const before = await rowsOf(database, 'communications_conversations');
    const report = await database.check('safe');

    expect(report.outcome).toBe('drift');
    expect(report.applied?.results.filter(({ outcome }) => outcome === 'applied') ?? []).toEqual([]);
    expect(await rowsOf(database, 'communications_conversations')).toEqual(before);
  });
});
