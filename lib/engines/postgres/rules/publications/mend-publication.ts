import { formatObjectId, type ObjectId } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { PublicationAttributes } from '../../publication-kinds.ts';
import { quoteId, quoteIdentifier, quoteLiteral } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings, makeStatement, needsOf } from '../make-statement.ts';
import { addPublicationTable } from './mend-publication-table.ts';

/**
 * Creates missing publications with their tables and alters what they publish. Subscribers then receive other rows than
 * before, so that a person has to decide when.
 *
 * @see https://www.postgresql.org/docs/18/sql-createpublication.html
 */
export const mendPublication: Rule = {
  kind: 'publication',
  create: createPublication,
  drop: dropPublication,
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return createPublication(id, includes ?? [], context);
    if (kind !== 'modified') return dropPublication(id, includes ?? [], context);
    if (drifts.some(({ attribute }) => attribute === 'isForAllTables')) return replacePublication(id, context);
    return joinMendings(drifts.map((drift) => alterPublication(drift, context)));
  },
};

function createPublication(id: ObjectId, tables: readonly ObjectId[], context: RuleContext): Mending {
  const publication = attributesOf<PublicationAttributes>(context.expected, id);
  const { isForAllTables, schemas = [] } = publication;
  const what =
    isForAllTables === true
      ? ' FOR ALL TABLES'
      : schemas.length === 0
        ? ''
        : ` FOR TABLES IN SCHEMA ${schemas.map(quoteIdentifier).join(', ')}`;
  const created = makeStatement(context, {
    sql: `CREATE PUBLICATION ${quoteId(id)}${what} WITH (${settingsOf(publication).join(', ')})`,
    causedBy: [id],
    hazards: [hazards.changesReplication],
    provides: [id],
    requires: [...needsOf([id], context), ...schemas.map((schema) => formatObjectId('schema', [schema]))],
  });
  return { statements: [created, ...tables.map((table) => addPublicationTable(table, [id], context))] };
}

function settingsOf({ publishes, isViaRoot, generatedColumns }: PublicationAttributes): readonly string[] {
  return [
    `publish = ${quoteLiteral(publishes.join(', '))}`,
    ...(isViaRoot === true ? ['publish_via_partition_root = true'] : []),
    ...(generatedColumns === undefined ? [] : [`publish_generated_columns = ${generatedColumns}`]),
  ];
}

function alterPublication({ id, attribute }: Drift, context: RuleContext): Mending {
  const expected = attributesOf<PublicationAttributes>(context.expected, id);
  const actual = attributesOf<PublicationAttributes>(context.actual, id);
  const alter = (action: string): Statement =>
    makeStatement(context, {
      sql: `ALTER PUBLICATION ${quoteId(id)} ${action}`,
      causedBy: [id],
      hazards: [hazards.changesReplication],
    });
  switch (attribute) {
    case 'publishes':
      return { statements: [alter(`SET (publish = ${quoteLiteral(expected.publishes.join(', '))})`)] };
    case 'isViaRoot':
      return { statements: [alter(`SET (publish_via_partition_root = ${expected.isViaRoot === true})`)] };
    case 'generatedColumns':
      return { statements: [alter(`SET (publish_generated_columns = ${expected.generatedColumns ?? 'none'})`)] };
    case 'schemas': {
      const [wanted, present] = [expected.schemas ?? [], actual.schemas ?? []];
      const added = wanted.filter((schema) => !present.includes(schema));
      const removed = present.filter((schema) => !wanted.includes(schema));
      return {
        statements: [
          ...(added.length === 0 ? [] : [alter(`ADD TABLES IN SCHEMA ${added.map(quoteIdentifier).join(', ')}`)]),
          ...(removed.length === 0 ? [] : [alter(`DROP TABLES IN SCHEMA ${removed.map(quoteIdentifier).join(', ')}`)]),
        ],
      };
    }
    default:
      return { statements: [] };
  }
}

function dropPublication(id: ObjectId, tables: readonly ObjectId[], context: RuleContext): Mending {
  return dropObject(id, tables, context, [hazards.dropsObject, hazards.changesReplication]);
}

/** Whether one is FOR ALL TABLES is decided when it is created; its tables are dropped and made again with it. */
function replacePublication(id: ObjectId, context: RuleContext): Mending {
  const { statements: dropped } = dropPublication(id, [], context);
  const { statements: created } = createPublication(id, [], context);
  return { statements: [...dropped, ...created], rebuilt: [id] };
}
