import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { resolveHere } from './chromium.ts';

interface Verdict {
  readonly errors: readonly unknown[];
}

const { validateAction } = (await import(resolveHere('@action-validator/core'))) as {
  readonly validateAction: (text: string) => Verdict;
};

const text = await readFile(new URL('../../action.yml', import.meta.url), 'utf8');

test("action.yml holds to the schema of GitHub's action metadata", () => {
  expect(validateAction(text).errors).toEqual([]);
});

test('the schema refuses an action that runs nothing', () => {
  const { runs, ...rest } = parse(text);
  expect(validateAction(stringify(rest)).errors).not.toEqual([]);
});
