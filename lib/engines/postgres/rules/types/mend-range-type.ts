import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { RangeTypeAttributes } from '../../object-kinds.ts';
import { defaultMultirangeName } from '../../text/default-multirange-name.ts';
import { dropObject } from '../drop-object.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { rebuildByText } from './rebuild-type.ts';
import { writeRangeType } from './write-types.ts';

/**
 * Creates missing range types, each with its multirange type, and makes those anew that differ.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtype.html#SQL-CREATETYPE-RANGE
 */
export const mendRangeType: Rule = {
  kind: 'range-type',
  create: (id, _, context) => createRangeType(id, context),
  drop: dropRangeType,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createRangeType(id, context);
    if (kind === 'unexpected') return dropRangeType(id, [], context);
    const created = createRangeType(id, context);
    return created.statements.length === 0 ? created : rebuildByText(id, created.statements, context);
  },
};

function dropRangeType(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  return dropObject(id, [...includes, multirangeOf(id, context.actual)], context);
}

/** What goes and comes with it under a name of its own, which a range type that is renamed leaves as it was. */
function multirangeOf(id: ObjectId, { objects }: CatalogSnapshot): ObjectId {
  const { kind, path } = parseObjectId(id);
  const [schema = '', name = ''] = path;
  const { multirange = defaultMultirangeName(name) } = objects[id] ?? {};
  return formatObjectId(kind, [schema, String(multirange)]);
}

function createRangeType(id: ObjectId, context: RuleContext): Mending {
  const range = attributesOf<RangeTypeAttributes>(context.expected, id);
  if (range.canonical !== undefined) {
    const reason = `its canonical function ${range.canonical} takes the type itself: make a shell type, the function, then the type`;
    return { statements: [], unplanned: [{ id, reason }] };
  }
  return {
    statements: [
      makeStatement(context, {
        sql: writeRangeType(id, range),
        causedBy: [id],
        provides: [id, multirangeOf(id, context.expected)],
        requires: needsOf([id], context),
        comesAfter: unexpectedRangeTypes(context),
      }),
    ],
  };
}

/** One that was renamed keeps its constructor functions under the old name until it goes. */
function unexpectedRangeTypes({ expected, actual }: RuleContext): readonly ObjectId[] {
  return Object.keys(actual.objects).filter((id) => kindOf(id) === 'range-type' && !(id in expected.objects));
}
