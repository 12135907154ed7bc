import type { Problem } from './explain-issues.ts';
import { didYouMean } from './nearest-name.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

type Mapping = { readonly [key: string]: unknown };

const withAddress = ['slack', 'teams', 'webhook'];

/** Finds what no key of `alerts` can say alone: routes to channels that nobody configured, addresses that lack or abound. */
export function checkAlerts(source: YamlSource): Problem[] {
  const alerts = mappingOf(mappingOf(source.data).alerts);
  const channels = mappingOf(alerts.channels);
  const known = Object.keys(channels);
  const routes = Array.isArray(alerts.routes) ? alerts.routes : [];
  return [
    ...Object.entries(channels).flatMap(([name, entry]) => checkChannel(name, mappingOf(entry), source)),
    ...routes.flatMap((route, i) => {
      const names: readonly unknown[] = Array.isArray(mappingOf(route).channels)
        ? (mappingOf(route).channels as unknown[])
        : [];
      return names.flatMap((name, j): Problem[] => {
        if (typeof name !== 'string' || known.includes(name)) return [];
        const path: KeyPath = ['alerts', 'routes', i, 'channels', j];
        const message = `names no channel of \`alerts.channels\`; ${didYouMean(name, known)}`;
        return [{ path, offset: source.offsetOfValue(path), message }];
      });
    }),
  ];
}

function checkChannel(name: string, { kind, url, secret }: Mapping, source: YamlSource): Problem[] {
  if (!withAddress.includes(String(kind))) return [];
  const path: KeyPath = ['alerts', 'channels', name];
  if (url !== undefined && secret !== undefined) {
    return [
      { path, offset: source.offsetOfKey([...path, 'secret']), message: 'stands beside `url`: keep one of them' },
    ];
  }
  if (url !== undefined || secret !== undefined) return [];
  return [{ path, offset: source.offsetOfKey(path), message: 'needs `url` or `secret`' }];
}

function mappingOf(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}
