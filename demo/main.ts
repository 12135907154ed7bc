import assert, { AssertionError } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { isColorful, widthFor } from '../lib/cli/terminal.ts';
import { loadConfig } from '../lib/config/load.ts';
import { DriftlineError } from '../lib/errors.ts';
import { count, duration } from '../lib/report/words.ts';
import { type EmbeddedServer, startServer } from './embedded-postgres.ts';
import { type Narrator, narrateTo } from './narrator.ts';
import { type Play, prepareIncident } from './play-incident.ts';
import { scenes } from './scenes.ts';

/**
 * Shows Driftline on real databases in the states of real incidents: what it finds, what it would do, what it does when
 * it may, and that nothing is left afterwards. Every report is that of a real run on a PostgreSQL server that starts and
 * stops with the demonstration.
 *
 * @throws AssertionError when something that a scene promises was not seen
 */
async function demonstrate(narrator: Narrator): Promise<void> {
  const started = performance.now();
  narrator.remark('Starting PostgreSQL 18 on this machine and compiling the migrations of five services ...');
  const server = await startServer({ major: 18 });
  stopOnSignal(server);
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    const [services, file] = await Promise.all(
      ['../driftline.yaml', './benchmark.yaml'].map((path) =>
        loadConfig(fileURLToPath(new URL(path, import.meta.url))),
      ),
    );
    assert(services && file);
    const config = {
      ...services.config,
      expectations: { ...services.config.expectations, ...file.config.expectations },
      environments: { ...services.config.environments, ...file.config.environments },
    };
    const stage = {
      config,
      url: server.url,
      narrator,
      onEnd: (cleanUp: () => Promise<void>) => cleanUps.push(cleanUp),
    };
    const prepare = (i: number): Promise<Play> | undefined => {
      const scene = scenes[i];
      const play = scene && prepareIncident(scene.incident, stage);
      // It is awaited only when its turn comes; until then a failure must not end the process.
      play?.catch(() => undefined);
      return play;
    };
    let prepared = prepare(0);
    for (const [i, scene] of scenes.entries()) {
      const play = await prepared;
      if (play === undefined) break;
      prepared = prepare(i + 1);
      narrator.tell(`${i + 1} of ${scenes.length} · ${scene.incident.title}`, scene.incident.story);
      await scene.play(play);
    }
  } finally {
    await Promise.all([server.stop(), ...cleanUps.map((cleanUp) => cleanUp())]);
  }
  narrator.tell('Now your own database', farewell(performance.now() - started));
  narrator.suggest(ownDatabase);
}

const ownDatabase = [
  ['npx driftline diff migrations/ "$DATABASE_URL"', 'compare any folder of SQL with any PostgreSQL; only reads'],
  ['npx driftline init', 'write a commented driftline.yaml for your environments'],
  ['npx driftline doctor', 'see whether each can be reached, as whom, and with which rights'],
  ['npx driftline check', 'check them all; drift is exit code 2, so it can be a gate'],
] as const;

function farewell(ms: number): string {
  return (
    `That was ${count(scenes.length, 'incident')} in ${duration(ms)}, every report from a real run on PostgreSQL 18, ` +
    'which has stopped again. The configuration is driftline.yaml, the migrations are in migrations/.'
  );
}

let isStopped = false;

/** Ctrl-C stops the server at once, and with it every connection. */
function stopOnSignal(server: EmbeddedServer): void {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.once(signal, () => {
      isStopped = true;
      process.exitCode = 128 + number;
      void server.stop().finally(() => process.exit(128 + number));
    });
  }
}

const { stdout, stderr, env } = process;
const narrator = narrateTo((text) => stdout.write(text), { color: isColorful(stdout, env), width: widthFor(stdout) });

try {
  await demonstrate(narrator);
} catch (error) {
  // What fails because the server was stopped is nobody's failure, and may come before the process has ended.
  if (!isStopped) {
    stderr.write(`\nThe demonstration did not get to its end. ${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof DriftlineError) return `${error.message}\n${error.remedy ?? ''}`;
  if (error instanceof AssertionError) return `Something that was promised was not seen:\n${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
