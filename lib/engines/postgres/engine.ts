import type { Engine } from '../engine.ts';
import { makeSettle } from './arbiter/settle.ts';
import { makeCompile } from './compile/compile.ts';
import { createStatements } from './create-statements.ts';
import { suggestValues } from './init/suggest-values.ts';
import { watcherRole } from './init/watcher-role.ts';
import { rules } from './rules/all-rules.ts';
import { scriptDialect } from './script-dialect.ts';
import { openSession } from './session.ts';
import { isPostgresUrl } from './url.ts';
import { deriveValues } from './values/constraint/derive-values.ts';

/** PostgreSQL 13 to 18. */
export const postgres: Engine = {
  name: 'postgresql',
  defaultSchema: 'public',
  ownsUrl: isPostgresUrl,
  connect: openSession,
  compile: makeCompile({ createStatements, env: process.env }),
  settle: makeSettle({ env: process.env }),
  deriveValues,
  rules,
  script: scriptDialect,
  suggestValues,
  watcherRole,
};
