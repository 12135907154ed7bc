import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startServer } from '../../demo/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port of the PostgreSQL server of each major that this run tests on. */
    readonly postgresPorts: Readonly<Record<number, number>>;
  }
}

/** Members of this role must give their password; everybody else is trusted. */
export const passwordGroup = 'with_password';

/** Reads `DRIFTLINE_MAJORS=13,18`; the default is the oldest and the newest major, which `npm ci` brings. */
function majorsToTest(): readonly number[] {
  const majors = (process.env.DRIFTLINE_MAJORS ?? '13,18').split(',').map(Number);
  if (majors.every(Number.isInteger)) return majors;
  throw new RangeError(`DRIFTLINE_MAJORS is a list of numbers such as 13,18, not ${process.env.DRIFTLINE_MAJORS}`);
}

/** Starts one server for each major before the first test file and stops them after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const started = await Promise.allSettled(majorsToTest().map(startTestServer));
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const failure = started.find((result) => result.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  project.provide('postgresPorts', Object.fromEntries(servers.map((server) => [server.major, server.port])));
  return stop;
}

function startTestServer(major: number): Promise<EmbeddedServer> {
  return startServer({
    major,
    // Vacuum at a moment of its own choosing would hold locks and change estimates in the middle of a test.
    settings: { autovacuum: 'off', max_connections: '200', max_locks_per_transaction: '256' },
    hba: [`host all +${passwordGroup} 127.0.0.1/32 scram-sha-256`],
  });
}
