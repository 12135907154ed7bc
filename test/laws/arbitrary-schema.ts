import fc from 'fast-check';
import { arbitraryLabel, arbitraryName, quoteName, quoteText } from './arbitrary-name.ts';
import { addPrograms, choosePrograms, nameRoutines, nameViews, type ProgramChoices } from './arbitrary-program.ts';
import { chooseTable, type TableChoices } from './arbitrary-table.ts';
import { isReferenced, nameTable } from './name-table.ts';
import type { Qualified, RandomSchema, RandomTable, RandomView } from './random-schema.ts';
import { quoteQualified } from './write-schema.ts';

const sequenceOptions = [
  '',
  'as smallint',
  'as integer increment 5',
  'start 100 minvalue 100 maxvalue 1000 cycle',
  'increment -1 minvalue -10 maxvalue -1 cache 20',
];

const domainDefinitions = [
  "text check (value <> '')",
  'text collate "C" not null',
  "character varying(20) default 'x' check (value in ('x', 'y'))",
  'integer check (value > 0) check (value < 100)',
  'numeric(6,2) default 0',
  'text[] check (cardinality(value) < 5)',
];

const collationDefinitions = [
  "(locale = 'C')",
  "(provider = icu, locale = 'de-u-co-phonebk')",
  "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
];

const attributeTypes = ['integer', 'text', 'character varying(20) collate "C"', 'numeric(6,2)', 'timestamp(3)[]'];

const rangeDefinitions = [
  '(subtype = text)',
  '(subtype = text, collation = "C")',
  '(subtype = float8, subtype_diff = float8mi)',
];

interface SchemaChoices {
  readonly names: readonly string[];
  readonly namespaces: number;
  readonly enums: readonly (readonly string[])[];
  readonly domains: readonly { readonly definition: string; readonly place: number; readonly name: number }[];
  readonly collations: readonly { readonly definition: string; readonly place: number }[];
  /** The types of the attributes of each. */
  readonly composites: readonly (readonly string[])[];
  readonly ranges: readonly { readonly definition: string; readonly place: number }[];
  readonly sequences: readonly { readonly options: string; readonly place: number }[];
  readonly tables: readonly TableChoices[];
  readonly programs: ProgramChoices;
}

const schemaChoices: fc.Arbitrary<SchemaChoices> = fc.record({
  names: fc.uniqueArray(arbitraryName, { minLength: 60, maxLength: 60 }),
  namespaces: fc.nat({ max: 2 }),
  enums: fc.array(fc.uniqueArray(arbitraryLabel, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
  domains: fc.array(fc.record({ definition: fc.constantFrom(...domainDefinitions), place: fc.nat(), name: fc.nat() }), {
    maxLength: 2,
  }),
  collations: fc.array(fc.record({ definition: fc.constantFrom(...collationDefinitions), place: fc.nat() }), {
    maxLength: 1,
  }),
  composites: fc.array(fc.array(fc.constantFrom(...attributeTypes), { maxLength: 4 }), { maxLength: 2 }),
  // Two long names could give their multirange types one.
  ranges: fc.array(fc.record({ definition: fc.constantFrom(...rangeDefinitions), place: fc.nat() }), { maxLength: 1 }),
  sequences: fc.array(fc.record({ options: fc.constantFrom(...sequenceOptions), place: fc.nat() }), { maxLength: 2 }),
  tables: fc.array(chooseTable, { minLength: 1, maxLength: 5 }),
  programs: choosePrograms,
});

/**
 * Random schemas of every modelled kind of object, under names that PostgreSQL allows and people regret. Every one
 * can be made on every supported major.
 */
export const arbitrarySchema: fc.Arbitrary<RandomSchema> = schemaChoices.map(nameSchema);

/** Gives every chosen part its final name. Relations and types of one schema share their names' space. */
function nameSchema(choices: SchemaChoices): RandomSchema {
  const { names } = choices;
  const namespaces = names.slice(0, choices.namespaces).filter((name) => name !== 'public');
  const places = ['public', ...namespaces];
  const taken = new Map<string, number>();
  const take = (place: number): Qualified => {
    const namespace = places[place % places.length] ?? 'public';
    const next = taken.get(namespace) ?? 0;
    taken.set(namespace, next + 1);
    // The tail keeps a name unique when a big schema uses every name twice.
    const name = names[next % names.length] ?? 'x';
    return { namespace, name: next < names.length ? name : `again_${next}` };
  };
  const enums = choices.enums.map((labels, i) => ({ ...take(i), labels }));
  const domains = choices.domains.map(({ definition, place }) => ({ ...take(place), definition }));
  const collations = choices.collations.map(({ definition, place }) => ({ ...take(place), definition }));
  const composites = choices.composites.map((types, i) => {
    const attributes = types.map((type, n) => `${quoteName(names[n] ?? 'a')} ${type}`);
    return { ...take(i), definition: `(${attributes.join(', ')})` };
  });
  const ranges = choices.ranges.map(({ definition, place }) => ({ ...take(place), definition }));
  const userTypes = [
    ...enums.map((type) => ({
      sql: quoteQualified(type),
      isSortable: true,
      defaults: type.labels.map((label) => `${quoteText(label)}::${quoteQualified(type)}`),
      checks: [`{c} <> ${quoteText(type.labels[0] ?? '')}`],
    })),
    ...composites.map((type) => ({ sql: quoteQualified(type), isSortable: false, defaults: [], checks: [] })),
    ...ranges.map((type) => ({
      sql: quoteQualified(type),
      isSortable: true,
      defaults: [],
      checks: ['not isempty({c})'],
    })),
    ...domains.map((domain) => ({ sql: quoteQualified(domain), isSortable: true, defaults: [], checks: [] })),
  ];
  const sequences = choices.sequences.map(({ options, place }) => ({ ...take(place), options }));
  const bare: RandomTable[] = [];
  for (const table of choices.tables) bare.push(nameTable(table, { names, take, userTypes, before: bare }));
  const routines = nameRoutines(choices.programs, { names, take });
  const tables = addPrograms(bare, choices.programs, { names, call: routines.at(-1) });
  const views = nameViews(choices.programs, { names, take, tables });
  return { namespaces, enums, domains, collations, composites, ranges, sequences, tables, routines, views };
}

/**
 * Two schemas of which the second lacks some parts of the first and holds some in another shape: the first is what
 * migrations promise, the second what a database may have become.
 */
export const arbitraryPair: fc.Arbitrary<readonly [RandomSchema, RandomSchema]> = fc
  .tuple(arbitrarySchema, fc.infiniteStream(fc.nat({ max: 9 })))
  .map(([schema, dice]) => {
    const roll = () => Number(dice.next().value);
    return [schema, driftFrom(schema, roll)] as const;
  });

/** Foreign keys bind both of their tables to be as permanent as they are; partitioned tables cannot be unlogged. */
function isBound(table: RandomTable, { tables }: RandomSchema): boolean {
  return table.foreignKeys.length > 0 || table.partitionBy !== undefined || isReferenced(table, tables);
}

function driftFrom(schema: RandomSchema, roll: () => number): RandomSchema {
  const some = <T>(parts: readonly T[]): readonly T[] => parts.filter(() => roll() > 1);
  const drifted = driftTables(schema, roll);
  return {
    ...drifted,
    // What triggers call stays.
    routines: schema.routines.filter((_, i) => roll() > 1 || i === schema.routines.length - 1),
    views: readable(some(schema.views), drifted.tables),
  };
}

/** Without the views that read what is gone. */
function readable(views: readonly RandomView[], tables: readonly RandomTable[]): readonly RandomView[] {
  const there = new Set(tables.map(quoteQualified));
  return views.filter((view) => {
    const isReadable = view.reads.every((read) => there.has(quoteQualified(read)));
    if (isReadable) there.add(quoteQualified(view));
    return isReadable;
  });
}

function driftTables(schema: RandomSchema, roll: () => number): RandomSchema {
  const some = <T>(parts: readonly T[]): readonly T[] => parts.filter(() => roll() > 1);
  return {
    ...schema,
    sequences: some(schema.sequences),
    enums: schema.enums.map((type) =>
      roll() > 2 ? type : { ...type, labels: [...type.labels, `late ${quoteName('label')}`] },
    ),
    tables: schema.tables
      .filter((table) => roll() > 1 || isReferenced(table, schema.tables))
      .map((table) => ({
        ...table,
        isUnlogged: roll() > 0 || isBound(table, schema) ? table.isUnlogged : !table.isUnlogged,
        constraints: table.constraints.filter(({ definition }) => roll() > 1 || definition.startsWith('primary key')),
        partitions: some(table.partitions).map((each) => ({ ...each, isAlone: roll() < 4 })),
        indexes: some(table.indexes),
        foreignKeys: some(table.foreignKeys),
        statistics: some(table.statistics),
        tweaks: some(table.tweaks),
        programs: some(table.programs),
        comments: some(table.comments),
        columns: table.columns.map((column) =>
          roll() > 1 || column.options.includes('generated') ? column : { ...column, options: '' },
        ),
      })),
  };
}
