import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import type { ViewAttributes } from '../../program-kinds.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import { writeParameters } from '../write-options.ts';

/**
 * Writes a view or a materialized view. A view replaces one of its name; a materialized one is filled at once.
 *
 * @see https://www.postgresql.org/docs/18/sql-createview.html
 */
export function writeView(id: ObjectId, { definition, options, accessMethod }: ViewAttributes): string {
  const what = kindOf(id) === 'view' ? 'OR REPLACE VIEW' : 'MATERIALIZED VIEW IF NOT EXISTS';
  const parameters = options === undefined ? '' : ` WITH ${writeParameters(options)}`;
  const method = accessMethod === undefined ? '' : ` USING ${quoteIdentifier(accessMethod)}`;
  return `CREATE ${what} ${quoteId(id)}${method}${parameters} AS\n${definition}`;
}
