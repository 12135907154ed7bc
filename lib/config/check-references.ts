import type { Problem } from './explain-issues.ts';
import { didYouMean } from './nearest-name.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

type Mapping = { readonly [key: string]: unknown };

/**
 * Finds what no key can say alone: names that nothing bears, keys of which exactly one or at least one must be there.
 * Looks at the plain data, so that it finds these also in a file that has other faults; what is not of the expected
 * shape is passed over, because the schema has already spoken of it.
 */
export function checkReferences(source: YamlSource): Problem[] {
  const file = mappingOf(source.data);
  const expectations = mappingOf(file.expectations);
  const environments = mappingOf(file.environments);
  return [
    ...checkNotEmpty(file, 'expectations', source),
    ...checkNotEmpty(file, 'environments', source),
    ...Object.entries(expectations).flatMap(([name, entry]) => checkExpectation(name, entry, source)),
    ...Object.entries(environments).flatMap(([name, entry]) =>
      checkEnvironment(name, entry, Object.keys(expectations), source),
    ),
  ];
}

function checkNotEmpty(file: Mapping, key: string, source: YamlSource): Problem[] {
  return isMapping(file[key]) && Object.keys(file[key]).length === 0
    ? [atKey([key], 'holds nothing, so there is nothing to check', source)]
    : [];
}

function checkExpectation(name: string, entry: unknown, source: YamlSource): Problem[] {
  if (!isMapping(entry) || 'migrations' in entry || 'base' in entry) return [];
  const from = ['expectations', name];
  return [
    { ...atKey(from, 'needs `migrations`, `base` or both', source), missing: { from, keys: ['migrations', 'base'] } },
  ];
}

function checkEnvironment(
  name: string,
  entry: unknown,
  expectations: readonly string[],
  source: YamlSource,
): Problem[] {
  if (!isMapping(entry)) return [];
  const path = ['environments', name];
  const problems: Problem[] = [];
  const { expectation } = entry;
  if (typeof expectation === 'string' && !expectations.includes(expectation)) {
    const problem = `names no expectation of this file; ${didYouMean(expectation, expectations)}`;
    problems.push({
      path: [...path, 'expectation'],
      offset: source.offsetOfValue([...path, 'expectation']),
      message: problem,
    });
  }
  if ('url' in entry && 'secret' in entry) {
    problems.push(atKey([...path, 'secret'], 'stands beside `url`: keep one of them', source));
  } else if (!('url' in entry) && !('secret' in entry)) {
    const missing = { from: path, keys: ['url', 'secret'] };
    problems.push({ ...atKey(path, 'needs `url` or `secret`', source), missing });
  }
  if ('url' in entry) {
    for (const key of ['host', 'port', 'database'].filter((key) => key in entry)) {
      problems.push(atKey([...path, key], 'completes a `secret`; with `url`, write it into the URL', source));
    }
  }
  return problems;
}

function atKey(path: KeyPath, message: string, source: YamlSource): Problem {
  return { path, offset: source.offsetOfKey(path), message };
}

function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
