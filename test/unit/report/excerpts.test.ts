import { expect, test } from 'vitest';
import { renderAnnotations } from '../../../lib/report/annotations.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { renderMarkdown } from '../../../lib/report/markdown.ts';
import { renderText } from '../../../lib/report/text.ts';
import { check, run } from './reports.ts';

const diagnostic = {
  level: 'error',
  code: 'migration-failed',
  message:
    '001.sql:2:1: the embedded PostgreSQL has no extension x\n  1 | -- <b>\n  2 | create extension x;\n    | ^\n✓ prod   in sync',
  remedy: 'Compile on a server that has it.',
} as const;
const failed = check(
  run('prod', {
    outcome: 'unknown',
    diagnostics: [diagnostic],
    coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
  }),
);

test('a terminal shows the text where something went wrong line by line, behind a rule', () => {
  const lines = renderText(failed, { color: false, width: 100 }).split('\n');
  const at = lines.findIndex((line) => line.includes('error:'));
  expect(lines.slice(at, at + 6)).toEqual([
    '  error: 001.sql:2:1: the embedded PostgreSQL has no extension x (migration-failed)',
    '    │   1 | -- <b>',
    '    │   2 | create extension x;',
    '    │     | ^',
    '    │ ✓ prod   in sync',
    '    → Compile on a server that has it.',
  ]);
});

test('a page shows it as it is, escaped', () => {
  expect(renderHtml(failed)).toContain(
    '<pre>  1 | -- &lt;b&gt;\n  2 | create extension x;\n    | ^\n✓ prod   in sync</pre>→ Compile on',
  );
});

test('annotations keep its lines, and lists only say where it was', () => {
  expect(renderAnnotations(failed)).toContain('no extension x%0A  1 | -- <b>%0A  2 | create extension x;%0A    | ^%0A');
  const list = renderMarkdown(failed);
  expect(list).toContain('no extension x (`migration-failed`)');
  expect(list).not.toContain('create extension');
});
