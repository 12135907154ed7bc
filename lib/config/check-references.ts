import { checkAlerts } from './check-alerts.ts';
import { checkKinds } from './check-kinds.ts';
import type { Problem } from './explain-issues.ts';
import { didYouMean } from './nearest-name.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

type Mapping = { readonly [key: string]: unknown };

/**
 * Finds what no key can say alone: names that nothing bears, kinds of objects that no engine has, keys of which exactly one or at least one must be there.
 * Looks at the plain data, so that it finds these also in a file that has other faults; what is not of the expected
 * shape is passed over, because the schema has already spoken of it.
 */
export function checkReferences(source: YamlSource): Problem[] {
  const file = mappingOf(source.data);
  const expectations = mappingOf(file.expectations);
  const environments = mappingOf(file.environments);
  const networks = Object.keys(mappingOf(mappingOf(file.aws).networks));
  return [
    ...checkNotEmpty(file, 'expectations', source),
    ...checkNotEmpty(file, 'environments', source),
    ...checkAlerts(source),
    ...checkKinds(source),
    ...Object.entries(expectations).flatMap(([name, entry]) => checkExpectation(name, entry, source)),
    ...Object.entries(environments).flatMap(([name, entry]) =>
      checkEnvironment(
        name,
        entry,
        { expectations: Object.keys(expectations), environments: Object.keys(environments), networks },
        source,
      ),
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
  known: {
    readonly expectations: readonly string[];
    readonly environments: readonly string[];
    readonly networks: readonly string[];
  },
  source: YamlSource,
): Problem[] {
  if (!isMapping(entry)) return [];
  const path = ['environments', name];
  const problems: Problem[] = [];
  const { expectation, network } = entry;
  const misnamed = (key: string, message: string) => {
    problems.push({ path: [...path, key], offset: source.offsetOfValue([...path, key]), message });
  };
  if (typeof expectation === 'string' && !known.expectations.includes(expectation)) {
    misnamed('expectation', `names no expectation of this file; ${didYouMean(expectation, known.expectations)}`);
  }
  const like = isMapping(expectation) ? expectation.like : undefined;
  if (typeof like === 'string' && (like === name || !known.environments.includes(like))) {
    const message =
      like === name
        ? 'names this environment itself: every database is like itself'
        : `names no environment of this file; ${didYouMean(like, known.environments)}`;
    problems.push({
      path: [...path, 'expectation', 'like'],
      offset: source.offsetOfValue([...path, 'expectation', 'like']),
      message,
    });
  }
  if (typeof network === 'string' && !known.networks.includes(network)) {
    misnamed('network', `names no network of \`aws.networks\`; ${didYouMean(network, known.networks)}`);
  }
  const [first, ...others] = ['url', 'secret', 'iam'].filter((key) => key in entry);
  for (const other of others) {
    problems.push(atKey([...path, other], `stands beside \`${first}\`: keep one of them`, source));
  }
  if (first === undefined) {
    const missing = { from: path, keys: ['url', 'secret', 'iam'] };
    problems.push({ ...atKey(path, 'needs `url`, `secret` or `iam`', source), missing });
  }
  for (const key of first === 'iam' ? ['host', 'database'].filter((needed) => !(needed in entry)) : []) {
    problems.push(atKey([...path, 'iam'], `needs \`${key}\` beside it`, source));
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
