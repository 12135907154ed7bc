import { resolve } from 'node:path';
import type { IgnoreRule } from '../diff/ignore-rules.ts';
import type { SeverityRule } from '../diff/severity-rules.ts';
import { toAwsSettings } from './aws-settings.ts';
import type { Config, Connection, Environment, Expectation, HeadRule } from './config.ts';
import { defaults } from './defaults.ts';
import { extrasOf } from './drift-rules.ts';
import { parseDuration } from './duration.ts';
import { engineSchemas } from './engine-names.ts';
import { type HeadTool, headTools } from './head-tools.ts';
import { toRepair } from './repair-rule.ts';
import type { ConfigFile, EnvironmentEntry, ExpectationEntry } from './schema.ts';
import { toAlertSettings } from './to-alerts.ts';
import { toValueCheck } from './value-rule.ts';
import type { KeyPath } from './yaml-source.ts';

/** Where a configuration comes from. */
export interface ConfigOrigin {
  readonly file: string;
  /** Absolute; relative paths start from it. */
  readonly baseDir: string;
  readonly placeOf: (path: KeyPath) => string;
}

/** Turns the entries of a sound file into the configuration: defaults filled in, paths absolute, durations in ms. */
export function toConfig(file: ConfigFile, origin: ConfigOrigin): Config {
  const named = <Entry, Made>(
    entries: { readonly [name: string]: Entry },
    make: (name: string, entry: Entry) => Made,
  ) => Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, make(name, entry)]));
  return {
    file: origin.file,
    baseDir: origin.baseDir,
    expectations: {
      ...named(file.expectations, (name, entry) => toExpectation(name, entry, origin)),
      ...likeExpectations(file),
    },
    environments: named(file.environments, (name, entry) => toEnvironment(name, entry, origin)),
    ...(file.aws === undefined ? {} : { aws: toAwsSettings(file.aws) }),
    ...(file.alerts === undefined ? {} : { alerts: toAlertSettings(file.alerts, origin.placeOf) }),
  };
}

function toExpectation(name: string, entry: ExpectationEntry, { baseDir, placeOf }: ConfigOrigin): Expectation {
  const { base, head, schemas } = entry;
  const migrations = typeof entry.migrations === 'string' ? [entry.migrations] : (entry.migrations ?? []);
  const engine = entry.engine ?? defaults.engine;
  return {
    name,
    engine,
    migrations: migrations.map((path) => resolve(baseDir, path)),
    ...(base === undefined ? {} : { base: resolve(baseDir, base) }),
    values: Object.entries(entry.values ?? {}).map(([key, rule]) => toValueCheck(key, rule, engineSchemas[engine])),
    ignore: (entry.ignore ?? []).map(toIgnoreRule),
    unexpected: entry.unexpected ?? defaults.unexpected,
    ...(entry.severity === undefined ? {} : { severity: entry.severity.map(toSeverityRule) }),
    ...(entry.compare === undefined ? {} : { extras: extrasOf(entry.compare) }),
    ...(schemas === undefined ? {} : { schemas }),
    ...(entry.tool === undefined ? {} : { tool: entry.tool }),
    ...(head === undefined ? {} : { head: head === 'off' ? head : toHeadRule(head, entry.tool, baseDir) }),
    ...(entry.compile === undefined
      ? {}
      : {
          compileOn: {
            kind: 'url' as const,
            template: entry.compile.url,
            at: placeOf(['expectations', name, 'compile', 'url']),
          },
        }),
    compileTimeoutMs: durationOr(entry.compileTimeout, defaults.compileTimeoutMs),
  };
}

function toIgnoreRule(rule: NonNullable<ExpectationEntry['ignore']>[number]): IgnoreRule {
  if (typeof rule === 'string') return { pattern: rule };
  const { match: pattern, reason, until } = rule;
  return { pattern, reason, ...(until === undefined ? {} : { until }) };
}

function toSeverityRule(rule: NonNullable<ExpectationEntry['severity']>[number]): SeverityRule {
  const { match: pattern, kind, severity } = rule;
  return { pattern, ...(kind === undefined ? {} : { kind }), severity };
}

type HeadEntry = Exclude<NonNullable<ExpectationEntry['head']>, 'off'>;

function toHeadRule({ tool, head }: HeadEntry, of: ExpectationEntry['tool'], baseDir: string): HeadRule {
  const name = tool ?? of ?? '';
  const isFile = name in headTools && headTools[name as HeadTool].headIsFile;
  const heads = head === undefined ? undefined : [head].flat().map((one) => (isFile ? resolve(baseDir, one) : one));
  return { ...(tool === undefined ? {} : { tool }), ...(heads === undefined ? {} : { heads }) };
}

/** `prod` as an expectation: no name of a file's own can hold a colon. */
function likeName(environment: string): string {
  return `like:${environment}`;
}

/** What other environments are to be like. Both are to be equal, so that what only one has is drift as well. */
function likeExpectations(file: ConfigFile): { readonly [name: string]: Expectation } {
  const liked = Object.values(file.environments).flatMap(({ expectation }) =>
    typeof expectation === 'string' ? [] : [expectation.like],
  );
  return Object.fromEntries(
    liked.map((like): [string, Expectation] => [
      likeName(like),
      {
        name: likeName(like),
        engine: engineOf(like, file),
        migrations: [],
        values: [],
        ignore: [],
        unexpected: 'report',
        like,
        compileTimeoutMs: defaults.compileTimeoutMs,
      },
    ]),
  );
}

/** The engine of the environment that is liked, as its own expectation says. */
function engineOf(environment: string, { environments, expectations }: ConfigFile): string {
  const expectation = environments[environment]?.expectation;
  return (typeof expectation === 'string' ? expectations[expectation]?.engine : undefined) ?? defaults.engine;
}

function toEnvironment(name: string, entry: EnvironmentEntry, origin: ConfigOrigin): Environment {
  const tls = toTls(entry.tls, origin.baseDir);
  return {
    name,
    expectation: typeof entry.expectation === 'string' ? entry.expectation : likeName(entry.expectation.like),
    connection: toConnection(name, entry, origin.placeOf),
    baseDir: origin.baseDir,
    ...(tls === undefined ? {} : { tls }),
    ...toRepair(entry.repair),
    ...(entry.network === undefined ? {} : { network: entry.network }),
    ...(entry.baseline === undefined
      ? {}
      : { baseline: { file: entry.baseline, entries: [], absent: 'file' as const } }),
    ...(entry.settle === undefined ? {} : { settleMs: parseDuration(entry.settle) }),
    connectTimeoutMs: durationOr(entry.connectTimeout, defaults.connectTimeoutMs),
    lockTimeoutMs: durationOr(entry.lockTimeout, defaults.lockTimeoutMs),
    statementTimeoutMs: durationOr(entry.statementTimeout, defaults.statementTimeoutMs),
  };
}

function toConnection(name: string, entry: EnvironmentEntry, placeOf: ConfigOrigin['placeOf']): Connection {
  const { url, secret, iam, host, port, database } = entry;
  if (url !== undefined) return { kind: 'url', template: url, at: placeOf(['environments', name, 'url']) };
  if (iam !== undefined) {
    const at = placeOf(['environments', name, 'iam']);
    return { kind: 'iam', user: iam, host: host ?? '', port: port ?? 5432, database: database ?? '', at };
  }
  return {
    kind: 'secret',
    secretId: secret ?? '',
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    at: placeOf(['environments', name, 'secret']),
  };
}

function toTls(entry: EnvironmentEntry['tls'], baseDir: string): Environment['tls'] {
  if (entry === undefined || typeof entry === 'string') return entry === undefined ? undefined : { mode: entry };
  const { mode = 'verify', ca } = entry;
  return { mode, ...(ca === undefined ? {} : { caFile: resolve(baseDir, ca) }) };
}

function durationOr(text: string | undefined, defaultMs: number): number {
  return text === undefined ? defaultMs : parseDuration(text);
}
