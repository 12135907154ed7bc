import type { ObjectId } from '../../../catalog/object-id.ts';
import type { TableStorage } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { readStorageOptions } from './options.ts';

export interface TableStorageRow {
  readonly table: Oid;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly accessMethod: string | null;
  readonly replicaIdentity: 'd' | 'n' | 'f' | 'i';
  /** The index that tells rows apart for replication. */
  readonly identityIndex: Oid | null;
  readonly clusteredOn: Oid | null;
  readonly ofType: Oid | null;
  readonly isRowSecured: boolean;
  readonly isRowSecurityForced: boolean;
}

/**
 * How tables are kept, for those of which there is something to say: storage parameters, an access method other than
 * heap, a replica identity other than the primary key, the index of CLUSTER, the type of a typed table, row
 * security.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-class.html
 */
export const tableStoragePart: CatalogPart<TableStorageRow> = {
  fields: {
    table: 'c.oid',
    options: 'c.reloptions',
    toastOptions: 'toast.reloptions',
    accessMethod: `case when am.amname <> 'heap' then am.amname end`,
    // A foreign table never has one, which the catalog writes as NOTHING.
    replicaIdentity: `case when c.relkind = 'f' then 'd' else c.relreplident end`,
    identityIndex: 'marked.identity',
    clusteredOn: 'marked.clustered',
    ofType: 'nullif(c.reloftype, 0)',
    isRowSecured: 'c.relrowsecurity',
    isRowSecurityForced: 'c.relforcerowsecurity',
  },
  from: `
  from user_table t
  join pg_class c on c.oid = t.oid
  left join pg_class toast on toast.oid = c.reltoastrelid and toast.reloptions is not null
  left join pg_am am on am.oid = c.relam
  left join (
    select
      indrelid,
      max(indexrelid::text) filter (where indisreplident) as identity,
      max(indexrelid::text) filter (where indisclustered) as clustered
    from pg_index
    where indisreplident or indisclustered
    group by indrelid
  ) marked on marked.indrelid = c.oid
  where c.reloptions is not null
    or toast.reloptions is not null
    or am.amname <> 'heap'
    or c.relreplident <> 'd' and c.relkind <> 'f'
    or marked.clustered is not null
    or c.reloftype <> 0
    or c.relrowsecurity
    or c.relforcerowsecurity`,
};

const identities = { d: undefined, n: 'nothing', f: 'full', i: undefined } as const;

export function* readTableStorage(
  rows: readonly TableStorageRow[],
  names: Names,
): Iterable<readonly [ObjectId, TableStorage]> {
  const indexOf = (oid: Oid) => names.index(oid) ?? names.constraintOfIndex(oid);
  for (const row of rows) {
    const id = names.table(row.table);
    if (id === undefined) continue;
    const options = {
      ...readStorageOptions(row.options ?? []),
      ...readStorageOptions(row.toastOptions ?? [], 'toast.'),
    };
    const replicaIdentity =
      row.identityIndex === null ? identities[row.replicaIdentity] : indexOf(String(row.identityIndex));
    const clusteredOn = row.clusteredOn === null ? undefined : indexOf(String(row.clusteredOn));
    const ofType = row.ofType === null ? undefined : names.type(row.ofType);
    yield [
      id,
      {
        ...(Object.keys(options).length === 0 ? {} : { options }),
        ...(row.accessMethod === null ? {} : { accessMethod: row.accessMethod }),
        ...(replicaIdentity === undefined ? {} : { replicaIdentity }),
        ...(clusteredOn === undefined ? {} : { clusteredOn }),
        ...(ofType === undefined ? {} : { ofType }),
        ...(row.isRowSecured ? { isRowSecured: true } : {}),
        ...(row.isRowSecurityForced ? { isRowSecurityForced: true } : {}),
      },
    ];
  }
}
