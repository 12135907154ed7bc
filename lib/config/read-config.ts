import { DriftlineError } from '../errors.ts';
import { checkReferences } from './check-references.ts';
import { excerptLine, showControls } from './excerpt.ts';
import { explainIssues, type Problem, withoutConsequences } from './explain-issues.ts';
import { knownKeysAt } from './known-keys.ts';
import { type ConfigFile, configFileSchema } from './schema.ts';
import { type KeyPath, parseYaml, type YamlSource } from './yaml-source.ts';

/** A configuration file that is sound, with the places of its parts. */
export interface ReadConfig {
  readonly file: ConfigFile;
  /** Where the value at a path stands: `driftline.yaml:12:10`. */
  readonly placeOf: (path: KeyPath) => string;
}

/**
 * Checks the text of a `driftline.yaml`.
 *
 * @param fileName as people would name it, to speak of it
 * @throws DriftlineError `invalid-config`: everything that is wrong with the file at once, each with its line, column, key and
 * source line, in the order of the file
 */
export function readConfig(text: string, fileName: string): ReadConfig {
  const source = parseYaml(text);
  const checked = configFileSchema.safeParse(source.data);
  const isReadable = source.faults.every(({ kind }) => kind === 'duplicate-key');
  const problems = withoutConsequences([
    ...source.faults,
    ...(isReadable && !checked.success ? explainIssues(checked.error.issues, source, knownKeysAt) : []),
    ...(isReadable ? checkReferences(source) : []),
  ]);
  if (problems.length > 0 || !checked.success) throw invalidConfig(problems, source, fileName);
  return { file: checked.data, placeOf: (path) => placeOf(source, source.offsetOfValue(path), fileName) };
}

function placeOf(source: YamlSource, offset: number, fileName: string): string {
  const { line, column } = source.positionOf(offset);
  return `${fileName}:${line}:${column}`;
}

function invalidConfig(problems: readonly Problem[], source: YamlSource, fileName: string): DriftlineError {
  const explained = [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map((problem) => {
      const { line, column } = source.positionOf(problem.offset);
      const subject = problem.path.length === 0 ? '' : `${formatPath(problem.path)} `;
      const sentence = showControls(`${subject}${problem.message}`);
      return `${placeOf(source, problem.offset, fileName)}: ${sentence}\n${excerptLine(source.text, line, column)}`;
    });
  const count = explained.length === 1 ? 'one error' : `${explained.length} errors`;
  return new DriftlineError('invalid-config', `${fileName} has ${count}\n\n${explained.join('\n')}`, {
    remedy: '`driftline init` writes an example with every key explained.',
  });
}

/** `environments.prod.tls.mode`, `expectations.content.values["a.b"]`, `migrations[0]` */
function formatPath(path: KeyPath): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}
