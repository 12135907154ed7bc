import { describe, expect, test } from 'vitest';
import { type CompileFailure, explainFailure } from '../../../../../lib/engines/postgres/compile/explain-failure.ts';

function explain(text: string, place: string, more: Partial<CompileFailure> = {}): string {
  const failure = { path: 'm/2.sql', message: 'it failed', text, at: text.indexOf(place), ...more };
  return explainFailure(failure).message;
}

describe('a failed statement', () => {
  test('is shown with its place, its SQLSTATE and a caret', () => {
    const text = 'create table a ();\nalter table b\n  add column c int;\n';
    const error = explainFailure({
      path: 'm/2.sql',
      text,
      at: text.indexOf('b\n'),
      sqlstate: '42P01',
      message: 'relation "b" does not exist',
      notes: ['HINT: create it'],
    });
    expect(error.message).toBe(
      [
        'm/2.sql:2:13: relation "b" does not exist (SQLSTATE 42P01 undefined_table)',
        '  2 | alter table b',
        '    |             ^',
        '  HINT: create it',
      ].join('\n'),
    );
    expect(error).toMatchObject({ code: 'migration-failed', remedy: expect.stringContaining('comes first') });
  });

  test.for([
    ['type "hstore" does not exist', '42704', 'list it first (`migrations: [extensions.sql, migrations]`)'],
    [
      'function uuid_generate_v4() does not exist',
      '42883',
      'list it first (`migrations: [extensions.sql, migrations]`)',
    ],
    ['could not open file "/data/rows.csv" for reading', '58P01', 'compile on a server that has the file'],
    ['could not open dictionary file "en_us.dict"', 'F0000', 'compile on a server that has the file'],
  ] as const)('says what helps with what only the real server has: %s', ([message, sqlstate, remedy]) => {
    const error = explainFailure({ path: 'm/2.sql', text: 'select 1', at: 0, sqlstate, message });
    expect(error).toMatchObject({ remedy: expect.stringContaining(remedy) });
  });

  test('counts characters, not UTF-16 units or bytes', () => {
    expect(explain("select '𝄞ж', x", 'x')).toBe("m/2.sql:1:14: it failed\n  1 | select '𝄞ж', x\n    |              ^");
  });

  test('keeps the caret in place after tabs and at the end of the text', () => {
    expect(explain('\tselect', 'select')).toContain('  1 |  select\n    |  ^');
    expect(explain('select (', '(', { at: 8 })).toContain('  1 | select (\n    |         ^');
    expect(explain('', '', { at: 0 })).toContain(':1:1:');
  });

  test('is cut around its place when the line is long', () => {
    const message = explain(`select ${'a, '.repeat(100)}here${', b'.repeat(100)}`, 'here');
    const [, line = '', caret = ''] = message.split('\n');
    expect(line.length).toBeLessThan(125);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^here/);
    expect(line).toMatch(/^ {2}1 \| ….*…$/);
  });

  test('shows no password', () => {
    const text = "create role a password 's3cr3t''x' login; select 'postgres://u:s3cr3t@h/d', 'password=s3cr3t'";
    expect(explain(text, 'login')).not.toContain('s3cr3t');
  });

  test('shows nothing that a terminal would obey', () => {
    const message = explain('select \u001b[31m\u202e1', '1', { message: 'bad \u001b]0;x\u0007\nvalue' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(message.split('\n')).toHaveLength(3);
  });

  test('always comes with something to do', () => {
    expect(explainFailure({ path: 'a', text: 'x', at: 0, message: 'm', sqlstate: 'ZZ999' }).remedy).toMatch(/\.$/);
    expect(explainFailure({ path: 'a', text: 'x', at: 0, message: 'm', remedy: 'Do this.' }).remedy).toBe('Do this.');
  });
});
