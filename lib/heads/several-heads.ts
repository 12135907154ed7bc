import type { Diagnostic } from '../diagnostic.ts';
import type { ExpectedHead } from './migration-tool.ts';
import { migrationTools } from './migration-tools.ts';

/** Warns of migrations that branch and do not come together again: their tool would not know where to go. */
export function warnOfSeveralHeads({ tool, heads = [], isPartial }: ExpectedHead): readonly Diagnostic[] {
  if (heads.length < 2 || isPartial) return [];
  const title = migrationTools[tool]?.title ?? tool;
  return [
    {
      level: 'warning',
      code: 'several-migration-heads',
      message: `the migrations of ${title} end in ${heads.length} heads: ${heads.join(', ')}`,
      remedy: 'Bring them together: `alembic merge heads`.',
    },
  ];
}
