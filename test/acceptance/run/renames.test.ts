import { beforeAll, describe, expect, test } from 'vitest';
import type { CompiledExpectation } from '../../../lib/run/expectation.ts';
import { createDatabase, majors } from '../../support/databases.ts';
import { check, expectationOf } from './scene.ts';

const table = `create table events (id bigint primary key, kind varchar(20), at timestamp);`;
const rest = (prefix: string) => `
  create index ${prefix}_hour on events ((extract(hour from at)));
  create index ${prefix}_kind on events (kind) where kind in ('draft', 'live');
  alter table events add constraint ${prefix}_at check (extract(year from at) > 2000);
`;

let expected: CompiledExpectation;

beforeAll(async () => {
  expected = await expectationOf(table + rest('events'));
});

describe.for(majors)('PostgreSQL %i', (major) => {
  test('an index or constraint under another name is one drift, however this major spells it', async () => {
    const database = await createDatabase(major, table + rest('old'));
    try {
      const { report } = await check({ database, expected });
      expect(report.drifts).toMatchObject([
        { kind: 'renamed', id: 'constraint:public.events.events_at', actual: 'constraint:public.events.old_at' },
        { kind: 'renamed', id: 'index:public.events_hour', actual: 'index:public.old_hour' },
        { kind: 'renamed', id: 'index:public.events_kind', actual: 'index:public.old_kind' },
      ]);
      expect(report.drifts).toHaveLength(3);
      expect(report.diagnostics).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  test('what differs in truth is missing and unexpected', async () => {
    const database = await createDatabase(
      major,
      `${table} create index old_hour on events ((extract(minute from at)));
       create index events_kind on events (kind) where kind in ('draft', 'live');
       alter table events add constraint events_at check (extract(year from at) > 2000);`,
    );
    try {
      const { report } = await check({ database, expected });
      expect(report.drifts.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
        'missing index:public.events_hour',
        'unexpected index:public.old_hour',
      ]);
    } finally {
      await database.drop();
    }
  });

  test('partitions that are made at run time are ignored with all that is theirs', async () => {
    const parent = `create table visits (id bigint, at timestamp not null, primary key (id, at)) partition by range (at);
      create index visits_at on visits (at);
      create table plans (id bigint primary key);
      alter table visits add plan bigint references plans;`;
    const runtime = `create table visits_p1 partition of visits for values from ('2026-01-01') to ('2026-02-01');
      create table visits_p2 partition of visits for values from ('2026-02-01') to ('2026-03-01') partition by range (at);
      create table week_6 partition of visits_p2 for values from ('2026-02-01') to ('2026-02-08');`;
    const own = await expectationOf(parent);
    const database = await createDatabase(major, parent + runtime);
    try {
      const ignore = [{ pattern: 'table:public.visits_p*' }];
      const rules = { ...own.rules, ignore };
      expect((await check({ database, expected: own })).report.drifts.map(({ id }) => id)).toEqual([
        'table:public.visits_p1',
        'table:public.visits_p2',
        'table:public.week_6',
      ]);
      expect((await check({ database, expected: { ...own, rules } })).report.drifts).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});
