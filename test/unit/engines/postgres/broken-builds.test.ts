import { expect, test } from 'vitest';
import { refuseBrokenBuilds } from '../../../../lib/engines/postgres/broken-builds.ts';
import { statement } from '../../plan/statements.ts';

const build = statement('create index concurrently ix on t (id)', {
  transaction: 'outside',
  provides: ['index:public.ix'],
});
const rebuild = statement('reindex index concurrently ix', { transaction: 'outside', causedBy: ['index:public.ix'] });
const plain = statement('create index ix on n (id)', { provides: ['index:public.ix'] });
const label = statement('alter type e add value $$a$$', { transaction: 'outside', causedBy: ['enum:public.e'] });

test.for(['14.0', '14.1', '14.2', '14.3'])('%s builds no index online, and all else is let through', (version) => {
  expect(refuseBrokenBuilds({ version }, [build, plain, rebuild, label])).toMatchObject([
    { code: 'broken-index-builds', reason: expect.stringContaining(version), of: [build, rebuild] },
  ]);
  expect(refuseBrokenBuilds({ version }, [plain, label])).toEqual([]);
});

test.for(['13.3', '14.4', '14.10', '14.30', '15.1', '17.2', '18.0'])('%s builds indexes online', (version) => {
  expect(refuseBrokenBuilds({ version }, [build, rebuild])).toEqual([]);
});
