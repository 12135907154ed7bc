import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { headTools } from '../../../lib/config/head-tools.ts';
import { configJsonSchema } from '../../../lib/config/json-schema.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import { migrationTools } from '../../../lib/heads/migration-tools.ts';

const published = JSON.parse(
  await readFile(new URL('../../../schema/driftline.schema.json', import.meta.url), 'utf8'),
) as object;

test('the published JSON Schema is the one that the configuration is read with', () => {
  expect(published, 'write it anew: node schema/write.ts').toEqual(configJsonSchema());
});

test('every key and every named entry has a description for editors', () => {
  expect(undescribed(published, '')).toEqual([]);
});

interface SchemaNode {
  readonly description?: string;
  readonly properties?: { readonly [key: string]: SchemaNode };
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: readonly SchemaNode[];
}

function undescribed(node: SchemaNode, path: string): string[] {
  const keys = Object.entries(node.properties ?? {});
  return [
    ...keys.flatMap(([key, child]) => (child.description === undefined ? [`${path}.${key}`] : [])),
    ...keys.flatMap(([key, child]) => undescribed(child, `${path}.${key}`)),
    ...(typeof node.additionalProperties === 'object' ? undescribed(node.additionalProperties, `${path}.*`) : []),
    ...(node.anyOf ?? []).flatMap((branch) => undescribed(branch, path)),
  ];
}

describe('an editor that knows the published schema agrees with Driftline', () => {
  const validate = new Ajv({ strict: false }).compile(published);
  const sound = 'expectations: { a: { migrations: m } }\nenvironments: { e: { expectation: a, url: x } }';
  test.for([
    ['the least', sound, true],
    ['a list of migrations', sound.replace('m }', '[m, n] }'), true],
    ['an empty list of migrations', sound.replace('m }', '[] }'), false],
    ['neither migrations nor base', sound.replace('migrations: m', 'schemas: [a]'), false],
    ['accepted values', sound.replace('m }', 'm, values: { t.c: [a], s.t.c: { accept: [b] } } }'), true],
    ['a value key that is no column', sound.replace('m }', 'm, values: { status: [a] } }'), false],
    ['both url and secret', sound.replace('url: x', 'url: x, secret: s'), false],
    ['neither url nor secret', sound.replace(', url: x', ''), false],
    ['a duration', sound.replace('url: x', 'url: x, lockTimeout: 500ms'), true],
    ['a duration without a unit', sound.replace('url: x', 'url: x, lockTimeout: "500"'), false],
    ['an unknown key', sound.replace('url: x', 'url: x, colour: red'), false],
    ['no environments', 'expectations: { a: { base: m } }\nenvironments: {}', false],
  ] as const)('%s', ([, text, isSound]) => {
    expect(validate(parse(text))).toBe(isSound);
    expect(isRead(text)).toBe(isSound);
  });

  function isRead(text: string): boolean {
    try {
      readConfig(text, 'driftline.yaml');
      return true;
    } catch {
      return false;
    }
  }
});

test('the tools of `head` are those whose heads can be read', () => {
  const tools = Object.values(migrationTools).map(({ name, headIsFile }) => [name, { headIsFile }]);
  expect(headTools).toEqual(Object.fromEntries(tools));
});
