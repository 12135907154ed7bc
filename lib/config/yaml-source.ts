import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';

/** Keys and list positions from the top of a document to one place in it. */
export type KeyPath = readonly (string | number)[];

/** A YAML text that knows where each of its keys and values stands. */
export interface YamlSource {
  readonly text: string;
  /** The document as plain data; of a key that is there twice, the last. */
  readonly data: unknown;
  /** What is wrong with it as YAML. Duplicate keys leave `data` usable, all else does not. */
  readonly faults: readonly YamlFault[];
  /** Where the key that a path ends with begins, or the nearest ancestor that exists. */
  readonly offsetOfKey: (path: KeyPath) => number;
  /** Where the value that a path leads to begins, or the nearest ancestor that exists. */
  readonly offsetOfValue: (path: KeyPath) => number;
  /** How the value at a path is spelled, where it is one word or text; absent elsewhere. */
  readonly spellingOf: (path: KeyPath) => string | undefined;
  /** Line and column of an offset, both from 1. */
  readonly positionOf: (offset: number) => { readonly line: number; readonly column: number };
}

interface YamlFault {
  readonly kind: 'syntax' | 'duplicate-key';
  readonly path: KeyPath;
  readonly offset: number;
  readonly message: string;
}

/** Reads one YAML 1.2 document. Merge keys (`<<: *defaults`) are understood. Never throws for what the text holds. */
export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: true,
    logLevel: 'error',
  });
  const positionOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults: YamlFault[] = [...document.errors, ...document.warnings].map((error) =>
    error.code === 'DUPLICATE_KEY'
      ? duplicateKey(document, error.pos[0], (offset) => positionOf(offset).line)
      : { kind: 'syntax', path: [], offset: error.pos[0], message: ownWords[error.code] ?? firstLine(error.message) },
  );
  return {
    text,
    data: faults.some(({ kind }) => kind === 'syntax') ? undefined : plainData(document, faults),
    faults,
    offsetOfKey: (path) => find(document, path).key,
    offsetOfValue: (path) => find(document, path).value,
    spellingOf: (path) => {
      const { node } = find(document, path);
      return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    },
    positionOf,
  };
}

/** For what the parser says in the words of its own programming interface. */
const ownWords: { readonly [code: string]: string } = {
  MULTIPLE_DOCS: 'a second document begins here: keep one',
};

/** Aliases that name nothing, or that multiply until they would fill the memory, show only when they are followed. */
function plainData(document: Document.Parsed, faults: YamlFault[]): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    let offset = 0;
    visit(document, {
      Alias: (_, alias) => {
        if (alias.resolve(document) !== undefined) return undefined;
        offset = alias.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    faults.push({ kind: 'syntax', path: [], offset, message: firstLine((cause as Error).message) });
    return undefined;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

interface Found {
  readonly node: Node | null;
  readonly key: number;
  readonly value: number;
}

function find(document: Document.Parsed, path: KeyPath): Found {
  let found: Found = { node: document.contents, key: 0, value: document.contents?.range[0] ?? 0 };
  for (const step of path) {
    const child = childOf(document, found.node, step);
    if (!child) break;
    found = child;
  }
  return found;
}

function childOf(document: Document.Parsed, parent: Node | null, step: string | number): Found | undefined {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    const offset = item?.range?.[0];
    return item && offset !== undefined ? { node: item, key: offset, value: offset } : undefined;
  }
  if (!isMap(node)) return undefined;
  // Of a key that is there twice the last one counts, in the data as here.
  for (const { key, value } of node.items.toReversed()) {
    if (!isScalar(key) || String(key.value) !== step || !key.range) continue;
    const child = value as Node | null;
    const isEmpty = isScalar(child) && child.value === null && (child.source ?? '') === '';
    return { node: child, key: key.range[0], value: (isEmpty ? undefined : child?.range?.[0]) ?? key.range[0] };
  }
  for (const { key, value } of node.items) {
    if (isScalar(key) && key.source === '<<') {
      for (const merged of isSeq(value) ? value.items : [value]) {
        const child = childOf(document, merged as Node, step);
        if (child) return child;
      }
    }
  }
  return undefined;
}

function duplicateKey(document: Document.Parsed, offset: number, lineOf: (offset: number) => number): YamlFault {
  const fault: { path: KeyPath; firstLine?: number } = { path: [] };
  visit(document, {
    Pair: (_, pair, ancestors) => {
      if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return undefined;
      const name = String(pair.key.value);
      fault.path = [...ancestors.flatMap((ancestor, i) => stepInto(ancestor, ancestors[i + 1])), name];
      const siblings = ancestors.at(-1);
      const twin = isMap(siblings) ? siblings.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
      if (isScalar(twin?.key) && twin.key.range) fault.firstLine = lineOf(twin.key.range[0]);
      return visit.BREAK;
    },
  });
  const { firstLine } = fault;
  return {
    kind: 'duplicate-key',
    path: fault.path,
    offset,
    message: `is there twice${firstLine === undefined ? '' : `, first on line ${firstLine}`}`,
  };
}

function stepInto(ancestor: unknown, child: unknown): (string | number)[] {
  if (isPair(ancestor) && isScalar(ancestor.key)) return [String(ancestor.key.value)];
  if (isSeq(ancestor)) return [ancestor.items.indexOf(child)];
  return [];
}
