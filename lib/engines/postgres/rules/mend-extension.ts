import type { Rule } from '../../../plan/rule.ts';
import type { ExtensionNotes } from '../object-kinds.ts';
import { quoteId, quoteIdentifier } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { hazards } from './hazards.ts';
import { leave, makeStatement, notesOf } from './make-statement.ts';

/**
 * Creates missing extensions, in the schema where the expectation has them.
 *
 * @see https://www.postgresql.org/docs/18/sql-createextension.html
 */
export const mendExtension: Rule = {
  kind: 'extension',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'unexpected') return dropObject(id, [], context);
    if (kind !== 'missing')
      return leave(drifts, 'an extension is updated by its administrator: ALTER EXTENSION ... UPDATE');
    const { schema } = notesOf<ExtensionNotes>(id, context);
    const place = schema === undefined ? '' : ` SCHEMA ${quoteIdentifier(schema)}`;
    const sql = `CREATE EXTENSION IF NOT EXISTS ${quoteId(id)}${place}`;
    return {
      statements: [
        makeStatement(context, {
          sql,
          causedBy: [id],
          hazards: [hazards.createsExtension],
          provides: [id],
          requires: schema === undefined ? [] : [`schema:${schema}`],
        }),
      ],
    };
  },
};
