import type { Hazard } from '../../../plan/hazard.ts';

/**
 * The hazards that several rules name, each in one place so that the same danger is always told in the same words.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html for which form rewrites, scans or blocks
 */
export const hazards = {
  rewriteForDefault: {
    code: 'TABLE_REWRITE',
    message: 'the default differs from row to row, so the whole table is rewritten while nobody can read or write it',
    saferWay:
      'add the column without a default, set the default for new rows, fill the old rows in batches, then set NOT NULL',
  },
  rewriteForStored: {
    code: 'TABLE_REWRITE',
    message:
      'a stored generated column is computed for every row, so the whole table is rewritten while nobody can read or write it',
    saferWay: 'keep a plain column filled by a trigger, or on PostgreSQL 18 make the generated column VIRTUAL',
  },
  rewriteForIdentity: {
    code: 'TABLE_REWRITE',
    message: 'every row gets its own number, so the whole table is rewritten while nobody can read or write it',
    saferWay: 'add a nullable column, fill it in batches from a sequence, then make it NOT NULL and an identity',
  },
  rewriteForDomain: {
    code: 'TABLE_REWRITE',
    message:
      'the type is a domain with a constraint or a varying default, so the whole table is rewritten while nobody can read or write it',
    saferWay: "add the column with the domain's base type and a CHECK that is validated apart",
  },
  rewriteForPersistence: {
    code: 'TABLE_REWRITE',
    message: 'the whole table is rewritten while nobody can read or write it',
    saferWay: 'do it when nobody works; it takes as long as copying the table',
  },
  rewriteForType: {
    code: 'TABLE_REWRITE',
    message: 'most changes of a type rewrite the whole table and its indexes while nobody can read or write it',
    saferWay: 'add a column of the new type, fill it in batches, switch the application over, then drop the old one',
  },
  mayNotConvert: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'it fails if a value does not fit the new type',
    saferWay: 'look for such values first: select those whose conversion fails',
  },
  setDefault: {
    code: 'SET_DEFAULT',
    message: 'rows that are inserted from now on get another default; rows that exist keep what they have',
    saferWay: 'look for writers that leave the column out, and see that they mean the new default',
  },
  dropDefault: {
    code: 'DROP_DEFAULT',
    message: 'rows that are inserted without this column get NULL from now on, or fail where it is NOT NULL',
    saferWay: 'deploy writers that give the column a value first',
  },
  dropNotNull: {
    code: 'DROP_NOT_NULL',
    message: 'the column accepts NULL from now on, which readers may not expect',
    saferWay: 'deploy readers that expect NULL first',
  },
  setNotNull: {
    code: 'SET_NOT_NULL',
    message: 'writers that leave the column out fail from now on',
    saferWay: 'fill the column and deploy writers that set it first',
  },
  failsOnNull: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'it fails while any row holds NULL in this column',
    saferWay: 'fill the column in batches first',
  },
  widenType: {
    code: 'WIDEN_TYPE',
    message:
      'the column accepts longer values than its readers may expect; views on it must be dropped and made again, and queries are planned without its statistics until the next ANALYZE',
    saferWay: 'ANALYZE the column right afterwards',
  },
  checksAnew: {
    code: 'TABLE_SCAN',
    message: 'every row is read for a CHECK on the column while nobody can read or write the table',
    saferWay: 'drop the CHECK first; afterwards add it again NOT VALID, and validate it apart',
  },
  buildsIndexAnew: {
    code: 'BLOCKS_READS',
    message: 'an index on an expression or on some of the rows is built anew while nobody can read or write the table',
    saferWay: 'drop the index first, and build it again CONCURRENTLY afterwards',
  },
  addNotValid: {
    code: 'ADD_CONSTRAINT_NOT_VALID',
    message: 'rows that break the constraint can no longer be written; rows that exist are not looked at',
    saferWay: 'deploy writers that keep to it first',
  },
  validate: {
    code: 'VALIDATE_CONSTRAINT',
    message: 'every row is read, while reads and writes go on',
    saferWay: 'do it when the disks have little else to do; it can be cut off and begun again',
  },
  failsOnRows: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'it fails if rows break the constraint',
    saferWay: 'look for such rows first and decide what they should be',
  },
  failsOnDuplicates: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'it fails if two rows hold equal values, and while it builds it already refuses such writes',
    saferWay: 'look for duplicates first: group by the columns having count(*) > 1',
  },
  scanWhileLocked: {
    code: 'TABLE_SCAN',
    message: 'every row is read while nobody can read or write the table',
    saferWay: 'first prove it with a CHECK that is validated apart',
  },
  scanDefaultPartition: {
    code: 'BLOCKS_READS',
    message: 'every row of the default partition is read while nobody can read or write it',
    saferWay:
      'first add to the default partition a CHECK, validated apart, that excludes the bounds of the new partition',
  },
  attachesRows: {
    code: 'REPLACE_DEFINITION',
    message: 'whoever reads the parent sees the rows of the table from now on, and writers must keep to its bound',
    saferWay: 'look at the rows first: those that the parent has elsewhere would be there twice',
  },
  detachesRows: {
    code: 'BREAKS_CLIENTS',
    message:
      'whoever reads the parent misses the rows of the table from now on, and rows that belong there find no place',
    saferWay: 'deploy readers and writers that name the table itself first',
  },
  detachesInSteps: {
    code: 'BLOCKS_WRITES',
    message:
      'it waits for every transaction that uses the parent; cut off in the middle, the partition takes no more rows through it',
    saferWay: 'where that happens, end it with DETACH PARTITION ... FINALIZE',
  },
  copiesTable: {
    code: 'TABLE_REWRITE',
    message: 'every row is copied into a new table while nobody can read or write the old one, which then goes',
    saferWay:
      'make the new table under another name, keep both equal with a trigger, copy in batches, then exchange their names in one transaction',
  },
  failsWithoutPlace: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'it fails if a row fits no partition or breaks a constraint of the new table; nothing is changed then',
    saferWay: 'look for such rows first, or make a default partition',
  },
  blocksWrites: {
    code: 'BLOCKS_WRITES',
    message: 'every row is read while nobody can write to the table',
    saferWay: 'do it when few write, with a short lock_timeout',
  },
  blocksReads: {
    code: 'BLOCKS_READS',
    message: 'an index is built while nobody can read or write the table',
    saferWay: 'do it when nobody works, with a short lock_timeout; a key can be built online from its index',
  },
  renames: {
    code: 'BREAKS_CLIENTS',
    message: 'clients that mention the name (ON CONFLICT ON CONSTRAINT, handlers of errors, hints) no longer find it',
    saferWay: 'search the application for the old name first',
  },
  dropsTable: {
    code: 'DELETES_DATA',
    message: 'the table and all its rows are lost, and whoever reads or writes it fails',
    saferWay: 'rename it first, wait until nobody has missed it, keep a copy, then drop it',
  },
  dropsColumn: {
    code: 'DELETES_DATA',
    message: 'the values of the column are lost in every row, and whoever mentions it fails',
    saferWay: 'deploy readers and writers without it first, and keep a copy',
  },
  dropsDerivedColumn: {
    code: 'DROPS_OBJECT',
    message: 'whoever reads the column fails; its values are computed from others and can be computed again',
    saferWay: 'deploy readers without it first',
  },
  dropsSequence: {
    code: 'DELETES_DATA',
    message: 'the number at which the sequence stands is lost, and whoever draws from it fails',
    saferWay: 'note its last_value first',
  },
  dropsIndex: {
    code: 'INDEX_DROPPED',
    message: 'queries that are fast through this index become slow, and a unique one no longer keeps duplicates out',
    saferWay: 'see in pg_stat_user_indexes, on every replica, that nobody uses it',
  },
  replacesIndex: {
    code: 'INDEX_DROPPED',
    message: 'the old index is gone once the new one is built; queries that only the old one served become slow',
    saferWay: 'see with EXPLAIN that the new one serves them',
  },
  replacesConstraint: {
    code: 'DROPS_OBJECT',
    message: 'the old constraint goes; rows that only it kept out can be written from now on',
    saferWay: 'look for rows that only one of both would keep out first',
  },
  numbersAnew: {
    code: 'BREAKS_CLIENTS',
    message:
      'it numbers from its start again: inserts fail on numbers that rows have already, or give them a second time',
    saferWay: 'in the same transaction set it past the highest: setval(pg_get_serial_sequence(...), max(...))',
  },
  changesNumbers: {
    code: 'REPLACE_DEFINITION',
    message: 'the sequence gives other numbers from now on; where they restart, those that are taken come again',
    saferWay: 'compare the numbers that rows have with those that will come first',
  },
  rebuildsType: {
    code: 'TABLE_REWRITE',
    message:
      'every table with a column of the type is rewritten while nobody can read or write it, and values that the new type lacks make it fail',
    saferWay: 'correct such values first, and do it when nobody works',
  },
  recomputes: {
    code: 'TABLE_REWRITE',
    message:
      'the column is computed anew for every row, so the whole table is rewritten while nobody can read or write it',
    saferWay: 'add a column of another name with the new expression, move readers over, then drop the old one',
  },
  showsOtherwise: {
    code: 'REPLACE_DEFINITION',
    message: 'whoever reads the column gets other values from now on',
    saferWay: 'add a column of another name with the new expression, and move readers over',
  },
  losesValues: {
    code: 'DELETES_DATA',
    message: 'the values that the column holds are replaced by computed ones and lost',
    saferWay: 'keep them in a column of another name first',
  },
  keepsComputed: {
    code: 'REPLACE_DEFINITION',
    message: 'the column keeps the values that it has and is no longer computed: writers must fill it',
    saferWay: 'deploy writers that fill it first',
  },
  dropsConstraint: {
    code: 'DROPS_OBJECT',
    message: 'rows that break the constraint can be written from now on; the index of a key is lost with it',
    saferWay: 'see first whether a foreign key, an ON CONFLICT or a reader relies on it',
  },
  dropsStatistics: {
    code: 'DROPS_OBJECT',
    message: 'queries are planned without these statistics until others are there and ANALYZE has run',
    saferWay: 'make the new ones under another name, and ANALYZE, before the old ones go',
  },
  dropsMapping: {
    code: 'DROPS_OBJECT',
    message: 'whoever it is for no longer reaches the server, and the password in it is lost',
    saferWay: 'write the options down first, where passwords may be kept',
  },
  dropsObject: {
    code: 'DROPS_OBJECT',
    message: 'whoever mentions it fails from now on',
    saferWay: 'deploy clients that do without it first',
  },
  createsExtension: {
    code: 'CREATES_EXTENSION',
    message: 'an extension brings code of its own into the database, and some need a superuser or a restart',
    saferWay: 'let an administrator create it',
  },
  changesSequence: {
    code: 'REPLACE_DEFINITION',
    message: 'an existing sequence is changed: dropping its column will drop it too',
    saferWay: 'see first that no other table draws from it',
  },
  changesRows: {
    code: 'REPLACE_DEFINITION',
    message:
      'values of the type have one more attribute, which is NULL in those that are stored; writers of whole rows must give it',
    saferWay: 'deploy writers that give it, or that name their attributes, first',
  },
  dropsAttribute: {
    code: 'DELETES_DATA',
    message: 'what stored values of the type have in the attributes that go is lost, also where they come again',
    saferWay: 'make another type, move its columns over, then drop the old one',
  },
  replacesView: {
    code: 'REPLACE_DEFINITION',
    message:
      'whoever reads the view gets other rows from now on; it fails where a column would be lost or change its type',
    saferWay: 'give the new query a name of its own and move readers over',
  },
  fillsView: {
    code: 'TABLE_SCAN',
    message: 'the query of the view runs at once over all its rows, however long that takes',
    saferWay: 'create it WITH NO DATA, and REFRESH it when nobody works',
  },
  replacesRoutine: {
    code: 'REPLACE_DEFINITION',
    message: 'whoever calls it gets the new behaviour from now on, also in the middle of a transaction',
    saferWay: 'give the new one a name of its own, and move its callers over',
  },
  changesWrites: {
    code: 'REPLACE_DEFINITION',
    message: 'writes to the table do something else from now on, or fail',
    saferWay: 'try it where the application is tested first',
  },
  changesDdl: {
    code: 'REPLACE_DEFINITION',
    message: 'every DDL statement of the database does something else from now on, or fails',
    saferWay: 'try it where migrations are tested first, and create it disabled',
  },
  changesStatistics: {
    code: 'REPLACE_DEFINITION',
    message: 'queries may be planned in another way after the next ANALYZE',
    saferWay: 'ANALYZE the table right afterwards, and compare the plans of its heavy queries with EXPLAIN',
  },
  changesStorage: {
    code: 'REPLACE_DEFINITION',
    message: 'rows that are written from now on are kept in another way; rows that exist stay as they are',
    saferWay: 'where rows that exist are to follow, rewrite them in batches when nobody works',
  },
  bindsToType: {
    code: 'REPLACE_DEFINITION',
    message: 'the columns of the table follow those of its type from now on, or no longer',
    saferWay: 'see first that nobody is about to alter the type',
  },
  rewriteForAccessMethod: {
    code: 'TABLE_REWRITE',
    message: 'the whole table and its indexes are rewritten while nobody can read or write it',
    saferWay: 'do it when nobody works; it takes as long as copying the table',
  },
  changesReplication: {
    code: 'CHANGES_REPLICATION',
    message: 'subscribers receive other changes than before, and writes fail where a row cannot be told apart',
    saferWay: 'agree with whoever subscribes, then refresh the subscription',
  },
  changesPrivileges: {
    code: 'CHANGES_PRIVILEGES',
    message: 'somebody may do more than before, or less',
    saferWay: 'see in pg_stat_activity who works as the role, and tell whoever answers for it',
  },
  losesGrants: {
    code: 'CHANGES_PRIVILEGES',
    message: 'who owns it, who may use it and what was written about it was not read, and is lost with it',
    saferWay: 'write them down first (\\dp and \\dd of psql), and give them back in the same transaction',
  },
  removesComment: {
    code: 'REPLACE_DEFINITION',
    message: 'what somebody wrote about the object is lost',
    saferWay: 'keep a copy of it',
  },
  reachesOutside: {
    code: 'REACHES_OUTSIDE',
    message: 'the database can reach another one from now on, or reaches another than before',
    saferWay: 'let whoever answers for both decide',
  },
  lacksSecrets: {
    code: 'MAY_FAIL_ON_DATA',
    message: 'options that may be secrets are not read, so that they must be filled in by hand',
    saferWay: 'have them at hand, and fill them in before it is run',
  },
} as const satisfies { readonly [name: string]: Hazard };
