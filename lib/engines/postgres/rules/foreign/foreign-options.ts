import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Attributes } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import { quoteIdentifier, quoteLiteral } from '../../quote.ts';
import type { Options } from '../../storage-kinds.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement } from '../make-statement.ts';
import { changeOptions } from '../write-options.ts';
import { hiddenValue } from './hidden-value.ts';

/** What to fear of a statement with these options. */
export function foreignHazards(...options: readonly (Options | undefined)[]): readonly Hazard[] {
  const lacks = options.flatMap((some) => Object.values(some ?? {})).includes(hiddenValue);
  return lacks ? [hazards.reachesOutside, hazards.lacksSecrets] : [hazards.reachesOutside];
}

/** Writes what turns the options of foreign data into others: `OPTIONS (SET host 'db.internal', DROP port)`. */
export function writeOptionChanges(actual: Options | undefined, expected: Options | undefined): string {
  const { set, added, removed } = changeOptions(actual, expected);
  const actions = [
    ...Object.entries(set).map(
      ([name, value]) => `${added.includes(name) ? 'ADD' : 'SET'} ${quoteIdentifier(name)} ${quoteLiteral(value)}`,
    ),
    ...removed.map((name) => `DROP ${quoteIdentifier(name)}`),
  ];
  return `OPTIONS (${actions.join(', ')})`;
}

/**
 * Changes the options of a wrapper, a server or a foreign table.
 *
 * @param name what is altered, with the word for its kind
 */
export function alterForeignOptions(id: ObjectId, name: string, context: RuleContext): Statement {
  type WithOptions = Attributes & { readonly options?: Options };
  const { options: expected } = attributesOf<WithOptions>(context.expected, id);
  const { options: actual } = attributesOf<WithOptions>(context.actual, id);
  return makeStatement(context, {
    sql: `ALTER ${name} ${writeOptionChanges(actual, expected)}`,
    causedBy: [id],
    hazards: foreignHazards(changeOptions(actual, expected).set),
  });
}
