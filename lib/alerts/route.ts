import type { ObjectId } from '../catalog/object-id.ts';
import { matcherOf } from '../diff/pattern.ts';
import { isAtLeast } from '../diff/severity.ts';
import type { IncidentChange, Subject } from '../incidents/incident.ts';
import { isAmong } from '../incidents/mute.ts';
import { isWithin } from '../time-window.ts';
import type { AlertSettings, Owner, Route } from './settings.ts';

/** A change that one channel is to be told, now or later. Plain JSON. */
export type Parcel = {
  readonly channel: string;
  readonly change: IncidentChange;
};

/** What one run has to tell: at once, and what waits until quiet hours are over. */
export interface Routed {
  readonly now: readonly Parcel[];
  readonly later: readonly Parcel[];
}

/**
 * Finds the channels that each change goes to. One that several routes take to the same channel is told there once, and
 * waits only when all of them are quiet. What waited before is looked at again; a channel that is gone takes nothing.
 *
 * @param waiting what earlier runs left for later
 * @param now decides what is quiet; nothing that is `high` or worse ever is
 */
export function routeChanges(
  changes: readonly IncidentChange[],
  waiting: readonly Parcel[],
  environment: string,
  settings: AlertSettings,
  now: Date,
): Routed {
  const fresh = changes.flatMap((change) =>
    channelsOf(change.subject, environment, settings).map((channel) => ({ channel, change })),
  );
  const parcels = withoutNeedless([...waiting.filter(({ channel }) => channel in settings.channels), ...fresh]);
  const isQuiet = ({ channel, change: { subject } }: Parcel) => {
    if (isAtLeast(subject.severity, 'high')) return false;
    const routes = routesOf(settings).filter(
      (route) => route.channels.includes(channel) && fits(route, subject, environment),
    );
    const windows = routes.map(({ quietHours }) => quietHours ?? settings.quietHours);
    return windows.length > 0 && windows.every((its) => isWithin(its, settings.timeZone, now));
  };
  return { now: parcels.filter((parcel) => !isQuiet(parcel)), later: parcels.filter(isQuiet) };
}

/** Leaves out reminders of what is told in the same breath: they gather while quiet hours last. */
function withoutNeedless(parcels: readonly Parcel[]): readonly Parcel[] {
  const nameOf = ({ channel, change }: Parcel) => JSON.stringify([channel, change.subject.fingerprint]);
  const groups = Map.groupBy(parcels, nameOf);
  return parcels.filter((parcel) => {
    const its = groups.get(nameOf(parcel)) ?? [];
    const isNews = ({ change }: Parcel) => change.change !== 'reminded';
    return isNews(parcel) || (!its.some(isNews) && its.at(-1) === parcel);
  });
}

/** The owners of some objects, each once. */
export function ownersOf(ids: readonly ObjectId[], environment: string, owners: readonly Owner[]): readonly Owner[] {
  const found = ids.map((id) =>
    owners.find((owner) => isAmong(environment, owner.environments) && matchesAny(id, owner.patterns)),
  );
  return [...new Set(found.filter((owner) => owner !== undefined))];
}

function channelsOf(subject: Subject, environment: string, settings: AlertSettings): readonly string[] {
  const fitting = routesOf(settings).filter((route) => fits(route, subject, environment));
  return [...new Set(fitting.flatMap(({ channels }) => channels))].filter((name) => name in settings.channels);
}

function routesOf({ routes, channels }: AlertSettings): readonly Route[] {
  return routes.length > 0 ? routes : [{ channels: Object.keys(channels), severity: 'low' }];
}

function fits(route: Route, { id, severity, kind }: Subject, environment: string): boolean {
  if (!isAmong(environment, route.environments) || !isAtLeast(severity, route.severity)) return false;
  // An environment that cannot be seen concerns whoever cares for any of its objects.
  return kind === 'unknown' || matchesAny(id, route.patterns);
}

function matchesAny(id: ObjectId, patterns: readonly string[] | undefined): boolean {
  return patterns === undefined || patterns.some((pattern) => matcherOf(pattern)(id));
}
