import { expect, test } from 'vitest';
import { defaults } from '../../../lib/config/defaults.ts';
import { connect } from '../../../lib/engines/postgres/connect.ts';
import { postgres } from '../../../lib/engines/postgres/engine.ts';
import { realDeps } from '../../../lib/run/deps.ts';
import { openSession } from '../../../lib/run/open-session.ts';
import { createDatabase, createRole, majors } from '../../support/databases.ts';

const limits = { connectTimeoutMs: 10_000, lockTimeoutMs: 1000, statementTimeoutMs: 10_000 };

test.for(majors)('a run gets into PostgreSQL %i once a connection is free', async (major) => {
  const role = await createRole(major, { attributes: 'connection limit 1' });
  const database = await createDatabase(major);
  const url = database.urlOf(role);
  const first = await connect({ url }, { ...limits, applicationName: 'driftline test' });
  const connection = { kind: 'url', template: url, at: 'here' } as const;
  const environment = { name: 'prod', expectation: 'app', repair: defaults.repair, connection, ...limits };
  const openWhile = (sleep: () => Promise<void>) =>
    openSession(postgres, environment, 'driftline test', { ...realDeps({}), sleep });

  await expect(openWhile(async () => {})).rejects.toMatchObject({ code: 'server-unavailable' });
  const session = await openWhile(async () => {
    await first.close();
    // The server counts a connection until its process has ended.
    const open = () => database.sql('select from pg_stat_activity where usename = $1', [role.name]);
    await expect.poll(open, { timeout: 10_000 }).toEqual([]);
  });
  expect(session.server.database).toBe(database.name);
  await session.close();
  await database.drop();
});
