import { chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, giveToServer, serverIdentity, startServer } from '../../demo/embedded-postgres.ts';
import { temporaryFolder } from '../../demo/postgres-binaries.ts';

/** What is the running server's alone, and its log, which the standby streams from it. */
const notCopied = new Set(['postmaster.pid', 'postmaster.opts']);
const copiedEmpty = ['pg_wal', 'pg_replslot', 'pg_stat_tmp'];

/**
 * Starts a standby that streams from a running server of the same major and answers queries: what a read replica is.
 *
 * The files are copied while the primary runs, between the two calls of PostgreSQL's low-level backup interface.
 *
 * @see https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function startStandby(primary: EmbeddedServer): Promise<EmbeddedServer> {
  const home = await mkdtemp(join(await temporaryFolder(), 'driftline-standby-'));
  await giveToServer(home);
  const dataDir = join(home, 'data');
  try {
    await copyWhileRunning(primary, dataDir);
    const server = await startServer({
      major: primary.major,
      dataDir,
      settings: { primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres`, hot_standby: 'on' },
    });
    const stop = async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    };
    return { ...server, stop };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function copyWhileRunning(primary: EmbeddedServer, dataDir: string): Promise<void> {
  // The backup lasts as long as the session that began it.
  const client = new pg.Client({ connectionString: primary.url() });
  await client.connect();
  try {
    await client.query(
      primary.major >= 15
        ? `select pg_backup_start('standby', true)`
        : `select pg_start_backup('standby', true, false)`,
    );
    await cp(primary.dataDir, dataDir, {
      recursive: true,
      filter: (source) => !notCopied.has(basename(source)) && !copiedEmpty.includes(basename(source)),
    });
    for (const folder of copiedEmpty) await mkdir(join(dataDir, folder));
    const { rows } = await client.query(
      primary.major >= 15
        ? 'select labelfile from pg_backup_stop(false)'
        : 'select labelfile from pg_stop_backup(false, false)',
    );
    await writeFile(join(dataDir, 'backup_label'), rows[0].labelfile);
    await writeFile(join(dataDir, 'standby.signal'), '');
  } finally {
    await client.end();
  }
  await giveToServer(dataDir);
  const identity = serverIdentity();
  if (identity === undefined) return;
  for (const entry of await readdir(dataDir, { recursive: true })) {
    await chown(join(dataDir, entry), identity.uid, identity.gid);
  }
}
