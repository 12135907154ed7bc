import { formatObjectId, kindOf, nameOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import { count, kindWord, listOf } from './words.ts';

/** What a reader calls an object within the table that it is part of: `column status`, `index ix_status`. */
export function localName(id: ObjectId): string {
  return parseObjectId(id).path.at(-1) ?? nameOf(id);
}

/** What a reader calls an object by itself: `table public.content_plans`, `migration head alembic`. */
export function fullName(id: ObjectId): string {
  return `${kindWord(kindOf(id))} ${nameOf(id)}`;
}

/** What a drift is grouped under: its table, or itself where it is part of nothing. */
export function ownerOf(drift: { readonly id: ObjectId; readonly belongsTo?: readonly ObjectId[] }): ObjectId {
  const nearest = drift.belongsTo?.[0] ?? drift.id;
  const { kind, path } = parseObjectId(nearest);
  return kind === 'column' ? formatObjectId('table', path.slice(0, -1)) : nearest;
}

/** A definition of several lines, as views have, on one. */
export function onOneLine(definition: string): string {
  return definition.trim().replaceAll(/\n\s*/g, ' ');
}

/** What is missing or unexpected only because a drift's object is: `with 9 columns, 3 indexes and 1 primary key`. */
export function includesInWords({ id, includes = [], includeCounts = {} }: Drift): string | undefined {
  const counts = Object.entries(includeCounts)
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([word, number]) => count(number, kindWord(word)));
  if (counts.length === 0) return undefined;
  // A column, index or constraint of a parent is part of each of its children too.
  const isInherited = includes.every((child) => kindOf(child) === kindOf(id));
  return `with ${listOf(counts)}${isInherited && kindOf(id) !== 'table' ? ' of child tables' : ''}`;
}

/** What a reader looks for first. */
const includeOrder = ['column', 'index', 'primary key', 'foreign key', 'unique', 'check', 'exclusion', 'sequence'];

function rankOf(word: string): number {
  const rank = includeOrder.indexOf(word);
  return rank < 0 ? includeOrder.length : rank;
}

/** Says what an object is, from its attributes, close to how a migration would spell it: `text not null default 'a'::text`. */
export function describeObject(kind: string, attributes: Json): string {
  if (!isRecord(attributes)) return '';
  switch (kind) {
    case 'table':
      return words([
        attributes.persistence === 'unlogged' && 'unlogged',
        typeof attributes.partitionOf === 'string' &&
          words([`partition of ${nameOf(attributes.partitionOf)}`, attributes.partitionBound]),
        text('partition by', attributes.partitionKey),
      ]);
    case 'column':
    case 'domain':
      return describeColumn(attributes);
    case 'index':
      return words([
        attributes.isUnique === true && 'unique',
        attributes.definition,
        attributes.isValid === false && 'INVALID',
      ]);
    case 'constraint':
      return words([attributes.definition, attributes.isValidated === false && 'NOT VALID']);
    case 'enum':
      return describeValue(attributes.labels);
    case 'sequence':
      return words([
        attributes.persistence === 'unlogged' && 'unlogged',
        attributes.type,
        isUsual('options', attributes.options ?? '') ? '' : describeValue(attributes.options),
      ]);
    default:
      return describeRest(attributes);
  }
}

/** Names an attribute as people would: `nullability` for `isNullable`. */
export function attributeWord(attribute: string): string {
  const words = attribute.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return attributeWords[attribute] ?? words.replace(/^is /, '');
}

/** Shows one value of an attribute; `none` when it has none. */
export function describeAttribute(attribute: string, value: Json): string {
  const [whenTrue, whenFalse] = factWords[attribute] ?? [];
  if (value === true && whenTrue !== undefined) return whenTrue;
  if ((value === false || value === null) && whenFalse !== undefined) return whenFalse;
  return describeValue(value);
}

const attributeWords: { readonly [attribute: string]: string } = {
  isNullable: 'nullability',
  isValidated: 'validation',
  isUnique: 'uniqueness',
  isStrict: 'strictness',
  isWithoutRowid: 'rowid',
  isRowidAlias: 'number of a new row',
  isValid: 'validity',
  isInherited: 'inheritance',
  generatedAs: 'expression',
  belongsTo: 'what it is part of',
  isDeterministic: 'determinism',
  isForAllTables: 'tables',
  isViaRoot: 'partitions',
  clusteredOn: 'index of CLUSTER',
  ofType: 'type of its rows',
};

const factWords: { readonly [attribute: string]: readonly [whenTrue: string, whenFalse: string] } = {
  isNullable: ['nullable', 'not null'],
  isValidated: ['validated', 'NOT VALID'],
  isUnique: ['unique', 'not unique'],
  isStrict: ['STRICT', 'not STRICT'],
  isWithoutRowid: ['WITHOUT ROWID', 'with a rowid'],
  isRowidAlias: ['given by SQLite', 'NULL unless it is said'],
  isValid: ['valid', 'INVALID'],
  isInherited: ['inherited', 'its own'],
  isDeterministic: ['deterministic', 'not deterministic'],
  isForAllTables: ['all tables', 'those that are named'],
  isViaRoot: ['published as their root', 'published as themselves'],
};

function describeColumn(attributes: Record): string {
  return words([
    attributes.type,
    typeof attributes.declaredType === 'string' && attributes.declaredType.toLowerCase(),
    text('collate', attributes.collation),
    attributes.isNullable === false && 'not null',
    text('default', attributes.default),
    typeof attributes.generatedAs === 'string' && `generated as (${attributes.generatedAs})`,
    typeof attributes.identity === 'string' && `generated ${attributes.identity} as identity`,
  ]);
}

/** The long texts of an object, which say no more once the rest is known and come last. */
const longTexts: readonly string[] = ['body', 'sqlBody', 'definition'];

function describeRest(attributes: Record): string {
  const told = Object.entries(attributes).filter(([name, value]) => !isUsual(name, value));
  const [[only, value] = ['', null], ...others] = told;
  // A view or trigger of SQLite is nothing else, and needs no word for it.
  if (only === 'definition' && others.length === 0) return describeValue(value);
  return told
    .sort(([a], [b]) => longTexts.indexOf(a) - longTexts.indexOf(b))
    .map(([name, each]) => describeFact(name, each))
    .join(', ');
}

/** What every object of its kind has, unless it is told otherwise. */
function isUsual(name: string, value: Json): boolean {
  if (name === 'belongsTo' || value === '') return true;
  if (name === 'options' && isRecord(value)) return Object.keys(value).length === 0;
  return name === 'persistence' && value === 'permanent';
}

/** `language sql`; of what is so or not so the word alone, `security definer`. */
function describeFact(name: string, value: Json): string {
  if (typeof value !== 'boolean') return `${attributeWord(name)} ${describeAttribute(name, value).trim()}`;
  const fact = describeAttribute(name, value);
  return fact === String(value) ? `${value ? '' : 'not '}${attributeWord(name)}` : fact;
}

function describeValue(value: Json | undefined): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (Array.isArray(value)) return value.map(describeValue).join(', ');
  // What is listed by name, roles and options, keeps its names to the letter.
  if (isRecord(value)) {
    const listed = Object.entries(value).map(([name, each]) => `${name} ${describeValue(each)}`);
    return listed.join(', ') || 'none';
  }
  return String(value);
}

type Record = { readonly [name: string]: Json };

function isRecord(value: Json): value is Record {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(word: string, value: Json | undefined): string | false {
  return typeof value === 'string' && `${word} ${value}`;
}

function words(parts: readonly (Json | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}
