import { stripVTControlCharacters } from 'node:util';
import type { Progress } from '../run/check-environment.ts';
import type { CliIo } from './cli-io.ts';
import { widthFor } from './terminal.ts';

/** Shows what lasts, and goes away. */
export interface ProgressLine extends Disposable {
  readonly onProgress: (event: Progress) => void;
}

/** Nothing is shown of what is over sooner. */
const quietMs = 1_000;
/** How often a line that is no terminal's may be written: seldom, for the sake of logs. */
const plainEveryMs = 15_000;
const redrawEveryMs = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

/**
 * Tells on standard error what the environments are at: on a terminal one line that is drawn anew and removed in the end, else
 * a plain line every 15 seconds.
 */
export function startProgress(total: number, io: CliIo): ProgressLine {
  const phases = new Map<string, Progress['phase']>();
  const { stderr } = io;
  let isDrawn = false;
  let frame = 0;

  const words = () => {
    const busy = [...phases].filter(([, phase]) => phase !== 'done');
    const done = phases.size - busy.length;
    const doing = busy.map(([environment, phase]) => `${phase} ${environment}`).join(', ');
    return total > 1 ? `${done} of ${total} done: ${doing}` : doing;
  };
  const draw = () => {
    const line = stripVTControlCharacters(`${frames[frame++ % frames.length]} ${words()}`);
    stderr.write(`\r\u001b[2K${line.slice(0, widthFor(stderr) - 1)}`);
    isDrawn = true;
  };
  const print = () => stderr.write(`still ${words()}\n`);

  const timers: NodeJS.Timeout[] = [];
  if (stderr.isTTY && io.env.TERM !== 'dumb') {
    timers.push(setTimeout(() => timers.push(setInterval(draw, redrawEveryMs).unref()), quietMs).unref());
  } else {
    timers.push(setInterval(print, plainEveryMs).unref());
  }
  return {
    onProgress: ({ environment, phase }) => {
      phases.set(environment, phase);
    },
    [Symbol.dispose]: () => {
      for (const timer of timers) clearTimeout(timer);
      if (isDrawn) stderr.write('\r\u001b[2K');
    },
  };
}
