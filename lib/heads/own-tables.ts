import type { IgnoreRule } from '../diff/ignore-rules.ts';
import type { ExpectedHead } from './migration-tool.ts';
import { migrationTools } from './migration-tools.ts';

/** Keeps a migration tool's own tables out of the comparison: they are its bookkeeping, whether a dump holds them or not. */
export function ownTables(head: ExpectedHead | undefined): readonly IgnoreRule[] {
  const tool = head === undefined ? undefined : migrationTools[head.tool];
  if (tool === undefined) return [];
  const { schema, name } = tool.table;
  // Many tools can be told another schema, and some databases have but one; those with a schema of their own may have
  // tables of common names.
  const place = schema === 'public' || name.startsWith('__') ? '*' : schema;
  return [name, ...(tool.otherTables ?? [])].map((table) => ({
    pattern: `table:${place}.${table}`,
    reason: `${tool.title}'s own`,
  }));
}
