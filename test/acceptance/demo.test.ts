import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const start = fileURLToPath(new URL('../../demo/start.js', import.meta.url));
const patienceMs = 180_000;

/** Runs the demonstration; `onText` is told of everything said so far. */
async function runDemo(onText: (text: string, demo: ChildProcess) => void = () => {}) {
  const demo = spawn(process.execPath, [start], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  demo.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    onText(text, demo);
  });
  const [exitCode] = await once(demo, 'close');
  return { exitCode, text };
}

/** Whether anybody listens on the port that the demonstration's reports name. */
async function isServed(text: string): Promise<boolean> {
  const port = Number(text.match(/at\s+127\.0\.0\.1:(\d+)/)?.[1]);
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((isOpen) => {
    socket.destroy();
    return isOpen === true;
  });
}

test(
  'the demonstration sees everything that it promises, and leaves no server behind',
  async () => {
    const { exitCode, text } = await runDemo();

    expect(exitCode).toBe(0);
    for (const said of [
      'missing table public.content_plans',
      'missing column creditsUsed',
      'nearest: telegram',
      'platform_type exists',
      'missing table public.integration_logs',
      'in sync after repair',
      'npx driftline init',
    ]) {
      expect(text).toContain(said);
    }
    expect(await isServed(text)).toBe(false);
  },
  patienceMs,
);

test(
  'Ctrl-C ends the demonstration and its server',
  async () => {
    let isInterrupted = false;
    const { exitCode, text } = await runDemo((said, demo) => {
      if (isInterrupted || !said.includes('127.0.0.1:')) return;
      isInterrupted = true;
      demo.kill('SIGINT');
    });

    expect(exitCode).toBe(130);
    expect(await isServed(text)).toBe(false);
  },
  patienceMs,
);
