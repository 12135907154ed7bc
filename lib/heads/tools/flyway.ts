import { flywayVersion } from '../../migrations/readers/flyway.ts';
import type { AppliedRevision, MigrationTool, Row } from '../migration-tool.ts';

/**
 * Flyway writes a row a migration, in the order of `installed_rank`: a baseline stands for everything up to its version, an
 * undo takes its version back, and repeatable migrations have no version but a description.
 * Source: https://documentation.red-gate.com/fd/flyway-schema-history-table-273973417.html
 */
export const flyway: MigrationTool = {
  name: 'flyway',
  title: 'Flyway',
  table: { schema: 'public', name: 'flyway_schema_history' },
  query: (table) =>
    `select version, description, type, cast(checksum as text) as checksum, cast(success as text) as success from ${table} order by installed_rank`,
  readRows: (rows) => {
    const applied = new Map<string, AppliedRevision>();
    for (const row of rows) readRow(row, applied);
    return [...applied.values()];
  },
  headIsFile: false,
  ordersIds: true,
  sameId: (id) => (id.startsWith('R__') ? id : flywayVersion(id)),
  upgradeCommand: 'flyway migrate',
  stampAdvice: (head) => `Run \`flyway baseline -baselineVersion=${head.split(' ')[0]}\`, or insert its rows.`,
  failedAdvice: 'Mend what it left half done, then run `flyway repair`, which takes the row away.',
};

function readRow({ version, description, type, checksum, success }: Row, applied: Map<string, AppliedRevision>): void {
  const kind = String(type);
  if (kind === 'SCHEMA') return;
  const id = version === null ? `R__${description}` : flywayVersion(String(version));
  applied.delete(id);
  if (kind.startsWith('UNDO') || kind === 'DELETE') return;
  applied.set(id, {
    id,
    name: version === null ? id : `${version} ${description}`,
    ...(checksum === null || kind.includes('BASELINE') ? {} : { checksum: String(checksum) }),
    ...(kind === 'BASELINE' || kind === 'SQL_BASELINE'
      ? { coversEarlier: true as const, isBaseline: true as const }
      : {}),
    ...(/^(true|t|1)$/.test(String(success)) ? {} : { isFailed: true as const }),
  });
}
