import { beginSnapshot } from '../../../catalog/normalize.ts';
import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes } from '../../../catalog/snapshot.ts';
import type { Introspection } from '../../engine.ts';
import type { Row } from '../queryable.ts';
import { type FieldArrays, readRows } from './catalog-part.ts';
import { type CatalogQueryOptions, isPartRead, type PartRows } from './catalog-query.ts';
import { addCollations, readCollations } from './collations.ts';
import { readColumnStorage } from './column-storage.ts';
import { type ColumnTraitsRow, type ColumnTypeRow, noteColumns, readColumns } from './columns.ts';
import { readComments } from './comments.ts';
import { addCompositeTypes, readCompositeTypes } from './composite-types.ts';
import { declaredConstraints, declaringConstraints, noteConstraints, readConstraints } from './constraints.ts';
import { readDefaultPrivileges } from './default-privileges.ts';
import { readDependencies } from './dependencies.ts';
import { noteDomains, readDomains } from './domains.ts';
import { readEnums } from './enums.ts';
import { noteExtensions, readExtensions } from './extensions.ts';
import {
  addForeignDataWrappers,
  addForeignServers,
  readForeignDataWrappers,
  readForeignServers,
  readUserMappings,
} from './foreign-servers.ts';
import { readForeignTables } from './foreign-tables.ts';
import { noteIndexes, readIndexes } from './indexes.ts';
import { readKeyStorage } from './key-storage.ts';
import { makeNames, type Oid } from './names.ts';
import { addPolicies, readPolicies } from './policies.ts';
import { readPrivileges } from './privileges.ts';
import { addPublications, addPublicationTables, readPublications, readPublicationTables } from './publications.ts';
import { addRangeTypes, readRangeTypes } from './range-types.ts';
import { addRoutines, readAggregates, readRoutines } from './routines.ts';
import { readSchemas } from './schemas.ts';
import { readSequences } from './sequences.ts';
import { addStatisticsObjects, readStatisticsObjects } from './statistics-objects.ts';
import { readSwitchedKeys, readSwitchedTriggers } from './switched-triggers.ts';
import { readTableStorage } from './table-storage.ts';
import { notePartitions, readTables, type TableRow } from './tables.ts';
import { addAttached, addEventTriggers, readAttached, readEventTriggers } from './triggers.ts';
import { readUncheckedNotNulls } from './unchecked-not-nulls.ts';
import { describeUnmodelled } from './unmodelled.ts';
import { addViews, noteViews, readViews } from './views.ts';

/** Reads the rows of the catalog query one by one, so that it can work while the server does. */
export interface CatalogReader {
  /** Takes one row. A part that it has taken before, and what is no part, is passed over. */
  readonly take: (row: Row) => void;
  /** What all parts together say. */
  readonly finish: () => Introspection;
}

type Reading = { readonly [Part in keyof PartRows]: (rows: readonly PartRows[Part][]) => void };

/** Begins to read a catalog, as the query with the same options gives it. */
export function makeCatalogReader({ withDependencies, extras }: CatalogQueryOptions): CatalogReader {
  const names = makeNames();
  const snapshot = beginSnapshot();
  const notes = new Map<ObjectId, Attributes>();
  const note = (entries: Iterable<readonly [ObjectId, Attributes]>) => {
    for (const [id, attributes] of entries) notes.set(id, attributes);
  };
  /** Adds to objects that an earlier part has read. */
  const amend = (entries: Iterable<readonly [ObjectId, Attributes]>) => {
    for (const [id, attributes] of entries) {
      const known = snapshot.get(id);
      if (known !== undefined) snapshot.add([[id, { ...known, ...attributes }]]);
    }
  };
  let version = '';
  let tables: readonly TableRow[] = [];
  let types: readonly ColumnTypeRow[] = [];
  let traits: readonly ColumnTraitsRow[] = [];
  let declaredAs = (constraint: Oid) => constraint;
  let diagnostics: Introspection['diagnostics'] = [];
  let dependencies: ReadonlyMap<ObjectId, readonly ObjectId[]> = new Map();

  // In the order in which one part refers to another.
  const reading: Reading = {
    server: ([server]) => {
      // Packagers append their own words: `17.4 (Debian 17.4-1.pgdg12+2)`.
      version = server?.version.split(' ')[0] ?? '';
    },
    schemas: (rows) => {
      names.addSchemas(rows);
      snapshot.add(readSchemas(rows, names));
    },
    extensions: (rows) => {
      names.addExtensions(rows);
      snapshot.add(readExtensions(rows, names));
      note(noteExtensions(rows, names));
    },
    tables: (rows) => {
      tables = rows;
      names.addTables(rows);
      snapshot.add(readTables(rows, names));
      if (withDependencies) note(notePartitions(rows, names));
    },
    enums: (rows) => {
      names.addEnums(rows);
      snapshot.add(readEnums(rows, names));
    },
    domains: (rows) => {
      names.addDomains(rows);
      snapshot.add(readDomains(rows, names));
      note(noteDomains(rows, names));
    },
    compositeTypes: (rows) => {
      addCompositeTypes(rows, names);
      snapshot.add(readCompositeTypes(rows, names));
    },
    rangeTypes: (rows) => {
      addRangeTypes(rows, names);
      snapshot.add(readRangeTypes(rows, names));
    },
    collations: (rows) => {
      addCollations(rows, names);
      snapshot.add(readCollations(rows, names));
    },
    views: (rows) => {
      addViews(rows, names);
      snapshot.add(readViews(rows, names));
      if (withDependencies) note(noteViews(rows, names));
    },
    routines: (rows) => {
      addRoutines(rows, names);
      snapshot.add(readRoutines(rows, names));
    },
    aggregates: (rows) => {
      addRoutines(rows, names);
      snapshot.add(readAggregates(rows, names));
    },
    columnTypes: (rows) => {
      types = rows;
    },
    columnTraits: (rows) => {
      traits = rows;
    },
    columns: (rows) => {
      const facts = { types, traits, tables };
      names.addColumns(rows);
      snapshot.add(readColumns(rows, facts, names));
      if (withDependencies) note(noteColumns(rows, facts, names));
    },
    constraints: (rows) => {
      const declared = declaredConstraints(rows);
      declaredAs = declaringConstraints(rows, declared);
      names.addConstraints(declared);
      snapshot.add(readConstraints(declared, tables, names));
      if (withDependencies) note(noteConstraints(declared, names));
    },
    indexes: (rows) => {
      names.addIndexes(rows);
      snapshot.add(readIndexes(rows, names));
      if (withDependencies) note(noteIndexes(rows, names));
    },
    sequences: (rows) => {
      names.addSequences(rows);
      snapshot.add(readSequences(rows, names));
    },
    foreignDataWrappers: (rows) => {
      addForeignDataWrappers(rows, names);
      snapshot.add(readForeignDataWrappers(rows, names));
    },
    foreignServers: (rows) => {
      addForeignServers(rows, names);
      snapshot.add(readForeignServers(rows, names));
    },
    userMappings: (rows) => snapshot.add(readUserMappings(rows, names)),
    foreignTables: (rows) => amend(readForeignTables(rows, names)),
    tableStorage: (rows) => amend(readTableStorage(rows, names)),
    columnStorage: (rows) => amend(readColumnStorage(rows, names)),
    uncheckedNotNulls: (rows) => amend(readUncheckedNotNulls(rows, names)),
    keyStorage: (rows) => amend(readKeyStorage(rows, names)),
    statisticsObjects: (rows) => {
      addStatisticsObjects(rows, names);
      snapshot.add(readStatisticsObjects(rows, names));
    },
    publications: (rows) => {
      addPublications(rows, names);
      snapshot.add(readPublications(rows, names));
    },
    publicationTables: (rows) => {
      addPublicationTables(rows, names);
      snapshot.add(readPublicationTables(rows, names));
    },
    triggers: (rows) => {
      addAttached('trigger', 'pg_trigger', rows, names);
      snapshot.add(readAttached('pg_trigger', rows, names));
    },
    rewriteRules: (rows) => {
      addAttached('rule', 'pg_rewrite', rows, names);
      snapshot.add(readAttached('pg_rewrite', rows, names));
    },
    switchedTriggers: (rows) => {
      amend(readSwitchedKeys(rows, names, declaredAs));
      amend(readSwitchedTriggers(rows, names));
    },
    policies: (rows) => {
      addPolicies(rows, names);
      snapshot.add(readPolicies(rows, names));
    },
    eventTriggers: (rows) => {
      addEventTriggers(rows, names);
      snapshot.add(readEventTriggers(rows, names));
    },
    unmodelled: (rows) => {
      diagnostics = describeUnmodelled(rows);
    },
    dependencies: (rows) => {
      dependencies = readDependencies(rows, names);
    },
    comments: (rows) => amend(readComments(rows, names)),
    privileges: (rows) => amend(readPrivileges(rows, names, snapshot.get)),
    defaultPrivileges: (rows) => snapshot.add(readDefaultPrivileges(rows)),
  };
  const all = Object.entries(reading) as [string, (rows: readonly object[]) => void][];
  const inOrder = all.filter(([name]) => isPartRead(name, { extras }));
  const waiting = new Map<string, readonly object[]>();
  let next = 0;

  return {
    take: ({ part, rows }) => {
      const place = inOrder.findIndex(([name]) => name === part);
      if (place < next) return;
      waiting.set(String(part), readRows(rows as FieldArrays<object>));
      for (let [name, read] = inOrder[next] ?? []; name !== undefined; [name, read] = inOrder[next] ?? []) {
        const ready = waiting.get(name);
        if (ready === undefined) return;
        waiting.delete(name);
        read?.(ready);
        next++;
      }
    },
    finish: () => {
      if (next < inOrder.length) throw new RangeError(`the catalog query gave no ${inOrder[next]?.[0]}`);
      const whole = withDependencies ? { dependencies, notes: Object.fromEntries(notes) } : {};
      return {
        snapshot: snapshot.finish({ engine: 'postgresql', serverVersion: version, ...whole }),
        diagnostics,
      };
    },
  };
}
