import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One TypeScript file, as far as the walls look at it. Paths are relative to the project, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** The expressions that read or change the world outside the program: `Date.now`, `process`, `Math.random`. */
  readonly worldly: readonly string[];
  readonly hasDefaultExport: boolean;
  /** The texts that something is compared with: by `===`, its like, or a `case`. */
  readonly comparedTexts: readonly string[];
  /** Whether `process.exit` is called. */
  readonly exits: boolean;
  /** Nothing but re-exports, or a re-export of everything. */
  readonly isBarrel: boolean;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The file that a relative specifier names; absent for a package. */
  readonly path?: string;
  /** The package that the specifier names, without its inner path; absent for a relative one. */
  readonly package?: string;
  /** Gone at run time. */
  readonly isType: boolean;
}

const builtins = new Set(builtinModules);
const worldlyGlobals = new Set(['console', 'crypto', 'fetch', 'globalThis', 'performance', 'process', 'Intl']);
const worldlyCalls = new Set(['Date', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const worldlyMembers = new Set(['Date.now', 'Math.random', 'import.meta']);
/** Methods whose answer depends on the machine's language or time zone. */
const localeMethods = /^(localeCompare|toLocale\w+|getTimezoneOffset)$/;

/** Reads one file's text. Throws when it is no TypeScript, since a file that is not understood proves nothing. */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const reExports = module.staticExports.flatMap(({ entries }) => entries.filter((entry) => entry.moduleRequest));
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) =>
      readImport(path, moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType)),
    ),
    ...reExports.map((entry) => readImport(path, entry.moduleRequest?.value ?? '', entry.isType)),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      readImport(path, text.slice(moduleRequest.start + 1, moduleRequest.end - 1), false),
    ),
  ];
  const worldly = findWorldly(program);
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    imports,
    worldly: [...new Set(worldly)],
    comparedTexts: findComparedTexts(program),
    hasDefaultExport: module.staticExports.some(({ entries }) =>
      entries.some(({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default'),
    ),
    exits: worldly.includes('process.exit'),
    isBarrel:
      reExports.some(({ importName }) => importName.kind === 'AllButDefault') ||
      (reExports.length > 0 &&
        program.body.every(({ type }) => type === 'ExportNamedDeclaration' || type === 'ExportAllDeclaration') &&
        module.staticExports.every(({ entries }) => entries.every((entry) => entry.moduleRequest))),
  };
}

function readImport(from: string, specifier: string, isType: boolean): Import {
  if (specifier.startsWith('.')) return { specifier, path: posix.join(posix.dirname(from), specifier), isType };
  const [scope = '', name = ''] = specifier.split('/');
  const isBuiltin = builtins.has(specifier) && !specifier.startsWith('node:');
  const packageName = isBuiltin ? `node:${specifier}` : scope.startsWith('@') ? `${scope}/${name}` : scope;
  return { specifier, package: packageName, isType };
}

function findWorldly(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = [];
  new Visitor({
    Identifier({ name }) {
      if (worldlyGlobals.has(name)) found.push(name);
    },
    MetaProperty({ meta, property }) {
      found.push(`${meta.name}.${property.name}`);
    },
    MemberExpression({ object, property }) {
      if (property.type !== 'Identifier') return;
      const name = object.type === 'Identifier' ? `${object.name}.${property.name}` : '';
      if (worldlyMembers.has(name) || name === 'process.exit') found.push(name);
      if (localeMethods.test(property.name)) found.push(`.${property.name}`);
    },
    NewExpression({ callee, arguments: given }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) found.push('new Date()');
    },
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && worldlyCalls.has(callee.name)) found.push(`${callee.name}()`);
    },
  }).visit(program);
  return found;
}

function findComparedTexts(program: Parameters<Visitor['visit']>[0]): readonly string[] {
  const found: string[] = [];
  const note = (node: { readonly type: string; readonly value?: unknown } | null) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
  };
  new Visitor({
    BinaryExpression({ left, operator, right }) {
      if (['===', '!==', '==', '!='].includes(operator)) for (const side of [left, right]) note(side);
    },
    SwitchCase({ test }) {
      note(test);
    },
  }).visit(program);
  return found;
}

/** Reads every TypeScript file of the project itself: no dependencies, nothing built. */
export function readProject(root: string): readonly SourceFile[] {
  return globSync('{bin,lib,lambdas,build,demo,docs,schema,test,bench,.ci}/**/*.ts', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));
}
