import { describe, expect, test } from 'vitest';
import { extras } from '../../../../lib/catalog/extras.ts';
import { createDatabase, createRole, majors } from '../../../support/databases.ts';
import { check, expectationOf } from '../../run/scene.ts';
import { promise, tell } from './scene.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('without a person types, collations, statistics and comments are made, and nothing else', async () => {
    const { name: reader } = await createRole(major);
    const before = 'create schema app; create table app.t (id int primary key, name text, code int);';
    const expectedSql = `${before}
      create collation app.german (provider = icu, locale = 'de-AT');
      create type app.address as (street text collate app.german);
      create type app.words as range (subtype = text, collation = app.german);
      create statistics app.both on name, code from app.t;
      alter table app.t add column home app.address;
      alter table app.t alter column name set storage external;
      comment on column app.t.home is 'where it is';
      comment on table app.t is 'theirs';
      comment on type app.words is 'from one to another';
      create table app.later (spans app.words[]) with (fillfactor = 60);
      grant select on app.t, app.later to ${reader};
      alter table app.later owner to ${reader};
      create publication changes for table app.t;`;
    const expected = await expectationOf(expectedSql, {
      snapshot: await promise([expectedSql], extras),
      rules: { ignore: [], unexpected: 'report', extras },
    });
    const database = await createDatabase(major, before);
    try {
      const scene = { database, expected, environment: { repair: 'safe' }, options: { repair: 'safe' } } as const;
      const { report } = await check(scene);
      expect(report.applied?.results.filter(({ outcome }) => outcome !== 'applied' && outcome !== 'refused')).toEqual(
        [],
      );
      expect(tell(report.drifts)).toEqual([
        'modified column:app.t.name storage',
        'missing publication:changes',
        'modified table:app.later owner',
        'modified table:app.t grants',
      ]);
      const again = await check(scene);
      expect(again.report.applied?.results.filter(({ outcome }) => outcome === 'applied') ?? []).toEqual([]);
      expect(tell(again.report.drifts)).toEqual(tell(report.drifts));
    } finally {
      await database.drop();
    }
  });
});
