import { describe, expect, test } from 'vitest';
import { splitStatements } from '../../../../../lib/engines/postgres/compile/split-statements.ts';

async function sqlOf(text: string): Promise<string[]> {
  return (await splitStatements(text)).map(({ sql }) => sql);
}

describe('statements', () => {
  test('are found where they stand, however wide the characters before them are', async () => {
    const text = "-- жжж 𝄞\nselect 'é';;\n  select 2 -- last\n";
    const statements = await splitStatements(text);
    expect(statements.map(({ sql }) => sql)).toEqual(["select 'é'", 'select 2 -- last']);
    expect(statements.map(({ at }) => text.slice(at, at + 8))).toEqual(["select '", 'select 2']);
  });

  test('carry the name of their parse tree', async () => {
    const statements = await splitStatements('begin; create table t (id int); commit');
    expect(statements.map(({ kind }) => kind)).toEqual(['TransactionStmt', 'CreateStmt', 'TransactionStmt']);
  });

  test.for(['', ' \n', '-- nothing\n', '/* a /* nested */ comment */', ';;'])('are none in %j', async (text) => {
    expect(await sqlOf(text)).toEqual([]);
  });

  test.for([
    ['select 1;\nselct 2', 'selct 2'],
    ['-- ж𝄞\nselct 1', 'selct 1'],
    ["select 'open", "'open"],
    ['select 1;\0drop table t', '\0drop'],
  ] as const)('that do not parse say where: %j', async ([text, place]) => {
    await expect(splitStatements(text)).rejects.toMatchObject({ at: text.indexOf(place) });
  });
});

describe('what only psql understands', () => {
  test.for([
    ['\\set ON_ERROR_STOP on\nselect 1;', ['select 1']],
    ['\\restrict aBc\nselect 1;\n\\unrestrict aBc\n', ['select 1']],
    ['\\echo it\'s "half\nselect 1;', ['select 1']],
    ['select 1 \\g\nselect 2;', ['select 1', 'select 2']],
    ['select 1 \\gx (format=csv) out.txt\nselect 2', ['select 1', 'select 2']],
    ['select 1 \\; select 2;', ['select 1', 'select 2']],
    ['\\echo one \\\\ select 1;', ['select 1']],
    ['select 1;\n\\q\nselect 2 from nowhere;', ['select 1']],
    ["select 1;\n\\copy t from 'rows.csv' csv\nselect 2;", ['select 1', 'select 2']],
    ["\\copy t from stdin\n1\tit's\n\\.\nselect 2;", ['select 2']],
  ] as const)('is left out: %j', async ([text, statements]) => {
    expect(await sqlOf(text)).toEqual(statements);
  });

  test('is left alone inside strings, names, dollar quotes and comments', async () => {
    const texts = [
      "select '\n\\i a'",
      'select "\n\\i a"',
      "select e'\\'\n\\i a'",
      'do $a$ begin perform $$\n\\i a$$; end $a$',
      'select 1 /* /* */\n\\i a\n*/ + 1',
      'select 1 --\\i a\n + 1',
    ];
    expect(await sqlOf(texts.join(';\n'))).toEqual(texts);
  });

  test('gives the rows of COPY apart, and leaves the lines after them where they were', async () => {
    const rows = "1\n';--\n\\N\n";
    const text = `copy public.t (a) from stdin; -- rows\n${rows}\\.\n\ncopy u from stdin;\n\\.\nselect 'here';\n`;
    expect(await splitStatements(text)).toMatchObject([
      { sql: 'copy public.t (a) from stdin', at: 0, rows },
      { rows: '' },
      { sql: "select 'here'", at: text.indexOf('select') },
    ]);
  });

  test('includes no COPY from a file or to the client', async () => {
    expect(await sqlOf("copy t from '/tmp/x'; copy t to stdout; -- stdin")).toHaveLength(2);
  });

  test.for([
    ['select 1;\n\\i other.sql\n', '\\i other'],
    ['\\ir other.sql', '\\ir'],
    ["select 'create table t ()' \\gexec", '\\gexec'],
    ['\\if :x\nselect 1;\n\\endif', '\\if'],
    ['create table t ();\n\\connect app\n', '\\connect'],
    ['copy t from stdin;\n1\nselect 1;\n', ';'],
  ] as const)('is refused with its place and a remedy when it changes what runs: %j', async ([text, place]) => {
    await expect(splitStatements(text)).rejects.toMatchObject({
      at: text.indexOf(place),
      remedy: expect.stringMatching(/\.$/),
    });
  });
});
