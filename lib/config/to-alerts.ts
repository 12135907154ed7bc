import {
  type AlertSettings,
  alertDefaults,
  type Channel,
  type Confidential,
  type Owner,
  type Route,
} from '../alerts/settings.ts';
import { parseTimeWindow } from '../time-window.ts';
import type { AlertsSection } from './alerts-section.ts';
import { parseSpan } from './duration.ts';
import type { KeyPath } from './yaml-source.ts';

type ChannelEntry = NonNullable<AlertsSection['channels']>[string];

/** Fills in what the section leaves out. */
export function toAlertSettings(section: AlertsSection, placeOf: (path: KeyPath) => string): AlertSettings {
  const { channels = {}, routes = [], owners = [], mutes = [], flapping = {}, runbook, heartbeat } = section;
  const at = (...path: KeyPath) => placeOf(['alerts', ...path]);
  return {
    remindAfterMs: durationOr(section.remindAfter, alertDefaults.remindAfterMs),
    flapping: {
      changes: flapping.changes ?? alertDefaults.flapping.changes,
      withinMs: durationOr(flapping.within, alertDefaults.flapping.withinMs),
    },
    mutes: mutes.map(({ match, environments, reason, until }) => ({
      pattern: match,
      ...(environments === undefined ? {} : { environments }),
      reason,
      until: `${until}T23:59:59.999Z`,
    })),
    timeZone: section.timeZone ?? alertDefaults.timeZone,
    quietHours: (section.quietHours ?? []).map(parseTimeWindow),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, entry]) => [name, toChannel(name, entry, at('channels', name))]),
    ),
    routes: routes.map(toRoute),
    owners: owners.map(toOwner),
    ...(runbook === undefined ? {} : { runbook }),
    ...(heartbeat === undefined
      ? {}
      : {
          heartbeat:
            typeof heartbeat === 'string'
              ? { kind: 'variable' as const, template: heartbeat, at: at('heartbeat') }
              : { kind: 'secret' as const, secretId: heartbeat.secret, at: at('heartbeat') },
        }),
  };
}

function toChannel(name: string, entry: ChannelEntry, at: string): Channel {
  const common = { name, isRedacted: entry.redact ?? false };
  switch (entry.kind) {
    case 'slack':
    case 'teams':
      return { ...common, kind: entry.kind, url: toConfidential(entry, at) };
    case 'webhook':
      return {
        ...common,
        kind: entry.kind,
        url: toConfidential(entry, at),
        ...(entry.key === undefined ? {} : { key: { kind: 'variable', template: entry.key, at } }),
      };
    case 'email':
      return { ...common, kind: entry.kind, topicArn: entry.topic };
    case 'events':
      return { ...common, kind: entry.kind, bus: entry.bus ?? 'default' };
  }
}

function toConfidential(
  { url, secret }: { readonly url?: string | undefined; readonly secret?: string | undefined },
  at: string,
): Confidential {
  return secret === undefined
    ? { kind: 'variable', template: url ?? '', at }
    : { kind: 'secret', secretId: secret, at };
}

function toRoute({
  channels,
  environments,
  match,
  severity,
  quietHours,
}: NonNullable<AlertsSection['routes']>[number]): Route {
  return {
    channels,
    ...(environments === undefined ? {} : { environments }),
    ...(match === undefined ? {} : { patterns: match }),
    severity: severity ?? alertDefaults.severity,
    ...(quietHours === undefined ? {} : { quietHours: quietHours.map(parseTimeWindow) }),
  };
}

function toOwner({ name, environments, match, slack }: NonNullable<AlertsSection['owners']>[number]): Owner {
  return {
    name,
    ...(environments === undefined ? {} : { environments }),
    ...(match === undefined ? {} : { patterns: match }),
    ...(slack === undefined ? {} : { slack }),
  };
}

function durationOr(text: string | undefined, defaultMs: number): number {
  return text === undefined ? defaultMs : parseSpan(text);
}
