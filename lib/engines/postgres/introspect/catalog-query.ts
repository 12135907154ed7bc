import type { Extra } from '../../../catalog/extras.ts';
import { type CatalogPart, selectFieldArrays } from './catalog-part.ts';
import { type CollationRow, collationsPart } from './collations.ts';
import { type ColumnStorageRow, columnStoragePart } from './column-storage.ts';
import {
  type ColumnRow,
  type ColumnTraitsRow,
  type ColumnTypeRow,
  columnsPart,
  columnTraitsPart,
  columnTypesPart,
} from './columns.ts';
import { type CommentRow, commentsPart } from './comments.ts';
import { commonTables } from './common-tables.ts';
import { type CompositeTypeRow, compositeTypesPart } from './composite-types.ts';
import { type ConstraintRow, constraintsPart } from './constraints.ts';
import { type DefaultPrivilegeRow, defaultPrivilegesPart } from './default-privileges.ts';
import { type DependencyRow, dependenciesPart } from './dependencies.ts';
import { type DomainRow, domainsPart } from './domains.ts';
import { type EnumRow, enumsPart } from './enums.ts';
import { type ExtensionRow, extensionsPart } from './extensions.ts';
import {
  type ForeignDataWrapperRow,
  type ForeignServerRow,
  foreignDataWrappersPart,
  foreignServersPart,
  type UserMappingRow,
  userMappingsPart,
} from './foreign-servers.ts';
import { type ForeignTableRow, foreignTablesPart } from './foreign-tables.ts';
import { type IndexRow, indexesPart } from './indexes.ts';
import { type KeyStorageRow, keyStoragePart } from './key-storage.ts';
import { type PolicyRow, policiesPart } from './policies.ts';
import { type PrivilegeRow, privilegesPart } from './privileges.ts';
import {
  type PublicationRow,
  type PublicationTableRow,
  publicationsPart,
  publicationTablesPart,
} from './publications.ts';
import { type RangeTypeRow, rangeTypesPart } from './range-types.ts';
import { type AggregateRow, aggregatesPart, type RoutineRow, routinesPart } from './routines.ts';
import { type SchemaRow, schemasPart } from './schemas.ts';
import { type SequenceRow, sequencesPart } from './sequences.ts';
import { type ServerRow, serverPart } from './server-version.ts';
import { type StatisticsObjectRow, statisticsObjectsPart } from './statistics-objects.ts';
import { type SwitchedTriggerRow, switchedTriggersPart } from './switched-triggers.ts';
import { type TableStorageRow, tableStoragePart } from './table-storage.ts';
import { type TableRow, tablesPart } from './tables.ts';
import {
  type AttachedRow,
  type EventTriggerRow,
  eventTriggersPart,
  rewriteRulesPart,
  triggersPart,
} from './triggers.ts';
import { type UncheckedNotNullRow, uncheckedNotNullsPart } from './unchecked-not-nulls.ts';
import { type UnmodelledRow, unmodelledPart } from './unmodelled.ts';
import { type ViewRow, viewsPart } from './views.ts';

/** The rows of each part of the catalog. */
export interface PartRows {
  readonly server: ServerRow;
  readonly schemas: SchemaRow;
  readonly extensions: ExtensionRow;
  readonly tables: TableRow;
  readonly enums: EnumRow;
  readonly domains: DomainRow;
  readonly compositeTypes: CompositeTypeRow;
  readonly rangeTypes: RangeTypeRow;
  readonly collations: CollationRow;
  readonly views: ViewRow;
  readonly routines: RoutineRow;
  readonly aggregates: AggregateRow;
  readonly columnTypes: ColumnTypeRow;
  readonly columnTraits: ColumnTraitsRow;
  readonly columns: ColumnRow;
  readonly constraints: ConstraintRow;
  readonly indexes: IndexRow;
  readonly sequences: SequenceRow;
  readonly foreignDataWrappers: ForeignDataWrapperRow;
  readonly foreignServers: ForeignServerRow;
  readonly userMappings: UserMappingRow;
  readonly foreignTables: ForeignTableRow;
  readonly tableStorage: TableStorageRow;
  readonly columnStorage: ColumnStorageRow;
  readonly uncheckedNotNulls: UncheckedNotNullRow;
  readonly keyStorage: KeyStorageRow;
  readonly statisticsObjects: StatisticsObjectRow;
  readonly publications: PublicationRow;
  readonly publicationTables: PublicationTableRow;
  readonly triggers: AttachedRow;
  readonly rewriteRules: AttachedRow;
  readonly switchedTriggers: SwitchedTriggerRow;
  readonly policies: PolicyRow;
  readonly eventTriggers: EventTriggerRow;
  readonly unmodelled: UnmodelledRow;
  readonly dependencies: DependencyRow;
  readonly comments: CommentRow;
  readonly privileges: PrivilegeRow;
  readonly defaultPrivileges: DefaultPrivilegeRow;
}

export interface CatalogQueryOptions {
  /** Also what objects need of each other, and the notes for making them. */
  readonly withDependencies: boolean;
  /** What is only read for those who ask. */
  readonly extras: readonly Extra[];
}

/** Whether a part is read at all. */
export function isPartRead(part: string, { extras }: Pick<CatalogQueryOptions, 'extras'>): boolean {
  switch (part) {
    case 'comments':
      return extras.includes('comments');
    case 'privileges':
      return extras.includes('owners') || extras.includes('grants');
    case 'defaultPrivileges':
      return extras.includes('grants');
    default:
      return true;
  }
}

/** The parts, each after those that its rows refer to. */
function catalogParts({ withDependencies, extras }: CatalogQueryOptions): {
  readonly [Part in keyof PartRows]: CatalogPart<PartRows[Part]>;
} {
  const withNotes = withDependencies;
  return {
    server: serverPart,
    schemas: schemasPart,
    extensions: extensionsPart,
    tables: tablesPart({ withNotes }),
    enums: enumsPart,
    domains: domainsPart({ withNotes }),
    compositeTypes: compositeTypesPart,
    rangeTypes: rangeTypesPart,
    collations: collationsPart,
    views: viewsPart({ withNotes }),
    routines: routinesPart,
    aggregates: aggregatesPart,
    columnTypes: columnTypesPart,
    columnTraits: columnTraitsPart({ withNotes }),
    columns: columnsPart,
    constraints: constraintsPart({ withNotes }),
    indexes: indexesPart({ withNotes }),
    sequences: sequencesPart,
    foreignDataWrappers: foreignDataWrappersPart,
    foreignServers: foreignServersPart,
    userMappings: userMappingsPart,
    foreignTables: foreignTablesPart,
    tableStorage: tableStoragePart,
    columnStorage: columnStoragePart,
    uncheckedNotNulls: uncheckedNotNullsPart,
    keyStorage: keyStoragePart,
    statisticsObjects: statisticsObjectsPart,
    publications: publicationsPart,
    publicationTables: publicationTablesPart,
    triggers: triggersPart,
    rewriteRules: rewriteRulesPart,
    switchedTriggers: switchedTriggersPart,
    policies: policiesPart,
    eventTriggers: eventTriggersPart,
    unmodelled: unmodelledPart(extras),
    dependencies: withDependencies
      ? dependenciesPart
      : { ...dependenciesPart, from: `${dependenciesPart.from} and false` },
    comments: commentsPart,
    privileges: privilegesPart,
    defaultPrivileges: defaultPrivilegesPart,
  };
}

/**
 * One query for the whole catalog, so that all of it is of one moment and costs one round trip. Gives one row for each
 * part, of which the first are read while the server still works on the others: `part`, its name, and `rows`, its
 * {@link FieldArrays} as JSON.
 */
export function catalogQuery(options: CatalogQueryOptions): string {
  const read = Object.entries(catalogParts(options)).filter(([name]) => isPartRead(name, options));
  const parts = read.map(([name, part]) => `select '${name}' as part, (${selectFieldArrays(part)}) as rows`);
  return `
with
${commonTables}
${parts.join('\nunion all\n')}`;
}
