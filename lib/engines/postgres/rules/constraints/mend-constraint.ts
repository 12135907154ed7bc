import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import type { Drift } from '../../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { dropConstraint } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings } from '../make-statement.ts';
import { renameObject } from '../rename-object.ts';
import { inheritorsOf } from '../tables/descendants.ts';
import { unmendable } from '../unmendable.ts';
import { addConstraint, validateConstraint } from './add-constraint.ts';
import { originAttributes, originOfConstraint } from './inherited-parts.ts';
import { keepKey } from './keep-key.ts';
import { redefineConstraint } from './redefine-constraint.ts';

/** Adds missing constraints to tables and domains that are in use, and validates those that are not yet valid. */
export const mendConstraint: Rule = {
  kind: 'constraint',
  isCarriedAlong: true,
  create: addConstraint,
  drop: dropConstraint,
  mend: (drifts, context) => {
    const [drift] = drifts;
    switch (drift.kind) {
      case 'missing':
        return addConstraint(drift.id, drift.includes ?? [], context);
      case 'renamed':
        return renameConstraint(drift, context);
      case 'modified':
        return alterAll(drifts, context);
      default:
        return dropConstraint(drift.id, drift.includes ?? [], context);
    }
  },
};

/** A CHECK has its name from the parent's, along with which it is renamed: PostgreSQL does not rename it alone. */
function renameConstraint(drift: Drift, context: RuleContext): Mending {
  const { type, belongsTo: places } = attributesOf<ConstraintAttributes>(context.expected, drift.id);
  const isRenamed = (id: ObjectId) => context.presentId(id) !== id;
  if (type !== 'check') return renameObject(drift, context);
  if (places.slice(1).some(isRenamed)) return { statements: [] };
  return renameObject(drift, context, inheritorsOf(drift.id, context.expected).filter(isRenamed));
}

/** Whatever else differs, a constraint that is made anew has it all. */
function alterAll(drifts: readonly Drift[], context: RuleContext): Mending {
  const others = drifts.filter(({ attribute = '' }) => !originAttributes.includes(attribute));
  const [first] = drifts;
  if (others.length === 0 && first !== undefined) return originOfConstraint(first.id, context);
  const mendings = others.map((each) => alterConstraint(each, context));
  return mendings.find(({ rebuilt = [] }) => rebuilt.length > 0) ?? joinMendings(mendings);
}

function alterConstraint({ id, attribute }: Drift, context: RuleContext): Mending {
  const constraint = attributesOf<ConstraintAttributes>(context.expected, id);
  const parent = constraint.belongsTo[0] ?? '';
  if (attribute === 'options') {
    const { options } = attributesOf<ConstraintAttributes>(context.actual, id);
    return { statements: keepKey(id, options, [id], [hazards.changesStorage], context) };
  }
  if (attribute === 'firing' && constraint.firing !== undefined) {
    return { statements: [], unplanned: [{ id, reason: unmendable['constraint firing'] }] };
  }
  if (attribute !== 'isValidated') return redefineConstraint(id, context);
  if (constraint.isValidated === false) {
    return {
      statements: [],
      unplanned: [{ id, reason: unmendable['constraint isValidated'] }],
    };
  }
  return { statements: [validateConstraint(id, parent, kindOf(parent), context)] };
}
