/**
 * The drifts that no statement of a plan mends, by the kind of the object and what of it differs, each with the reason
 * that a plan gives. Everything else that a comparison can find is planned.
 */
const columnOrigin =
  "PostgreSQL has no statement that makes a column its table's own or takes that from it: queries see no difference, and only a DROP COLUMN on the parent will do otherwise than expected";

const constraintOrigin =
  "PostgreSQL has no statement that makes a constraint its table's own or takes that from it: rows are kept out all the same, and only a DROP CONSTRAINT on the parent will do otherwise than expected";

export const unmendable = {
  'column belongsTo': columnOrigin,
  'column isInherited': columnOrigin,
  'column isNotNullValidated': 'no row is NULL, which is more than the migrations promise: it may stay',
  'constraint belongsTo': constraintOrigin,
  'constraint firing':
    'the constraint is enforced, which is more than the migrations promise: switching its triggers off takes a superuser, and ALTER TABLE ... DISABLE TRIGGER ALL switches all others off as well',
  'constraint isInherited': constraintOrigin,
  'constraint isValidated': 'every row obeys the constraint, which is more than the migrations promise: it may stay',
  'index belongsTo':
    'where indexes of a table that is attached differ only in the order of their keys or in storage, PostgreSQL pairs the oldest with the oldest of its parent: they serve queries all the same, and only the names tell',
  'range-type renamed':
    'it keeps the names of its functions and of its multirange type, so that none can be made in its place while columns are of it: rename it back',
  'table inherits':
    'PostgreSQL adds a parent at the end: the parents are there, in another order, and taking them away and giving them back would make every inherited column its own',
} as const;
