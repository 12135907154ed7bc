import { DriftlineError } from '../../errors.ts';
import type { MigrationTool } from '../migration-tool.ts';

/**
 * Alembic keeps its present head, and nothing of the way there, in `alembic_version`.
 * Source: https://alembic.sqlalchemy.org/en/latest/api/runtime.html
 */
export const alembic: MigrationTool = {
  name: 'alembic',
  title: 'Alembic',
  table: 'table:public.alembic_version',
  query: 'select version_num from public.alembic_version order by version_num',
  revisionOf: (row) => String(row.version_num),
  headIsFile: false,
  readHead: (text) => {
    if (text.trim() === '') {
      throw new DriftlineError('invalid-migration-head', "Alembic's head is empty", {
        remedy: 'Set head to the revision that `alembic heads` prints.',
      });
    }
    return [{ id: text.trim(), name: text.trim() }];
  },
  upgradeCommand: 'alembic upgrade head',
  stampAdvice: (head) => `Run \`alembic stamp ${head}\`.`,
};
