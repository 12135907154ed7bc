import { describe, expect, test } from 'vitest';
import { ownersOf, type Parcel, routeChanges } from '../../../lib/alerts/route.ts';
import { type AlertSettings, noAlerts, type Route } from '../../../lib/alerts/settings.ts';
import type { Severity } from '../../../lib/diff/severity.ts';
import type { IncidentChange } from '../../../lib/incidents/incident.ts';
import { parseTimeWindow } from '../../../lib/time-window.ts';

const change = (id: string, severity: Severity = 'low', kind: 'missing' | 'unknown' = 'missing'): IncidentChange => ({
  change: 'opened',
  subject: { fingerprint: id, id, kind, severity, title: id, line: id },
  at: '2026-03-01T10:00:00.000Z',
  openedAt: '2026-03-01T10:00:00.000Z',
  id: `prod/${id}/2026-03-01T10:00:00.000Z/opened`,
});

const channel = (name: string) => ({ kind: 'events', name, bus: name, isRedacted: false }) as const;
const settings = (routes: readonly Route[], but: Partial<AlertSettings> = {}): AlertSettings => ({
  ...noAlerts,
  channels: { ops: channel('ops'), mail: channel('mail') },
  routes,
  ...but,
});
const noon = new Date('2026-03-04T12:00:00Z');
const show = (parcels: readonly Parcel[]) =>
  parcels.map(({ channel, change: { subject } }) => `${channel} ${subject.id}`);

function route(
  changes: readonly IncidentChange[],
  alerts: AlertSettings,
  at = noon,
  environment = 'prod',
  waiting: readonly Parcel[] = [],
) {
  const { now, later } = routeChanges(changes, waiting, environment, alerts, at);
  return { now: show(now), later: show(later) };
}

describe('a change goes', () => {
  const table = change('table:public.orders');

  test.for([
    ['everywhere where no route is given', [], ['ops table:public.orders', 'mail table:public.orders']],
    ['where its route takes it', [{ channels: ['mail'], severity: 'low' }], ['mail table:public.orders']],
    ['nowhere where it is not bad enough', [{ channels: ['mail'], severity: 'high' }], []],
    [
      'by its environment',
      [{ channels: ['mail'], severity: 'low', environments: ['pr*'] }],
      ['mail table:public.orders'],
    ],
    ['not of another environment', [{ channels: ['mail'], severity: 'low', environments: ['staging', 'od'] }], []],
    [
      'by its object',
      [{ channels: ['mail'], severity: 'low', patterns: ['index:*', 'table:public.o*'] }],
      ['mail table:public.orders'],
    ],
    ['not of another object', [{ channels: ['mail'], severity: 'low', patterns: ['table:other.*'] }], []],
    [
      'once to a channel that two routes take it to',
      [
        { channels: ['mail', 'ops'], severity: 'low' },
        { channels: ['mail'], severity: 'low' },
      ],
      ['mail table:public.orders', 'ops table:public.orders'],
    ],
    ['to no channel that is not there', [{ channels: ['pager'], severity: 'low' }], []],
  ] as const)('%s', ([, routes, expected]) => {
    expect(route([table], settings(routes))).toEqual({ now: expected, later: [] });
  });

  test('to whoever cares for any object, when nothing can be seen', () => {
    const blind = change('unknown:prod', 'high', 'unknown');
    expect(
      route([blind], settings([{ channels: ['mail'], severity: 'high', patterns: ['table:x.*'] }])).now,
    ).toHaveLength(1);
  });
});

describe('in quiet hours', () => {
  const quiet = (text: string, timeZone = 'UTC') =>
    settings([], { quietHours: [parseTimeWindow(text)], timeZone, channels: { ops: channel('ops') } });
  const all = (['critical', 'high', 'medium', 'low'] as const).map((severity) => change(`table:${severity}`, severity));

  test('only what is less than high waits', () => {
    expect(route(all, quiet('08:00-18:00'))).toEqual({
      now: ['ops table:critical', 'ops table:high'],
      later: ['ops table:medium', 'ops table:low'],
    });
  });

  test.for([
    ['12:00 in UTC is 21:00 in Tokyo', '20:00-08:00', 'Asia/Tokyo', '2026-03-04T12:00:00Z', true],
    ['and 13:00 in Berlin', '20:00-08:00', 'Europe/Berlin', '2026-03-04T12:00:00Z', false],
    ['06:30 in UTC is 07:30 in Berlin in winter', '22:00-08:00', 'Europe/Berlin', '2026-03-04T06:30:00Z', true],
    ['and 08:30 in summer', '22:00-08:00', 'Europe/Berlin', '2026-07-04T06:30:00Z', false],
    [
      'Saturday begins in Auckland while it is Friday in UTC',
      'Sat-Sun',
      'Pacific/Auckland',
      '2026-03-06T12:00:00Z',
      true,
    ],
    ['the last minute is quiet', '20:00-08:00', 'UTC', '2026-03-04T07:59:00Z', true],
    ['the minute after is not', '20:00-08:00', 'UTC', '2026-03-04T08:00:00Z', false],
  ] as const)('%s', ([, window, zone, at, isQuiet]) => {
    const { later } = route([change('table:a')], quiet(window, zone), new Date(at));
    expect(later).toHaveLength(isQuiet ? 1 : 0);
  });

  test("a route's own hours count instead of the common ones, and one that is not quiet suffices", () => {
    const always = [parseTimeWindow('00:00-24:00')];
    const [night, day]: Route[] = [
      { channels: ['ops'], severity: 'low', quietHours: always },
      { channels: ['ops'], severity: 'low', quietHours: [] },
    ];
    expect(route([change('table:a')], settings([night as Route], { quietHours: [] })).later).toHaveLength(1);
    expect(
      route([change('table:a')], settings([night as Route, day as Route], { quietHours: always })).now,
    ).toHaveLength(1);
  });

  test('a weekend of reminders is one, or none where the opening waits with them', () => {
    const remind = (day: number): Parcel => ({
      channel: 'ops',
      change: { ...change('table:a'), change: 'reminded', id: `prod/table:a/${day}/reminded` },
    });
    const opening = { channel: 'ops', change: change('table:a') };
    const ids = (waiting: readonly Parcel[]) =>
      routeChanges([], waiting, 'prod', quiet('18:00-08:00'), noon).now.map(({ change: { id } }) => id);
    expect(ids([remind(1), remind(2)])).toEqual(['prod/table:a/2/reminded']);
    expect(ids([opening, remind(1), remind(2)])).toEqual([opening.change.id]);
  });

  test('what waited is told when they are over, and dropped when its channel is gone', () => {
    const waiting = ['ops', 'pager'].map((name) => ({ channel: name, change: change('table:a') }));
    expect(route([], quiet('08:00-18:00'), noon, 'prod', waiting)).toEqual({ now: [], later: ['ops table:a'] });
    expect(route([], quiet('18:00-08:00'), noon, 'prod', waiting)).toEqual({ now: ['ops table:a'], later: [] });
  });
});

test('the first owner that fits an object is mentioned, once', () => {
  const owners = [
    { name: 'Staging', environments: ['staging'] },
    { name: 'CRM', patterns: ['*:public.crm_*'] },
    { name: 'Everybody' },
  ];
  const names = (ids: readonly string[], environment: string) =>
    ownersOf(ids, environment, owners).map(({ name }) => name);
  expect(names(['table:public.crm_a', 'column:public.crm_a.b', 'table:public.x'], 'prod')).toEqual([
    'CRM',
    'Everybody',
  ]);
  expect(names(['table:public.crm_a'], 'staging')).toEqual(['Staging']);
});
