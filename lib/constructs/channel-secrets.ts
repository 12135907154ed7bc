import { Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AlertSettings, Channel, Confidential } from '../alerts/settings.ts';
import { importSecret } from './environment-secrets.ts';

/** Channels as a function in AWS reaches them: whatever is confidential is a secret. */
export interface ReachableChannels {
  readonly settings: AlertSettings;
  /** Secrets, by channel, whose ARNs are known at deployment only. */
  readonly late: { readonly [channel: string]: string };
  readonly secrets: readonly ISecret[];
}

/** Where a channel's address is in AWS, which has nobody's environment variables. */
function conventionalSecretName(channel: string): string {
  return `driftline/alerts/${channel}`;
}

/**
 * Finds each channel's secret, and the heartbeat's: the one that is handed in, else the one that the configuration
 * names, else `driftline/alerts/<channel>`. What a webhook is signed with is in the same secret.
 */
export function reachChannels(
  scope: Construct,
  settings: AlertSettings,
  given: { readonly [channel: string]: ISecret | string },
): ReachableChannels {
  const late: { [channel: string]: string } = {};
  const secrets: ISecret[] = [];
  const reach = (name: string, text: Confidential): Confidential => {
    const named = text.kind === 'secret' ? text.secretId : conventionalSecretName(name);
    const secret = given[name] ?? named;
    secrets.push(typeof secret === 'string' ? importSecret(scope, name, secret) : secret);
    const secretId = typeof secret === 'string' ? secret : secret.secretArn;
    if (Token.isUnresolved(secretId)) late[name] = secretId;
    return { kind: 'secret', secretId: Token.isUnresolved(secretId) ? named : secretId, at: text.at };
  };
  const channels = Object.entries(settings.channels).map(([name, channel]): [string, Channel] => {
    if (channel.kind === 'email' || channel.kind === 'events') return [name, channel];
    const url = reach(name, channel.url);
    if (channel.kind !== 'webhook') return [name, { ...channel, url }];
    const { key, ...rest } = channel;
    return [name, { ...rest, url }];
  });
  const { heartbeat, ...rest } = settings;
  return {
    settings: {
      ...rest,
      channels: Object.fromEntries(channels),
      ...(heartbeat === undefined ? {} : { heartbeat: reach('heartbeat', heartbeat) }),
    },
    late,
    secrets,
  };
}
