import { DriftlineError } from '../errors.ts';
import { sampleAlert } from './sample.ts';
import { prepare, type SendDeps } from './send.ts';
import type { AlertSettings } from './settings.ts';

/** What a channel made of a sample. */
export interface ChannelTest {
  readonly channel: string;
  readonly result: 'sent' | 'notSent' | 'doubtful';
  /** What the channel answered. */
  readonly answered: string;
}

/**
 * Sends a sample to one channel, once, and says what the channel answered.
 *
 * @throws DriftlineError `unknown-channel`, and what finding its secret throws
 */
export async function testChannel(name: string, settings: AlertSettings, deps: SendDeps): Promise<ChannelTest> {
  const channel = Object.hasOwn(settings.channels, name) ? settings.channels[name] : undefined;
  if (channel === undefined) {
    const known = Object.keys(settings.channels).join(', ') || 'none';
    throw new DriftlineError('unknown-channel', `no channel is called "${name}"`, { remedy: `Channels: ${known}.` });
  }
  const [send] = await prepare(sampleAlert(deps.now(), settings.runbook), channel, deps);
  const attempt = await send?.();
  const result = attempt?.result === 'sent' || attempt?.result === 'doubtful' ? attempt.result : 'notSent';
  return { channel: name, result, answered: attempt?.why ?? 'there was nothing to send' };
}
