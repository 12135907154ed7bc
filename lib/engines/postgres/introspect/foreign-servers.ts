import { formatChildId, formatObjectId, type ObjectId } from '../../../catalog/object-id.ts';
import type { ForeignDataWrapperAttributes, ForeignServerAttributes, UserMappingAttributes } from '../foreign-kinds.ts';
import type { Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';
import { shownOptions } from './shown-options.ts';

export interface ForeignDataWrapperRow {
  readonly oid: Oid;
  readonly name: string;
  readonly handler: string | null;
  readonly validator: string | null;
  readonly options: Options | null;
}

/**
 * Foreign-data wrappers that no extension brought.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-foreign-data-wrapper.html
 */
export const foreignDataWrappersPart: CatalogPart<ForeignDataWrapperRow> = {
  fields: {
    oid: 'w.oid',
    name: 'w.fdwname',
    handler: 'nullif(w.fdwhandler, 0)::regproc::text',
    validator: 'nullif(w.fdwvalidator, 0)::regproc::text',
    options: shownOptions('w.fdwoptions'),
  },
  from: `
  from pg_foreign_data_wrapper w
  where not exists (select from member m where m.classid = 'pg_foreign_data_wrapper'::regclass and m.objid = w.oid)`,
};

export interface ForeignServerRow {
  readonly oid: Oid;
  readonly name: string;
  readonly wrapper: string;
  readonly type: string | null;
  readonly version: string | null;
  readonly options: Options | null;
}

/** @see https://www.postgresql.org/docs/18/catalog-pg-foreign-server.html */
export const foreignServersPart: CatalogPart<ForeignServerRow> = {
  fields: {
    oid: 'f.oid',
    name: 'f.srvname',
    wrapper: 'w.fdwname',
    type: 'f.srvtype',
    version: 'f.srvversion',
    options: shownOptions('f.srvoptions'),
  },
  from: `
  from pg_foreign_server f
  join pg_foreign_data_wrapper w on w.oid = f.srvfdw
  where not exists (select from member m where m.classid = 'pg_foreign_server'::regclass and m.objid = f.oid)`,
};

export interface UserMappingRow {
  readonly oid: Oid;
  readonly server: Oid;
  readonly user: string;
}

/**
 * Who may use a server as somebody there. Their options hold passwords and are for superusers only, so they are not
 * read at all; the catalog itself cannot be read by others, its view can.
 *
 * @see https://www.postgresql.org/docs/18/view-pg-user-mappings.html
 */
export const userMappingsPart: CatalogPart<UserMappingRow> = {
  fields: {
    oid: 'u.umid',
    server: 'u.srvid',
    user: 'u.usename',
  },
  from: `
  from pg_user_mappings u`,
};

export function addForeignDataWrappers(rows: readonly ForeignDataWrapperRow[], names: GrowingNames): void {
  for (const { oid, name } of rows) {
    names.addObject('pg_foreign_data_wrapper', oid, formatObjectId('foreign-data-wrapper', [name]));
  }
}

export function addForeignServers(rows: readonly ForeignServerRow[], names: GrowingNames): void {
  for (const { oid, name } of rows) {
    names.addObject('pg_foreign_server', oid, formatObjectId('foreign-server', [name]));
  }
}

export function* readForeignDataWrappers(
  rows: readonly ForeignDataWrapperRow[],
  names: Names,
): Iterable<readonly [ObjectId, ForeignDataWrapperAttributes]> {
  for (const { oid, handler, validator, options } of rows) {
    const id = names.object('pg_foreign_data_wrapper', oid);
    if (id === undefined) continue;
    yield [
      id,
      {
        ...(handler === null ? {} : { handler }),
        ...(validator === null ? {} : { validator }),
        ...(options === null ? {} : { options }),
      },
    ];
  }
}

export function* readForeignServers(
  rows: readonly ForeignServerRow[],
  names: Names,
): Iterable<readonly [ObjectId, ForeignServerAttributes]> {
  for (const { oid, wrapper, type, version, options } of rows) {
    const id = names.object('pg_foreign_server', oid);
    if (id === undefined) continue;
    yield [
      id,
      {
        wrapper,
        ...(type === null ? {} : { type }),
        ...(version === null ? {} : { version }),
        ...(options === null ? {} : { options }),
      },
    ];
  }
}

export function* readUserMappings(
  rows: readonly UserMappingRow[],
  names: GrowingNames,
): Iterable<readonly [ObjectId, UserMappingAttributes]> {
  for (const { oid, server, user } of rows) {
    const of = names.object('pg_foreign_server', server);
    if (of === undefined) continue;
    const id = formatChildId('user-mapping', of, user);
    names.addObject('pg_user_mapping', oid, id);
    yield [id, { belongsTo: [of] }];
  }
}
