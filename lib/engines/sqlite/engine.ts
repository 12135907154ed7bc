import type { Engine } from '../engine.ts';
import { foldName } from './quote.ts';
import { rules } from './rules/all-rules.ts';
import { scriptDialect } from './script-dialect.ts';
import { isSqliteUrl } from './url.ts';

/** SQLite files, and libSQL servers over HTTP. What opens them is loaded when it is needed. */
export const sqlite: Engine = {
  name: 'sqlite',
  defaultSchema: 'main',
  foldName,
  ownsUrl: isSqliteUrl,
  connect: async (source, options) => (await import('./session.ts')).openSession(source, options),
  compile: async (files, options) => (await import('./compile/compile.ts')).compile(files, options),
  settle: async (drifts, expected) => (await import('./settle/settle.ts')).settle(drifts, expected),
  deriveValues: async (expected) => (await import('./values/find-limits.ts')).deriveValues(expected),
  rules,
  script: scriptDialect,
};
