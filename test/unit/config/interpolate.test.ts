import { describe, expect, test } from 'vitest';
import { hasLiteralPassword, interpolate, variableSyntaxPattern } from '../../../lib/config/interpolate.ts';

const variables = {
  URL: 'postgresql+asyncpg://app:p%40ss@db:5432/content',
  USER: 'app@tenant',
  PASSWORD: 'p@ss:w/rd?#%',
  HOST: 'db:6432',
  NAME: 'content',
  EMPTY: '',
};

/** Writes `$NAME$` for a variable, so that no template looks like one of JavaScript's. */
function template(text: string): string {
  return text.replace(/\$(\w+)\$/g, (_, name) => `\${${name}}`);
}

describe('a variable', () => {
  test.for([
    ['can be the whole URL, taken as it is', '$URL$', variables.URL],
    [
      'in the place of a user or password is percent-encoded',
      'postgres://$USER$:$PASSWORD$@db/x',
      `postgres://app%40tenant:${encodeURIComponent(variables.PASSWORD)}@db/x`,
    ],
    [
      'can be part of a password',
      'postgres://app:a-$PASSWORD$-z@db/x',
      `postgres://app:a-${encodeURIComponent(variables.PASSWORD)}-z@db/x`,
    ],
    ['can be host and port', 'postgres://app@$HOST$/$NAME$', 'postgres://app@db:6432/content'],
    ['can be the scheme too', '$URL$?application_name=x', `${variables.URL}?application_name=x`],
    ['stands in a URL without one as it is', 'postgres://db/x', 'postgres://db/x'],
  ] as const)('%s', ([, text, url]) => {
    expect(interpolate(template(text), variables, 'driftline.yaml:1:1')).toBe(url);
  });

  test.for([
    ['that is not set', '$NOWHERE$', 'not set'],
    ['that is empty', 'postgres://app:$EMPTY$@db/x', 'empty'],
    ['of the language itself', '$constructor$', 'not set'],
  ] as const)('%s is an error that names it, its place and the remedy', ([, text, words]) => {
    const name = /\$(\w+)\$/.exec(text)?.[1];
    expect(() => interpolate(template(text), variables, 'driftline.yaml:12:10')).toThrow(
      expect.objectContaining({
        code: 'env-var-unset',
        message: `driftline.yaml:12:10: the environment variable ${name} is ${words}`,
        remedy: expect.stringContaining(`Set ${name}`),
      }),
    );
  });
});

test.for([
  ['$A$', true],
  ['x$A_1$y$B$z', true],
  ['no variable', true],
  ['a $ sign', true],
  [`\${A`, false],
  [`\${}`, false],
  [`\${A-default}`, false],
  [`\${1}`, false],
] as const)('%s is well-formed: %s', ([text, isWellFormed]) => {
  expect(variableSyntaxPattern.test(template(text))).toBe(isWellFormed);
});

test.for([
  ['postgres://app:hunter2@db/x', true],
  ['postgres://app:hunter2$X$@db/x', true],
  ['postgres://db/x?user=app&password=hunter2', true],
  ['postgres://app:$PASSWORD$@db/x', false],
  ['postgres://app:@db/x', false],
  ['postgres://app@db/x', false],
  ['$URL$', false],
] as const)('%s holds a literal password: %s', ([text, holds]) => {
  expect(hasLiteralPassword(template(text))).toBe(holds);
});
