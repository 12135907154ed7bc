import type { core } from 'zod';
import { didYouMean, nearestName } from './nearest-name.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

/** One thing that is wrong with a configuration, and where. */
export interface Problem {
  readonly path: KeyPath;
  readonly offset: number;
  /** The rest of a sentence that begins with the key path. */
  readonly message: string;
  /** The known key that an unknown one is most like. */
  readonly meant?: string;
  /** The keys of which at least one must be there and none is, and the path of the mapping that lacks them. */
  readonly missing?: { readonly from: KeyPath; readonly keys: readonly string[] };
}

/** Leaves out that a key is missing where it is there, only mistyped. */
export function withoutConsequences(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ missing }) =>
      !missing?.keys.some((key) =>
        problems.some(({ path, meant }) => meant === key && isSamePath(path.slice(0, -1), missing.from)),
      ),
  );
}

function isSamePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

type Issue = core.$ZodIssue;

/** Puts what the schema found into words, each with its place in the file. */
export function explainIssues(issues: readonly Issue[], source: YamlSource, knownKeys: KnownKeys): Problem[] {
  return issues.flatMap((issue) => explainIssue(issue, source, knownKeys));
}

/** The keys that the schema knows at a path. */
export type KnownKeys = (path: KeyPath) => readonly string[];

function explainIssue(issue: Issue, source: YamlSource, knownKeys: KnownKeys): Problem[] {
  const path = issue.path as (string | number)[];
  const atValue = (message: string): Problem[] => [{ path, offset: source.offsetOfValue(path), message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => explainUnknownKey(path, key, source, knownKeys(path)));
    case 'invalid_key':
      return [
        { path, offset: source.offsetOfKey(path), message: issue.issues[0]?.message ?? 'cannot be used as a name' },
      ];
    case 'invalid_type':
      return [explainType(issue, path, source)];
    case 'invalid_value':
      return atValue(
        isOfSchema(issue.message)
          ? issue.message
          : `must be ${listOf(issue.values.map(String))}${nearestValue(issue.values, path, source)}`,
      );
    case 'invalid_union':
      return explainUnion(issue, path, source, knownKeys);
    default:
      return atValue(issue.message);
  }
}

/** Whether the schema itself says what is wrong with a value, instead of Zod. */
function isOfSchema(message: string): boolean {
  return !/^Invalid (?:option|input)\b/u.test(message);
}

/**
 * Of the branches of a union that all failed, the one that the writer meant is the one whose outermost type fits:
 * its complaints are the useful ones. When none fits, the union itself says what it takes.
 */
function explainUnion(
  issue: core.$ZodIssueInvalidUnion,
  path: KeyPath,
  source: YamlSource,
  knownKeys: KnownKeys,
): Problem[] {
  const meant = issue.errors.find((branch) => !branch.some(({ code, path }) => path.length === 0 && isTypeError(code)));
  if (!meant) {
    const words = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
    const message = `${issue.message}${nearestValue(words, path, source)}`;
    return [{ path, offset: source.offsetOfValue(path), message }];
  }
  const whole = meant.map((inner) => ({ ...inner, path: [...path, ...inner.path] }));
  return explainIssues(whole, source, knownKeys);
}

function isTypeError(code: Issue['code']): boolean {
  return code === 'invalid_type' || code === 'invalid_value';
}

const typeNames: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function explainUnknownKey(parent: KeyPath, key: string, source: YamlSource, known: readonly string[]): Problem {
  const path = [...parent, key];
  const meant = nearestName(key, known);
  return {
    path,
    offset: source.offsetOfKey(path),
    message: `is no key that Driftline knows; ${didYouMean(key, known)}`,
    ...(meant === undefined ? {} : { meant }),
  };
}

function explainType(issue: core.$ZodIssueInvalidType, path: KeyPath, source: YamlSource): Problem {
  const { expected } = issue;
  const value = valueAt(source.data, path);
  const wanted = typeNames[expected] ?? expected;
  if (value === undefined && path.length > 0) {
    const missing = { from: path.slice(0, -1), keys: [String(path.at(-1))] };
    return { path, offset: source.offsetOfKey(path), message: 'is required, and is not there', missing };
  }
  const ownMessage = issue.message.startsWith('Invalid input') ? undefined : issue.message;
  if (ownMessage !== undefined) return { path, offset: source.offsetOfValue(path), message: ownMessage };
  const problem = (rest: string): Problem => ({
    path,
    offset: source.offsetOfValue(path),
    message: `must be ${wanted}, but ${rest}`,
  });
  if (value === null || value === undefined) return problem('is empty');
  if (expected === 'string' && typeof value !== 'object') {
    return problem(`is ${describe(value)}: write it in quotes, "${source.spellingOf(path) ?? String(value)}"`);
  }
  if (typeof value === 'string' && /^\d+$/.test(value) && wanted.includes('number')) {
    return problem('is text: take the quotes away');
  }
  return problem(`is ${describe(value)}`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'text';
  return `the ${typeof value === 'boolean' ? 'truth value' : 'number'} ${value}`;
}

function nearestValue(values: readonly unknown[], path: KeyPath, source: YamlSource): string {
  const given = valueAt(source.data, path);
  if (typeof given !== 'string') return '';
  const suggestion = didYouMean(given, values.map(String));
  return suggestion.startsWith('did you mean') ? `; ${suggestion}` : '';
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as { readonly [key: string | number]: unknown })[step];
  }
  return value;
}
