import { basename } from 'node:path';
import {
  allowedToBeLong,
  doors,
  engineNames,
  enginesDoors,
  mayImport,
  pure,
  pureGround,
  purePackages,
  softLimitLines,
  softLimitTestLines,
} from './rooms.ts';
import type { Import, SourceFile } from './source-file.ts';

/** One rule of the design, and how to find where the code breaks it. */
export interface Wall {
  /** The rule, as a fact. */
  readonly name: string;
  /** One line for each place that breaks it. */
  readonly breaches: (files: readonly SourceFile[]) => readonly string[];
}

function roomOf(path: string): string {
  const [top, room, deeper] = path.split('/');
  if (top !== 'lib') return top ?? '';
  if (path === 'lib/index.ts') return 'index';
  return deeper === undefined ? 'ground' : (room ?? '');
}

function eachImport(
  files: readonly SourceFile[],
  breaks: (file: SourceFile, imported: Import) => string | false,
): readonly string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const why = breaks(file, imported);
      return why === false ? [] : [`${file.path} imports ${imported.path ?? imported.specifier}: ${why}`];
    }),
  );
}

function eachFile(files: readonly SourceFile[], breaks: (file: SourceFile) => string | false): readonly string[] {
  return files.flatMap((file) => {
    const why = breaks(file);
    return why === false ? [] : [`${file.path}: ${why}`];
  });
}

const isOurs = (path: string) => /^(lib|bin|lambdas)\//.test(path);
const isPure = (path: string) => pure.some((pattern) => pattern.test(path));

const oneWay: Wall = {
  name: 'rooms know only the rooms that the design lets them know',
  breaches: (files) =>
    eachImport(files, ({ path }, imported) => {
      if (!path.startsWith('lib/') || imported.path === undefined) return false;
      const [from, to] = [roomOf(path), roomOf(imported.path)];
      const allowed = mayImport[from];
      if (!allowed) return `no room called ${from} is in the table of test/architecture/rooms.ts`;
      if (from === to || allowed.includes(to) || doors[from]?.includes(imported.path)) return false;
      if (to === 'lambdas' && from === 'constructs') return false;
      return `${from} may not know ${to}`;
    }),
};

const wings: Wall = {
  name: "an engine's wing is known only to itself and to the registry of engines",
  breaches: (files) =>
    eachImport(files, ({ path }, imported) => {
      if (!isOurs(path) || !imported.path?.startsWith('lib/engines/')) return false;
      if (enginesDoors.includes(imported.path) || path === 'lib/engines/engines.ts') return false;
      const wing = (file: string) => file.split('/').slice(0, 3).join('/');
      if (path.startsWith('lib/engines/') && wing(path) === wing(imported.path)) return false;
      return 'go through lib/engines/engine.ts';
    }),
};

const sameForAll: Wall = {
  name: 'nothing outside engines/ asks which engine it is',
  breaches: (files) =>
    eachFile(files, ({ path, comparedTexts }) => {
      const asked = comparedTexts.find((text) => engineNames.includes(text));
      return isOurs(path) && !path.startsWith('lib/engines/') && asked !== undefined && `compares with '${asked}'`;
    }),
};

const purity: Wall = {
  name: 'pure rooms import only what is pure',
  breaches: (files) =>
    eachImport(files, ({ path }, imported) => {
      if (!isPure(path)) return false;
      if (imported.path === undefined) return !purePackages.includes(imported.package ?? '') && 'not a pure package';
      if (imported.isType || isPure(imported.path) || pureGround.includes(imported.path)) return false;
      return 'not a pure file';
    }),
};

const unworldly: Wall = {
  name: 'pure rooms read no clock, randomness, environment or locale',
  breaches: (files) =>
    eachFile(files, ({ path, worldly }) => isPure(path) && worldly.length > 0 && `uses ${worldly.join(', ')}`),
};

const noCycles: Wall = {
  name: 'no file knows itself by way of others, not even for a type',
  breaches: (files) => {
    const needs = ({ imports }: SourceFile) => imports.flatMap(({ path }) => path ?? []);
    const next = new Map(files.map((file) => [file.path, needs(file)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      const seen = trail.indexOf(path);
      if (seen >= 0) cycles.push([...trail.slice(seen), path].join(' -> '));
      if (seen >= 0 || done.has(path)) return;
      for (const imported of next.get(path) ?? []) visit(imported, [...trail, path]);
      done.add(path);
    };
    for (const { path } of files) visit(path, []);
    return cycles;
  },
};

const downward: Wall = {
  name: 'what is shipped imports nothing that is not',
  breaches: (files) =>
    eachImport(files, ({ path }, imported) => {
      if (!isOurs(path) || imported.path === undefined || isOurs(imported.path)) return false;
      return imported.path !== 'package.json' && 'only lib, bin and lambdas are shipped';
    }),
};

const settingsOnly: Wall = {
  name: "constructs and lambdas share only settings' names",
  breaches: (files) =>
    eachImport(files, ({ path }, imported) => {
      const crosses =
        (path.startsWith('lib/constructs/') && imported.path?.startsWith('lambdas/')) ||
        (path.startsWith('lambdas/') && imported.path?.startsWith('lib/constructs/'));
      return crosses === true && !/(^|[/-])settings\.ts$/.test(imported.path ?? '') && 'only a settings file crosses';
    }),
};

const names: Wall = {
  name: 'files are kebab-case and named after an idea',
  breaches: (files) =>
    eachFile(files, ({ path }) => {
      const name = basename(path).replace(/(\.test)?\.ts$/, '');
      if (/(^|-)(utils?|helpers?|common|misc|stuff)$/.test(name)) return 'names no idea';
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && 'not kebab-case';
    }),
};

const oneBarrel: Wall = {
  name: 'lib/index.ts is the only barrel',
  breaches: (files) =>
    eachFile(files, ({ path, isBarrel }) => path !== 'lib/index.ts' && isBarrel && 're-exports what others hold'),
};

const namedExports: Wall = {
  name: 'nothing shipped has a default export',
  breaches: (files) => eachFile(files, ({ path, hasDefaultExport }) => isOurs(path) && hasDefaultExport && 'has one'),
};

const noExit: Wall = {
  name: 'only bin/ ends the process',
  breaches: (files) =>
    eachFile(files, ({ path, exits }) => /^(lib|lambdas)\//.test(path) && exits && 'calls process.exit'),
};

const shortFiles: Wall = {
  name: `no file is longer than ${softLimitLines} lines without a good answer`,
  breaches: (files) =>
    eachFile(
      files,
      ({ path, lines }) =>
        lines > (path.endsWith('.test.ts') ? softLimitTestLines : softLimitLines) &&
        !allowedToBeLong.includes(path) &&
        `${lines} lines: ask whether it holds two ideas; if not, list it in test/architecture/rooms.ts`,
    ),
};

/** The design's walls. */
export const walls: readonly Wall[] = [
  oneWay,
  wings,
  sameForAll,
  purity,
  unworldly,
  noCycles,
  downward,
  settingsOnly,
  names,
  oneBarrel,
  namedExports,
  noExit,
  shortFiles,
];
