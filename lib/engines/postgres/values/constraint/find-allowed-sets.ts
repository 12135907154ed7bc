import { formatObjectId, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type {
  ColumnAttributes,
  ConstraintAttributes,
  DomainAttributes,
  EnumAttributes,
  TableAttributes,
} from '../../object-kinds.ts';
import { mentions, readAllowedSet, type Subject } from './allowed-set.ts';
import { readTypeName, type TypeName } from './type-name.ts';

/** A set of values that one object of the catalog lets a column hold. */
export interface ColumnLimit {
  readonly id: ObjectId;
  readonly values: readonly string[];
  /** False when there are further conditions: less than this may be allowed, never more. */
  readonly isExact: boolean;
  /** Whether it holds for the rows that are there; otherwise only for those to come. */
  readonly isProof: boolean;
  /** Whether it compares the values as text although the column's type compares otherwise. */
  readonly comparesText: boolean;
}

/**
 * Every object of a catalog that limits a column to a list of values: its enum type, the domains it is of, and the
 * CHECK constraints that list values of this column alone. For an array, what its elements are limited to.
 *
 * What is validated PostgreSQL guarantees for every row, children included.
 */
export function findAllowedSets(column: ObjectId, snapshot: CatalogSnapshot): readonly ColumnLimit[] {
  const attributes = snapshot.objects[column] as ColumnAttributes | undefined;
  if (attributes === undefined) return [];
  const name = parseObjectId(column).path.at(-1) ?? '';
  const type = readTypeName(attributes.type);
  const table = belongsTo(attributes)[0];
  return [...limitsOfType(type, snapshot), ...checksOf(table, snapshot, subjectOf(name, type))];
}

function subjectOf(column: string, type: TypeName | undefined): Subject {
  const typeSchema = type?.path.at(-2);
  return { column, ...(typeSchema === undefined ? {} : { typeSchema }) };
}

function limitsOfType(type: TypeName | undefined, snapshot: CatalogSnapshot): readonly ColumnLimit[] {
  if (type === undefined || type.path.length !== 2) return [];
  const enumId = formatObjectId('enum', type.path);
  const labels = (snapshot.objects[enumId] as EnumAttributes | undefined)?.labels;
  if (labels !== undefined) {
    return [{ id: enumId, values: labels, isExact: true, isProof: true, comparesText: false }];
  }
  const domainId = formatObjectId('domain', type.path);
  const domain = snapshot.objects[domainId] as DomainAttributes | undefined;
  if (domain === undefined) return [];
  const base = readTypeName(domain.type);
  return [...checksOf(domainId, snapshot, subjectOf('value', base)), ...limitsOfType(base, snapshot)];
}

function checksOf(owner: ObjectId | undefined, snapshot: CatalogSnapshot, subject: Subject): readonly ColumnLimit[] {
  if (owner === undefined) return [];
  const { checks, parents } = familiesOf(snapshot);
  const limits: ColumnLimit[] = [];
  let isNarrowed = false;
  for (const id of checks.get(owner) ?? []) {
    const { definition, isValidated } = snapshot.objects[id] as ConstraintAttributes;
    const set = readAllowedSet(definition, subject);
    // A constraint that holds for the table alone says nothing of the rows in its children.
    const isForAll = set !== undefined && !(set.isNoInherit && parents.has(owner));
    if (set?.isEnforced && isForAll) limits.push({ id, ...set, isProof: isValidated });
    else if (set === undefined) isNarrowed ||= mentions(definition, subject.column);
  }
  return isNarrowed ? limits.map((limit) => ({ ...limit, isExact: false })) : limits;
}

/** Whether PostgreSQL holds any CHECK or partition bound from which it could prove something about a table's rows. */
export function mayProve(table: ObjectId, snapshot: CatalogSnapshot): boolean {
  const { checks, parents } = familiesOf(snapshot);
  return checks.has(table) || parents.has(table) || snapshot.objects[table]?.partitionOf !== undefined;
}

interface Families {
  readonly checks: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  readonly parents: ReadonlySet<ObjectId>;
}

/** A catalog may hold thousands of constraints and be asked about dozens of columns: it is gone through once. */
const families = new WeakMap<CatalogSnapshot, Families>();

function familiesOf(snapshot: CatalogSnapshot): Families {
  const known = families.get(snapshot);
  if (known !== undefined) return known;
  const checks = new Map<ObjectId, ObjectId[]>();
  const parents = new Set<ObjectId>();
  for (const [id, attributes] of Object.entries(snapshot.objects)) {
    if (id.startsWith('constraint:') && attributes.type === 'check') {
      const owner = belongsTo(attributes)[0];
      if (owner !== undefined) checks.set(owner, [...(checks.get(owner) ?? []), id]);
    } else if (id.startsWith('table:')) {
      const { inherits = [], partitionOf } = attributes as TableAttributes;
      for (const parent of partitionOf === undefined ? inherits : [partitionOf]) parents.add(parent);
    }
  }
  const found = { checks, parents };
  families.set(snapshot, found);
  return found;
}
