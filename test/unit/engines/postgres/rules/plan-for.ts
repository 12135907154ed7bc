import { makeSnapshot } from '../../../../../lib/catalog/normalize.ts';
import type { ObjectId } from '../../../../../lib/catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../../../../lib/diff/find-drifts.ts';
import { rules } from '../../../../../lib/engines/postgres/rules/all-rules.ts';
import { makePlan } from '../../../../../lib/plan/make-plan.ts';
import type { Plan } from '../../../../../lib/plan/statement.ts';

/** Objects by id, with what they depend on and what is noted on them. */
export interface Catalog {
  readonly objects: { readonly [id: ObjectId]: Attributes };
  readonly dependencies?: { readonly [id: ObjectId]: readonly ObjectId[] };
  readonly notes?: { readonly [id: ObjectId]: Attributes };
}

function snapshotOf({ objects, dependencies = {}, notes = {} }: Catalog): CatalogSnapshot {
  return makeSnapshot({
    engine: 'postgresql',
    serverVersion: '18.4',
    objects: Object.entries(objects),
    dependencies: Object.entries(dependencies),
    notes,
  });
}

/** The plan that makes one catalog into the other, as a run would make it. */
export function planFor(
  expected: Catalog,
  actual: Catalog = { objects: {} },
  unexpected: 'ignore' | 'report' = 'ignore',
  schemas?: readonly string[],
): Plan {
  const rulesOfDrift = { ignore: [], unexpected, ...(schemas === undefined ? {} : { schemas }) };
  const wholeActual = snapshotOf(actual);
  const comparison = compareCatalogs(snapshotOf(expected), wholeActual, rulesOfDrift);
  const drifts = presentDrifts(comparison, new Set(), rulesOfDrift);
  return makePlan(drifts, comparison.expected, comparison.actual, rules, { wholeActual });
}

/** A plan in few words: each statement with its hazards, `*` before those that run alone. */
export function inShort({ statements }: Plan): readonly string[] {
  return statements.map(({ sql, hazards, transaction }) => {
    const codes = hazards.map(({ code }) => code).join(', ');
    return `${transaction === 'outside' ? '* ' : ''}${sql}${codes === '' ? '' : ` -- ${codes}`}`;
  });
}

/** Catalogs put together, later ones over earlier ones. */
export function together(...catalogs: readonly Catalog[]): Catalog {
  return {
    objects: Object.assign({}, ...catalogs.map(({ objects }) => objects)),
    dependencies: Object.assign({}, ...catalogs.map(({ dependencies }) => dependencies)),
    notes: Object.assign({}, ...catalogs.map(({ notes }) => notes)),
  };
}

/** A table of `public` with these attributes. */
export function table(name: string, attributes: Attributes = {}): Catalog {
  return { objects: { [`table:public.${name}`]: { persistence: 'permanent', ...attributes } } };
}

/** A column, nullable and text unless said otherwise. */
export function column(of: string, name: string, attributes: Attributes = {}, notes: Attributes = {}): Catalog {
  const id = `column:public.${of}.${name}`;
  return {
    objects: { [id]: { belongsTo: [`table:public.${of}`], type: 'text', isNullable: true, ...attributes } },
    notes: { [id]: { position: 1, ...notes } },
  };
}

/** A constraint of a table. */
export function constraint(of: string, name: string, attributes: Attributes): Catalog {
  return {
    objects: {
      [`constraint:public.${of}.${name}`]: { belongsTo: [`table:public.${of}`], isValidated: true, ...attributes },
    },
  };
}

/** An index on a table, btree on one column unless said otherwise. */
export function index(of: string, name: string, attributes: Attributes = {}): Catalog {
  return {
    objects: {
      [`index:public.${name}`]: {
        belongsTo: [`table:public.${of}`],
        isUnique: false,
        definition: 'USING btree (status)',
        isValid: true,
        ...attributes,
      },
    },
  };
}
