import type { MigrationTool } from '../migration-tool.ts';

/**
 * Sqitch keeps the changes that are deployed now, each with the SHA-1 of its script; a change that was reworked stands there
 * once for each of its forms.
 * Source: https://sqitch.org/docs/manual/sqitch-deploy/
 */
export const sqitch: MigrationTool = {
  name: 'sqitch',
  title: 'Sqitch',
  table: { schema: 'sqitch', name: 'changes' },
  ownsColumns: (columns) => columns.includes('change_id') && columns.includes('script_hash'),
  query: (table) => `select change as id, script_hash as checksum from ${table} order by committed_at, planned_at`,
  readRows: (rows) => {
    const seen = new Map<string, number>();
    return rows.map(({ id, checksum }) => {
      const times = (seen.get(String(id)) ?? 0) + 1;
      seen.set(String(id), times);
      return {
        id: times === 1 ? String(id) : `${id}#${times}`,
        ...(checksum === null ? {} : { checksum: String(checksum) }),
      };
    });
  },
  headIsFile: false,
  upgradeCommand: 'sqitch deploy',
  stampAdvice: () => 'Run `sqitch deploy --log-only`.',
};
