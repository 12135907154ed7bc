import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedServer, startServer } from '../../../demo/embedded-postgres.ts';
import { openSession } from '../../../lib/engines/postgres/session.ts';
import { majors } from '../../support/databases.ts';
import { startStandby } from '../../support/standby.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let primary: EmbeddedServer;
  let standby: EmbeddedServer;

  beforeAll(async () => {
    primary = await startServer({ major });
    standby = await startStandby(primary);
  });

  afterAll(async () => {
    await standby?.stop();
    await primary?.stop();
  });

  test.for([
    ['a standby takes no repair and says where to go', () => standby, [{ code: 'standby' }]],
    ['its primary does', () => primary, []],
  ] as const)('%s', async ([, server, refusals]) => {
    const session = await openSession(
      { url: server().url() },
      { connectTimeoutMs: 5_000, lockTimeoutMs: 2_000, statementTimeoutMs: 30_000, applicationName: 'driftline test' },
    );
    try {
      expect(await session.repair.refusals([])).toMatchObject(refusals);
    } finally {
      await session.close();
    }
  });
});
