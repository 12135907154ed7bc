import { styleText } from 'node:util';
import type { Variables } from '../config/interpolate.ts';
import type { CliIo, OutputStream } from './cli-io.ts';

/** Width of text that does not go to a terminal: to a file, a pipe, a log. */
const plainWidth = 100;

/**
 * Whether text for a stream should be coloured: never with `NO_COLOR`, always with `FORCE_COLOR` (but for 0), else on
 * terminals that can.
 * Source: https://no-color.org
 */
export function isColorful(stream: OutputStream, env: Variables): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** How wide text for a stream may be. */
export function widthFor(stream: OutputStream): number {
  return stream.isTTY && stream.columns ? stream.columns : plainWidth;
}

type Style = Parameters<typeof styleText>[0];

/** Styles text for a stream, or leaves it as it is where colours would only be in the way. */
export function styleFor(stream: OutputStream, env: Variables): (style: Style, text: string) => string {
  const colorful = isColorful(stream, env);
  return (style, text) => (colorful ? styleText(style, text, { validateStream: false }) : text);
}

/** Writes text and waits until the stream has taken it. A reader that has gone away is no error of ours. */
export async function write(stream: OutputStream, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || isClosedPipe(error)) resolve();
      else reject(error);
    });
  });
}

/** Whether a write failed only because nobody reads any more, as with `driftline check | head`. */
export function isClosedPipe(error: unknown): boolean {
  const code = (error as { readonly code?: unknown }).code;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/** Options for text that goes to standard output, or to a file. */
export function textOptions(
  { stdout, env }: CliIo,
  to: 'stdout' | 'file' = 'stdout',
): { readonly color: boolean; readonly width: number } {
  if (to === 'file') return { color: false, width: plainWidth };
  return { color: isColorful(stdout, env), width: widthFor(stdout) };
}
