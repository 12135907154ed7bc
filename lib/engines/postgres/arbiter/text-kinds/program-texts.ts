import { parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import { sqlBodyOf } from '../../introspect/routines.ts';
import { viewDefinition as asIntrospected } from '../../introspect/views.ts';
import { quoteId, quoteLiteral } from '../../quote.ts';
import { scratch, type TextKind } from '../text-kind.ts';

function viewText(kind: 'view' | 'materialized-view'): TextKind {
  return {
    kind,
    attribute: 'definition',
    replay: () => ({
      needs: [],
      frame: [`create view ${scratch}.view as `, ''],
      readBack: `select ${asIntrospected} from pg_class c where c.oid = '${scratch}.view'::regclass`,
    }),
  };
}

/** The query of a view: 16 and later name fewer tables in it. */
export const viewDefinition = viewText('view');

/** The same of a materialized view. */
export const materializedViewDefinition = viewText('materialized-view');

/** The body of a function that PostgreSQL keeps as it has parsed it. */
export const routineSqlBody: TextKind = {
  kind: 'function',
  attribute: 'sqlBody',
  replay: ({ attributes }) => ({
    needs: [],
    frame: [
      `create function ${scratch}.routine(${attributes.arguments}) returns ${attributes.returns} language sql `,
      '',
    ],
    readBack: `select ${sqlBodyOf} from pg_proc p where p.pronamespace = '${scratch}'::regnamespace`,
  }),
};

function routineArguments(kind: 'function' | 'procedure'): TextKind {
  return {
    kind,
    attribute: 'arguments',
    replay: ({ attributes: { returns } }) => ({
      needs: [],
      prepare: ['set local check_function_bodies = off'],
      frame: [
        `create ${kind} ${scratch}.routine(`,
        `) ${returns === undefined ? '' : `returns ${returns} `}language sql as ''`,
      ],
      readBack: `select pg_get_function_arguments(p.oid) from pg_proc p where p.pronamespace = '${scratch}'::regnamespace`,
    }),
  };
}

/** What a function takes, for the defaults in it. */
export const functionArguments = routineArguments('function');

/** The same of a procedure, whose modes servers before 14 leave out. */
export const procedureArguments = routineArguments('procedure');

/** @param readBack what reads the statement, of a table and a name as SQL text */
function attachedText(kind: 'rule' | 'trigger', readBack: (table: string, name: string) => string): TextKind {
  return {
    kind,
    attribute: 'definition',
    replay: ({ id, attributes }) => {
      const [owner] = belongsTo(attributes);
      if (owner === undefined) return undefined;
      const name = quoteLiteral(parseObjectId(id).path.at(-1) ?? '');
      return { needs: [owner], frame: ['', ''], readBack: readBack(quoteLiteral(quoteId(owner)), name) };
    },
  };
}

/** A rule's whole statement, for its condition and its commands. */
export const ruleDefinition = attachedText(
  'rule',
  (table, name) =>
    `select rtrim(pg_get_ruledef(oid), ';') from pg_rewrite where ev_class = ${table}::regclass and rulename = ${name}`,
);

/** A trigger's whole statement, for the condition in it. */
export const triggerDefinition = attachedText(
  'trigger',
  (table, name) =>
    `select pg_get_triggerdef(oid) from pg_trigger where tgrelid = ${table}::regclass and tgname = ${name}`,
);

function policyText(attribute: 'using' | 'check', clause: string, column: string): TextKind {
  return {
    kind: 'policy',
    attribute,
    replay: ({ attributes }) => {
      const [table] = belongsTo(attributes);
      if (table === undefined) return undefined;
      return {
        needs: [table],
        frame: [`create policy driftline_policy on ${quoteId(table)} ${clause} (`, ')'],
        readBack: `select pg_get_expr(${column}, polrelid) from pg_policy where polname = 'driftline_policy'`,
      };
    },
  };
}

/** Which rows a policy shows. */
export const policyUsing = policyText('using', 'for select using', 'polqual');

/** Which rows a policy lets be written. */
export const policyCheck = policyText('check', 'for insert with check', 'polwithcheck');
