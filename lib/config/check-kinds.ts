import { defaults } from './defaults.ts';
import { alertKinds, engineKinds, headKind, isInSchema } from './engine-kinds.ts';
import { type EngineName, engineSchemas } from './engine-names.ts';
import type { Problem } from './explain-issues.ts';
import { didYouMean } from './nearest-name.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

type Mapping = { readonly [key: string]: unknown };

/** What patterns may speak of: the kinds, and the schema of names that are written without one. */
interface Known {
  readonly kinds: readonly string[];
  readonly schema: string;
}

/**
 * Finds rules that hold for nothing, which nobody would notice: for kinds of objects that do not exist, such as
 * `tables:public.*`, and for objects of no schema, such as `table:tmp_*`. What is no pattern at all is passed over,
 * because the schema of the file has already spoken of it.
 */
export function checkKinds(source: YamlSource): Problem[] {
  const { expectations, alerts } = mappingOf(source.data);
  const known = { kinds: alertKinds, schema: engineSchemas[defaults.engine] };
  return [
    ...Object.entries(mappingOf(expectations)).flatMap(([name, entry]) => checkRules(name, mappingOf(entry), source)),
    ...['routes', 'owners', 'mutes'].flatMap((section) =>
      listOf(mappingOf(alerts)[section]).flatMap((rule, i) => checkMatch(rule, ['alerts', section, i], known, source)),
    ),
  ];
}

function checkRules(name: string, { engine = defaults.engine, ...entry }: Mapping, source: YamlSource): Problem[] {
  if (typeof engine !== 'string' || !Object.hasOwn(engineKinds, engine)) return [];
  const known = { kinds: engineKinds[engine as EngineName], schema: engineSchemas[engine as EngineName] };
  const path: KeyPath = ['expectations', name];
  return [
    ...listOf(entry.ignore).flatMap((rule, i) => checkMatch(rule, [...path, 'ignore', i], known, source)),
    ...listOf(entry.severity).flatMap((rule, i) =>
      checkMatch(rule, [...path, 'severity', i], { ...known, kinds: [...known.kinds, headKind] }, source),
    ),
    ...Object.keys(mappingOf(entry.unexpected)).flatMap((kind): Problem[] => {
      const at = [...path, 'unexpected', kind];
      return !/^[a-z -]+$/u.test(kind) || known.kinds.includes(kind)
        ? []
        : [
            {
              path: at,
              offset: source.offsetOfKey(at),
              message: `is no kind of object; ${didYouMean(kind, known.kinds)}`,
            },
          ];
    }),
  ];
}

/** Why a pattern of objects that an alert may be about matches none; undefined where it may match some. */
export function faultInAlertPattern(pattern: string): string | undefined {
  return faultIn(pattern, { kinds: alertKinds, schema: engineSchemas[defaults.engine] });
}

/** A rule is a pattern, or has one or several under `match`. */
function checkMatch(rule: unknown, path: KeyPath, known: Known, source: YamlSource): Problem[] {
  const { match } = mappingOf(rule);
  if (match !== undefined) return checkMatch(match, [...path, 'match'], known, source);
  if (Array.isArray(rule)) return rule.flatMap((each, i) => checkMatch(each, [...path, i], known, source));
  const message = typeof rule === 'string' ? faultIn(rule, known) : undefined;
  return message === undefined ? [] : [{ path, offset: source.offsetOfValue(path), message }];
}

/** Why a pattern matches no object of any database: the rest of a sentence that begins with it. */
function faultIn(pattern: string, { kinds, schema }: Known): string | undefined {
  const [, kind = '', name = ''] = /^([a-z -]+):(.+)$/su.exec(pattern) ?? [];
  if (kind === '') return undefined;
  if (!kinds.includes(kind)) {
    return kind === headKind
      ? `is for ${headKind}, which is no object of the catalog: \`head: off\` leaves it alone`
      : `is for "${kind}", which is no kind of object; ${didYouMean(kind, kinds)}`;
  }
  if (!isInSchema(kind) || name.startsWith('*') || name.includes('.')) return undefined;
  return `names no schema: write ${kind}:${schema}.${name}, or ${kind}:*.${name} for those of all schemas`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mappingOf(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}
