import type {
  ForeignDataWrapperAttributes,
  ForeignServerAttributes,
  ForeignTableAttributes,
  UserMappingAttributes,
} from '../../../../../lib/engines/postgres/foreign-kinds.ts';
import type {
  PublicationAttributes,
  PublicationTableAttributes,
} from '../../../../../lib/engines/postgres/publication-kinds.ts';
import { both, type Cases, half, inTheName, type NoCase, server, twice } from './case.ts';

const foreignDataWrapper: Cases<ForeignDataWrapperAttributes> = {
  missing: both('create foreign data wrapper d{n}', ''),
  unexpected: both('', 'create foreign data wrapper d{n}'),
  handler: { none: 'a handler in SQL cannot be made' },
  validator: both(
    'create foreign data wrapper d{n} validator pg_catalog.postgresql_fdw_validator',
    'create foreign data wrapper d{n}',
  ),
  options: twice(`create foreign data wrapper d{n} options (debug 'true')`, 'create foreign data wrapper d{n}'),
};

const foreignServer: Cases<ForeignServerAttributes> = {
  missing: both(server, 'create foreign data wrapper d{n}'),
  unexpected: both('create foreign data wrapper d{n}', server),
  wrapper: both(
    'create foreign data wrapper d{n}; create foreign data wrapper o{n}; create server w{n} foreign data wrapper o{n}; create foreign table t (id int) server w{n}; create user mapping for public server w{n}',
    'create foreign data wrapper d{n}; create foreign data wrapper o{n}; create server w{n} foreign data wrapper d{n}; create foreign table t (id int) server w{n}; create user mapping for public server w{n}',
  ),
  type: both(
    `create foreign data wrapper d{n}; create server w{n} type 'a' foreign data wrapper d{n}`,
    `create foreign data wrapper d{n}; create server w{n} type 'b' foreign data wrapper d{n}`,
  ),
  version: twice(
    `create foreign data wrapper d{n}; create server w{n} version '1' foreign data wrapper d{n}`,
    `create foreign data wrapper d{n}; create server w{n} foreign data wrapper d{n}`,
  ),
  options: twice(
    `create foreign data wrapper d{n}; create server w{n} foreign data wrapper d{n} options (host 'a')`,
    'create foreign data wrapper d{n}; create server w{n} foreign data wrapper d{n}',
  ),
};

const userMapping: Cases<UserMappingAttributes> = {
  missing: both(`${server} create user mapping for public server w{n}`, server),
  unexpected: both(server, `${server} create user mapping for public server w{n}`),
  belongsTo: inTheName,
};

const asTable: NoCase = { none: 'no foreign table can differ in it' };

const touched = `${server} create table whole (id int) partition by range (id);
  create foreign table t partition of whole for values from (1) to (9) server w{n};
  create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger touch after insert on whole for each row execute function f();`;

const foreignTable: Cases<ForeignTableAttributes> = {
  missing: both(`${server} create foreign table t (id int) server w{n}`, server),
  unexpected: both(server, `${server} create foreign table t (id int) server w{n}`),
  server: both(
    `${server} create server o{n} foreign data wrapper d{n}; create foreign table t (id int) server w{n}; create view v as select id from t`,
    `${server} create server o{n} foreign data wrapper d{n}; create foreign table t (id int) server o{n}; create view v as select id from t`,
  ),
  options: twice(
    `${server} create foreign table t (id int) server w{n} options (table_name 'a')`,
    `${server} create foreign table t (id int) server w{n}`,
  ),
  partitionOf: twice(
    `${server} create table whole (id int) partition by range (id); create foreign table t partition of whole for values from (1) to (9) server w{n}`,
    `${server} create table whole (id int) partition by range (id); create foreign table t (id int) server w{n}`,
  ),
  partitionBound: both(
    `${server} create table whole (id int) partition by range (id); create foreign table t partition of whole for values from (1) to (9) server w{n}`,
    `${server} create table whole (id int) partition by range (id); create foreign table t partition of whole for values from (2) to (9) server w{n}`,
  ),
  isDetaching: both(
    `${server} create table whole (id int) partition by range (id); create foreign table part partition of whole for values from (1) to (9) server w{n}`,
    `${server} create table whole (id int) partition by range (id); create foreign table part partition of whole for values from (1) to (9) server w{n}; ${half}`,
    14,
  ),
  triggerFiring: twice(`${touched} alter table t disable trigger touch;`, touched),
  inherits: twice(
    `${server} create table a (id int); create foreign table t (z int) inherits (a) server w{n}`,
    `${server} create table a (id int); create foreign table t (z int, id int) server w{n}`,
  ),
  persistence: asTable,
  partitionKey: asTable,
  accessMethod: asTable,
  replicaIdentity: asTable,
  clusteredOn: asTable,
  ofType: asTable,
  isRowSecured: asTable,
  isRowSecurityForced: asTable,
};

const publication: Cases<PublicationAttributes> = {
  missing: both('create publication p{n}', ''),
  unexpected: both('', 'create publication p{n}'),
  isForAllTables: both('create publication p{n} for all tables', 'create publication p{n}'),
  schemas: twice('create publication p{n} for tables in schema public', 'create publication p{n}', 15),
  publishes: both(`create publication p{n} with (publish = 'insert')`, 'create publication p{n}'),
  isViaRoot: twice('create publication p{n} with (publish_via_partition_root = true)', 'create publication p{n}'),
  generatedColumns: twice(
    'create publication p{n} with (publish_generated_columns = stored)',
    'create publication p{n}',
    18,
  ),
};

const publicationTable: Cases<PublicationTableAttributes> = {
  missing: both(
    'create table t (id int); create publication p{n} for table t',
    'create table t (id int); create publication p{n}',
  ),
  unexpected: both(
    'create table t (id int); create publication p{n}',
    'create table t (id int); create publication p{n} for table t',
  ),
  belongsTo: inTheName,
  columns: twice(
    'create table t (id int, n int); create publication p{n} for table t (id)',
    'create table t (id int, n int); create publication p{n} for table t',
    15,
  ),
  filter: twice(
    'create table t (id int, n int); create publication p{n} for table t where (id > 1)',
    'create table t (id int, n int); create publication p{n} for table t',
    15,
  ),
};

/** By kind and attribute. */
export const foreign = {
  'foreign-data-wrapper': foreignDataWrapper,
  'foreign-server': foreignServer,
  'user-mapping': userMapping,
  'foreign-table': foreignTable,
  publication,
  'publication-table': publicationTable,
} as const;
