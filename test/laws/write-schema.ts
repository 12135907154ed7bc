import { quoteName, quoteText } from './arbitrary-name.ts';
import type { NamedPart, Qualified, RandomColumn, RandomSchema, RandomTable, RandomView } from './random-schema.ts';

/** Writes a qualified name as SQL. */
export function quoteQualified({ namespace, name }: Qualified): string {
  return `${quoteName(namespace)}.${quoteName(name)}`;
}

/** The statements that make a schema in an empty database, one a string, in an order in which they run. */
export function writeSchema(schema: RandomSchema): readonly string[] {
  return [
    ...schema.namespaces.map((name) => `create schema ${quoteName(name)}`),
    ...schema.enums.map(
      (type) => `create type ${quoteQualified(type)} as enum (${type.labels.map(quoteText).join(', ')})`,
    ),
    ...schema.collations.map((each) => `create collation ${quoteQualified(each)} ${each.definition}`),
    ...schema.composites.map((each) => `create type ${quoteQualified(each)} as ${each.definition}`),
    ...schema.ranges.map((each) => `create type ${quoteQualified(each)} as range ${each.definition}`),
    ...schema.domains.map((domain) => `create domain ${quoteQualified(domain)} as ${domain.definition}`),
    ...schema.sequences.map((sequence) => `create sequence ${quoteQualified(sequence)} ${sequence.options}`),
    ...schema.routines.map((each) => `create ${each.kind} ${quoteQualified(each)} ${each.definition}`),
    ...schema.tables.flatMap(writeTable),
    ...schema.views.flatMap(writeView),
  ];
}

function writeTable(table: RandomTable): readonly string[] {
  const name = quoteQualified(table);
  const keyColumns = table.foreignKeys.map(({ column }) => column);
  const parts = [
    ...[...table.columns, ...keyColumns].map(writeColumn),
    ...table.constraints.map((constraint) => `constraint ${quoteName(constraint.name)} ${constraint.definition}`),
  ];
  return [
    `create ${table.isUnlogged ? 'unlogged ' : ''}table ${name} (${parts.join(', ')})${
      table.partitionBy === undefined ? '' : ` partition by ${table.partitionBy}`
    }`,
    ...table.partitions.map((partition) =>
      partition.isAlone
        ? `create table ${quoteQualified(partition)} (like ${name} including constraints)`
        : `create table ${quoteQualified(partition)} partition of ${name} ${partition.bound}`,
    ),
    ...(table.heir
      ? [`create table ${quoteQualified(table.heir)} (${writeColumn(table.heir.column)}) inherits (${name})`]
      : []),
    ...table.indexes.map((index) => writeIndex(index, name)),
    ...table.foreignKeys.map(
      (key) =>
        `alter table ${name} add constraint ${quoteName(key.name)} foreign key (${quoteName(key.column.name)})` +
        ` references ${quoteQualified(key.references)} ${key.options}`,
    ),
    ...table.statistics.map(
      ({ name: own, definition }) =>
        `create statistics ${quoteQualified({ namespace: table.namespace, name: own })} ${definition} from ${name}`,
    ),
    ...table.tweaks.map((tweak) => `alter table ${name} ${tweak}`),
    ...table.programs.flatMap(({ statements }) => statements),
    ...table.comments.map((comment, i) => {
      const column = i === 0 ? undefined : table.columns[i - 1];
      const whole = column === undefined ? `table ${name}` : `column ${name}.${quoteName(column.name)}`;
      return `comment on ${whole} is ${quoteText(comment)}`;
    }),
  ];
}

function writeView(view: RandomView): readonly string[] {
  const name = quoteQualified(view);
  return [
    `create ${view.isMaterialized ? 'materialized ' : ''}view ${name} ${view.definition}`,
    ...view.indexes.map((index) => writeIndex(index, name)),
  ];
}

function writeColumn({ name, type, options }: RandomColumn): string {
  return `${quoteName(name)} ${type} ${options}`.trimEnd();
}

function writeIndex({ name, definition, isUnique }: NamedPart, table: string): string {
  return `create ${isUnique ? 'unique ' : ''}index ${quoteName(name)} on ${table} ${definition}`;
}
