import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { ExtraAttributes, Grants } from '../privilege-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart, quoteLiteral } from '../quote.ts';
import { builtInGrants } from './access/built-in-grants.ts';
import { writeGrants } from './access/write-grants.ts';
import { hazards } from './hazards.ts';
import { existing, joinMendings, makeStatement } from './make-statement.ts';
import { grantName, sqlName } from './sql-name.ts';

const extraAttributes = ['comment', 'owner', 'grants'];

/**
 * Adds to the rule of a kind what holds for objects of every kind: their comments, owners and grants, where those are
 * compared at all. A comment harms nobody; owners and grants wait for a person.
 */
export function withExtras(rule: Rule): Rule {
  const { create } = rule;
  return {
    ...rule,
    describe: describeAgain,
    ...(owned.includes(rule.kind) ? { losesWithItself: hazards.losesGrants } : {}),
    ...(create === undefined
      ? {}
      : {
          create: (id, includes, context) =>
            joinMendings([
              create(id, includes, context),
              ...[id, ...includes].flatMap((each) => describeNew(each, id, context)),
            ]),
        }),
    mend: (drifts, context) => {
      const [extra, [first, ...rest]] = [drifts.filter(isExtra), drifts.filter((drift) => !isExtra(drift))];
      const made = drifts.flatMap(({ kind, id, includes = [] }) => (kind === 'missing' ? [id, ...includes] : []));
      return joinMendings([
        ...(first === undefined ? [] : [rule.mend([first, ...rest], context)]),
        ...extra.map(({ id, attribute }) => mendExtra(id, attribute, [id], context)),
        ...made.flatMap((id) => describeNew(id, drifts[0].id, context)),
      ]);
    },
  };
}

function isExtra({ kind, attribute }: Drift): boolean {
  return kind === 'modified' && attribute !== undefined && extraAttributes.includes(attribute);
}

/** What an object that the plan makes has beyond itself. */
function describeNew(id: ObjectId, cause: ObjectId, context: RuleContext): readonly Mending[] {
  const attributes = context.expected.objects[id] ?? {};
  return extraAttributes
    .filter((attribute) => attributes[attribute] !== undefined && attributes[attribute] !== null)
    .map((attribute) => mendExtra(id, attribute, [cause], { ...context, actual: withoutObject(context.actual, id) }));
}

/** What it had stood before, so that nobody has to decide about it again. */
function describeAgain(
  id: ObjectId,
  lost: Attributes,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const { expected } = context;
  const objects = { ...expected.objects, [id]: { ...expected.objects[id], ...lost } };
  const as = { ...context, expected: { ...expected, objects }, actual: withoutObject(context.actual, id) };
  return Object.keys(lost).flatMap((attribute) =>
    mendExtra(id, attribute, causedBy, as).statements.map((each) => ({ ...each, hazards: [] })),
  );
}

/** The kinds whose objects have an owner, and somebody who may use them. */
const owned = [
  'aggregate',
  'collation',
  'composite-type',
  'domain',
  'enum',
  'foreign-server',
  'foreign-table',
  'function',
  'materialized-view',
  'procedure',
  'publication',
  'range-type',
  'statistics-object',
  'table',
  'view',
];

/** An object that is made again has lost what its former self was granted. */
function withoutObject(snapshot: CatalogSnapshot, id: ObjectId): CatalogSnapshot {
  if (!(id in snapshot.objects)) return snapshot;
  const { [id]: _, ...objects } = snapshot.objects;
  return { ...snapshot, objects };
}

function mendExtra(
  id: ObjectId,
  attribute: string | undefined,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Mending {
  const sqls = writeExtra(id, attribute, context);
  if (sqls === undefined) {
    return { statements: [], unplanned: [{ id, reason: `no statement sets the ${attribute} of a ${kindOf(id)}` }] };
  }
  const table = belongsTo(context.expected.objects[id])[0] ?? id;
  const locks = ['table', 'foreign-table'].includes(kindOf(table)) ? existing([table], context) : [];
  const lockMode = attribute === 'owner' ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
  return {
    statements: sqls.map(
      (sql): Statement =>
        makeStatement(context, {
          sql,
          causedBy,
          hazards: hazardsOf(id, attribute, context),
          ...(locks.length === 0 || attribute === 'grants' ? {} : { lockMode, locks }),
          requires: [id],
        }),
    ),
  };
}

function hazardsOf(id: ObjectId, attribute: string | undefined, { expected }: RuleContext) {
  if (attribute !== 'comment') return [hazards.changesPrivileges];
  return expected.objects[id]?.comment === undefined ? [hazards.removesComment] : [];
}

function writeExtra(id: ObjectId, attribute: string | undefined, context: RuleContext): readonly string[] | undefined {
  const expected = (context.expected.objects[id] ?? {}) as ExtraAttributes;
  const actual = (context.actual.objects[id] ?? {}) as ExtraAttributes;
  const name = sqlName(id, context.expected);
  if (name === undefined) return undefined;
  switch (attribute) {
    case 'comment': {
      const { comment } = expected;
      return [`COMMENT ON ${name} IS ${comment === undefined ? 'NULL' : quoteLiteral(comment)}`];
    }
    case 'owner':
      return expected.owner === undefined ? undefined : [`ALTER ${name} OWNER TO ${quoteIdentifier(expected.owner)}`];
    default:
      return writeAllGrants(id, actual.grants ?? builtInGrants(kindOf(id)), expected.grants ?? {}, context);
  }
}

function writeAllGrants(
  id: ObjectId,
  actual: Grants,
  expected: Grants,
  { expected: snapshot }: RuleContext,
): readonly string[] | undefined {
  if (kindOf(id) === 'column') {
    const [table] = belongsTo(snapshot.objects[id]);
    if (table === undefined) return undefined;
    return writeGrants(actual, expected, `ON TABLE ${quoteId(table)}`, ` (${quoteLastPart(id)})`);
  }
  const name = grantName(id, snapshot);
  return name === undefined ? undefined : writeGrants(actual, expected, `ON ${name}`);
}
