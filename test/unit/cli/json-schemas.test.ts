import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cliJsonSchemas } from '../../../lib/cli/json-schemas.ts';

test.for(Object.entries(cliJsonSchemas()))('schema/%s is the one that the code uses', async ([name, schema]) => {
  const published = await readFile(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');
  expect(JSON.parse(published), 'write it anew: node schema/write.ts').toEqual(schema);
});
