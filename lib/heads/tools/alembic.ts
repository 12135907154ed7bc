import type { MigrationTool } from '../migration-tool.ts';

/**
 * Alembic keeps its present heads, and nothing of the way there, in `alembic_version`: mostly one, several where branches
 * were not merged.
 * Source: https://alembic.sqlalchemy.org/en/latest/branches.html
 */
export const alembic: MigrationTool = {
  name: 'alembic',
  title: 'Alembic',
  table: { schema: 'public', name: 'alembic_version' },
  query: (table) => `select version_num as id from ${table} order by version_num`,
  readRows: (rows) => rows.map(({ id }) => ({ id: String(id), coversEarlier: true })),
  headIsFile: false,
  upgradeCommand: 'alembic upgrade head',
  stampAdvice: (head) => `Run \`alembic stamp ${head}\`.`,
};
