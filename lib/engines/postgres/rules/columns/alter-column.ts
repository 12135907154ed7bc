import { equalJson } from '../../../../catalog/normalize.ts';
import { formatChildId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { originOfColumn } from '../constraints/inherited-parts.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf, type StatementParts } from '../make-statement.ts';
import { descendantsOf, inheritorsOf } from '../tables/descendants.ts';
import { leavesParent, parentsOf } from '../tables/place-table.ts';
import { unmendable } from '../unmendable.ts';
import { alterGenerated } from './alter-generated.ts';
import { alterIdentity } from './alter-identity.ts';
import { type CastType, castPath } from './cast-path.ts';
import { keepColumn } from './keep-column.ts';
import { setNotNull } from './set-not-null.ts';
import { isWidening } from './type-widening.ts';
import { tablesTiedTo, wideningDangers } from './widening-dangers.ts';

/**
 * Alters one attribute of a column.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function alterColumn(drift: Drift, context: RuleContext): Mending {
  const { id, attribute } = drift;
  const column = attributesOf<ColumnAttributes>(context.expected, id);
  switch (attribute) {
    case 'default':
      return setDefault(id, column, context);
    case 'isNullable':
      if (followsParent(drift, column, context)) return { statements: [] };
      return column.isNullable ? dropNotNull(id, column, context) : { statements: setNotNull(id, context) };
    case 'isNotNullValidated':
      if (followsParent(drift, column, context)) return { statements: [] };
      return column.isNotNullValidated === false
        ? { statements: [], unplanned: [{ id, reason: unmendable['column isNotNullValidated'] }] }
        : { statements: setNotNull(id, context) };
    case 'identity':
    case 'identityOptions':
      if (followsParent(drift, column, context)) return { statements: [] };
      return { statements: alterIdentity(id, context) };
    case 'generated':
    case 'generatedAs':
      if (followsParent(drift, column, context)) return { statements: [] };
      return alterGenerated(id, context);
    case 'collation':
    case 'type':
      if (followsParent(drift, column, context)) return { statements: [] };
      return changeType(id, column, context);
    case 'storage':
    case 'compression':
    case 'statisticsTarget':
    case 'options':
    case 'foreignOptions': {
      const now = attributesOf<ColumnAttributes>(context.actual, id);
      const dangers = attribute === 'statisticsTarget' ? [hazards.changesStatistics] : [hazards.changesStorage];
      return { statements: keepColumn(id, attribute, now, [id], dangers, context) };
    }
    case 'belongsTo':
    case 'isInherited':
      return originOfColumn(id, context);
    default:
      return { statements: [], unplanned: [{ id, reason: `no rule alters a column's ${attribute ?? 'place'} yet` }] };
  }
}

/** An inherited column changes along with its parent's, whose own drift then names it. */
function followsParent(drift: Drift, column: ColumnAttributes, context: RuleContext): boolean {
  const { attribute = '' } = drift;
  const [table = ''] = column.belongsTo;
  return parentsOf(table, context.actual)
    .filter((parent) => !leavesParent(table, parent, context))
    .map((parent) => formatChildId('column', parent, parseObjectId(drift.id).path.at(-1) ?? ''))
    .filter((parent) => parent in context.expected.objects && parent in context.actual.objects)
    .some(
      (parent) =>
        !equalJson(context.expected.objects[parent]?.[attribute], context.actual.objects[parent]?.[attribute]),
    );
}

/** Only this table: a child may have a default of its own. */
function setDefault(id: ObjectId, column: ColumnAttributes, context: RuleContext): Mending {
  const table = column.belongsTo[0] ?? '';
  const needs = context.expected.dependencies[id] ?? [];
  const isNumberedAnew = needs.some((need) => kindOf(need) === 'sequence' && context.isCreated(need));
  // What numbers now goes only together with what is to number from then on.
  const isOfIdentity = column.identity !== undefined;
  const dangers = [
    column.default === undefined ? hazards.dropDefault : hazards.setDefault,
    ...(isNumberedAnew || isOfIdentity ? [hazards.numbersAnew] : []),
  ];
  const action = column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`;
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TABLE ONLY ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} ${action}`,
        causedBy: [id],
        hazards: dangers,
        lockMode: 'ACCESS EXCLUSIVE',
        locks: [table],
        // Of its new type, where that is made anew.
        requires: column.default === undefined ? [] : [id, ...needsOf([id], context)],
      }),
    ],
  };
}

function dropNotNull(id: ObjectId, column: ColumnAttributes, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        ...onTableAndBelow(id, column, context),
        sql: `ALTER TABLE ${quoteId(column.belongsTo[0] ?? '')} ALTER COLUMN ${quoteLastPart(id)} DROP NOT NULL`,
        hazards: [hazards.dropNotNull],
      }),
    ],
  };
}

/** A wider type changes the catalog only, but for what stands on the column; any other may visit every row. */
function changeType(id: ObjectId, column: ColumnAttributes, context: RuleContext): Mending {
  const actual = attributesOf<ColumnAttributes>(context.actual, id);
  const isFree = isWidening(actual.type, column.type) && actual.collation === column.collation;
  const [table, name] = [quoteId(column.belongsTo[0] ?? ''), quoteLastPart(id)];
  const collation = column.collation === undefined ? '' : ` COLLATE ${column.collation}`;
  const family = [id, ...inheritorsOf(id, context.actual)];
  // PostgreSQL converts the default as well, which fails for most.
  const resets = !isFree && actual.default !== undefined && actual.generated === undefined;
  const setAgain = resets && column.default !== undefined && column.generated === undefined;
  const onTable = onTableAndBelow(id, column, context);
  const dangers = isFree
    ? [hazards.widenType, ...wideningDangers(family, context)]
    : [hazards.rewriteForType, hazards.mayNotConvert];
  const defaults = (action: string) =>
    makeStatement(context, {
      ...onTable,
      sql: `ALTER TABLE ${table} ALTER COLUMN ${name} ${action}`,
      hazards: [hazards.rewriteForType],
      requires: needsOf([id], context),
    });
  return {
    rebuilt: family,
    statements: [
      ...(resets ? [defaults('DROP DEFAULT')] : []),
      makeStatement(context, {
        ...onTable,
        locks: [...new Set([...onTable.locks, ...tablesTiedTo(family, context)])],
        sql: `ALTER TABLE ${table} ALTER COLUMN ${name} TYPE ${column.type}${collation}${isFree || column.generated !== undefined ? '' : ` USING ${converted(id, context)}`}`,
        provides: family,
        removes: family,
        hazards: dangers,
        requires: needsOf([id], context),
        sizedBy: dangers.length > 1 ? onTable.locks : [],
      }),
      ...(setAgain ? [defaults(`SET DEFAULT ${column.default}`)] : []),
    ],
  };
}

function onTableAndBelow(id: ObjectId, column: ColumnAttributes, context: RuleContext) {
  const table = column.belongsTo[0] ?? '';
  return {
    causedBy: [id, ...inheritorsOf(id, context.actual).filter((child) => child in context.expected.objects)],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [table, ...descendantsOf(table, context.actual)],
  } as const satisfies Partial<StatementParts>;
}

function converted(id: ObjectId, { expected, actual }: RuleContext): string {
  const [now, then] = [actual, expected].map((side) => attributesOf<ColumnAttributes>(side, id).type);
  const [from, to] = [castTypeOf(id, now ?? '', actual), castTypeOf(id, then ?? '', expected)];
  return `${quoteLastPart(id)}${castPath(from, to)}::${then}`;
}

function castTypeOf(id: ObjectId, type: string, snapshot: CatalogSnapshot): CastType {
  const needs = snapshot.dependencies[id] ?? [];
  const domain = needs.find((need) => kindOf(need) === 'domain' && type.replace(/\[\]$/u, '') === quoteId(need));
  if (domain !== undefined) {
    const of = castTypeOf(domain, String(snapshot.objects[domain]?.type), snapshot);
    return type.endsWith('[]') ? { ...of, type: `${of.type}[]` } : of;
  }
  const kinds = ['enum', 'composite-type', 'range-type'];
  return { type, isOfPeople: type.includes('.') && needs.some((need) => kinds.includes(kindOf(need))) };
}
