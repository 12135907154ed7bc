import { describe, expect, test } from 'vitest';
import { errorsOf, fileWith } from './config-errors.ts';

describe('passwords in the lines shown are hidden', () => {
  test.for([
    ['in a URL', '    url: postgres://app:hunter2@db/content'],
    ['in a URL with signs that should be encoded', '    url: "postgres://app:hunter2@x:/y@db/content"'],
    ['in the query of a URL', '    url: "postgres://db/content?user=app&password=hunter2&x=y"'],
    ['under a key of its own', '    password: hunter2'],
    ['under a key in braces', '    x: { db_password: "hunter2", y: 1 }'],
  ])('%s', ([, line]) => {
    const text = `expectations: { a: { base: x } }\nenvironments:\n  e:\n    expectation: b\n${line}\n    oops: 1 # ${line}\n`;
    const onOneLine = text.replaceAll('\n    ', ', ').replace('e:,', 'e: {').replace(' #', ' } #');
    for (const shown of [errorsOf(text), errorsOf(onOneLine)]) {
      expect(shown).not.toContain('hunter2');
      expect(shown).toContain('oops');
    }
  });

  test('and the caret stays under its word', () => {
    const shown = errorsOf(
      'expectations: { a: { base: x } }\nenvironments: { e: { url: "postgres://app:hunter2@db/x", oops: 1, expectation: a } }',
    );
    const [line = '', caret = ''] = shown.split('\n').slice(3);
    expect(line.indexOf('oops')).toBe(caret.indexOf('^'));
  });

  test('but a variable in the place of a password is shown', () => {
    const shown = errorsOf(fileWith({}).replace(`"\${PROD_URL}"`, `"postgres://a:\${PW}@h/d", x`));
    expect(shown).toContain(`postgres://a:\${PW}@h/d`);
  });
});

test('a long line is cut around the place in question', () => {
  const shown = errorsOf(
    fileWith({ expectation: `    ignore: [${'"table:a.t", '.repeat(100)}1, ${'"table:b.t", '.repeat(100)}]` }),
  );
  const [line = '', caret = ''] = shown.split('\n').slice(-2);
  expect(line.length).toBeLessThan(140);
  expect(line[caret.indexOf('^')]).toBe('1');
});

test('control characters of the file do not reach the terminal', () => {
  const shown = errorsOf(fileWith({ expectation: '    "\u001b[31mred\u202e": 1' }));
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toContain('\u202e');
});
