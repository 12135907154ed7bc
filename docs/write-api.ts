import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One thing that the library exports. */
interface Entry {
  readonly name: string;
  readonly isType: boolean;
  readonly comment: string;
  readonly declaration: string;
}

/** Writes `docs/api.md` from the doc comments of everything that `lib/index.ts` exports. */
export function renderApi(): string {
  const entries = exportsOf('lib/index.ts').sort((a, b) => (a.name < b.name ? -1 : 1));
  const part = (title: string, isType: boolean) => [
    `## ${title}`,
    ...entries.filter((entry) => entry.isType === isType).map(renderEntry),
  ];
  return `${[intro, ...part('Functions', false), ...part('Types', true)].join('\n\n')}\n`;
}

const intro = `# Driftline as a library

\`import { checkEnvironment, compileExpectation, diffCatalogs, planRepair } from 'driftline'\`. Everything here keeps its meaning
within a major version; what is not here may change at any time. The programs in [examples](../examples) are run by the tests.

This page is written by \`node docs/write-api.ts\` from the doc comments of the sources.`;

function renderEntry({ name, comment, declaration }: Entry): string {
  return `### ${name}\n\n${comment}\n\n\`\`\`ts\n${declaration}\n\`\`\``;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number; readonly end: number };

function exportsOf(path: string): Entry[] {
  const { program } = parse(path);
  return (program.body as unknown as Node[]).flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const from = (statement.source as { readonly value: string }).value;
    return (statement.specifiers as readonly { readonly exported: { readonly name: string } }[]).map(({ exported }) =>
      entryOf(join(dirname(path), from), exported.name),
    );
  });
}

function entryOf(path: string, name: string): Entry {
  const { program, comments, text } = parse(path);
  for (const statement of program.body as unknown as Node[]) {
    const declaration = statement.declaration as Node | null;
    if (statement.type !== 'ExportNamedDeclaration' || declaration === null || nameOf(declaration) !== name) continue;
    const comment = comments.filter(({ end }) => end <= statement.start).at(-1);
    const isOwn = comment !== undefined && text.slice(comment.end, statement.start).trim() === '';
    return {
      name,
      isType: /^TS(Interface|TypeAlias)/.test(declaration.type),
      comment: isOwn ? renderComment(comment.value) : '',
      declaration: signatureOf(declaration, text),
    };
  }
  throw new RangeError(`${path} does not declare ${name}`);
}

function parse(path: string) {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, comments } = parseSync(path, text);
  return { text, program, comments };
}

function nameOf(declaration: Node): string | undefined {
  const first = (declaration.declarations as readonly Node[] | undefined)?.[0];
  return ((first ?? declaration).id as { readonly name?: string } | undefined)?.name;
}

/** A function without its body, a class with its members' signatures, a type whole. */
function signatureOf(declaration: Node, text: string): string {
  const body = declaration.body as Node | null;
  if (declaration.type === 'FunctionDeclaration' && body !== null) {
    return text
      .slice(declaration.start, body.start)
      .replace(/^async /, '')
      .trim();
  }
  if (declaration.type === 'ClassDeclaration') {
    return text.slice(declaration.start, declaration.end).replace(/\) \{\n[\s\S]*?\n {2}\}\n/g, ');\n');
  }
  return text.slice(declaration.start, declaration.end);
}

/** The text of a doc comment as Markdown, its tags as a list. */
function renderComment(comment: string): string {
  const text = comment
    .replace(/^\*/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .replace(/\{@link ([^}]+)\}/g, '`$1`')
    .trim();
  const [main = '', ...tags] = text.split(/^@/m);
  const items = tags.map((tag) => {
    const [, word = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
    const [, argument = '', meaning = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    return word === 'param' ? `- \`${argument}\`: ${oneLine(meaning)}` : `- **${word}** ${oneLine(rest)}`;
  });
  return [main.trim(), items.join('\n')].filter((part) => part !== '').join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(join(root, 'docs', 'api.md'), renderApi());
