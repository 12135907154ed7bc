import type {
  CollationAttributes,
  CompositeTypeAttributes,
  DomainAttributes,
  EnumAttributes,
  ExtensionAttributes,
  RangeTypeAttributes,
  SchemaAttributes,
  SequenceAttributes,
  StatisticsObjectAttributes,
} from '../../../../../lib/engines/postgres/object-kinds.ts';
import { both, type Cases, twice } from './case.ts';

const sequence: Cases<SequenceAttributes> = {
  missing: [both('create sequence s', ''), both(`create table t (id serial)`, `create table t (id int not null)`)],
  unexpected: both('', 'create sequence s'),
  belongsTo: [
    ...twice('create table t (id int); create sequence s owned by t.id', 'create table t (id int); create sequence s'),
    both(
      'create table t (id int, o int); create sequence s owned by t.id',
      'create table t (id int, o int); create sequence s owned by t.o',
    ),
    both(
      'create table t (id int); create sequence s',
      'create table t (id int, o int); create sequence s owned by t.o',
    ),
    both(
      'create table t (id int, o int); create sequence s owned by t.o',
      'create table t (id int); create sequence s owned by t.id',
    ),
  ],
  type: twice('create sequence s', 'create sequence s as int'),
  options: twice('create sequence s increment -2 start -7', 'create sequence s'),
  persistence: twice('create sequence s', 'create unlogged sequence s', 15),
};

const enumType: Cases<EnumAttributes> = {
  missing: both(`create type e as enum ('a')`, ''),
  unexpected: both('', `create type e as enum ('a')`),
  labels: [
    ...twice(`create type e as enum ('a', 'b', 'c')`, `create type e as enum ('a', 'c')`),
    both(
      `create type e as enum ('a', 'b'); create table t (c e default 'a')`,
      `create type e as enum ('b', 'a'); create table t (c e default 'a')`,
    ),
  ],
};

const domain: Cases<DomainAttributes> = {
  missing: both('create domain d as int check (value > 0)', ''),
  unexpected: both('', 'create domain d as int check (value > 0)'),
  type: both('create domain d as bigint; create table t (c d)', 'create domain d as int; create table t (c d)'),
  isNullable: twice('create domain d as int not null', 'create domain d as int'),
  default: twice('create domain d as int default 1', 'create domain d as int'),
  collation: both(
    'create domain d as text collate "C"; create table t (c d)',
    'create domain d as text; create table t (c d)',
  ),
};

const compositeType: Cases<CompositeTypeAttributes> = {
  missing: both('create type c as (a int)', ''),
  unexpected: both('', 'create type c as (a int)'),
  attributes: [
    both('create type c as (a int, b text)', 'create type c as (a int)'),
    both('create type c as (a int, b text)', 'create type c as (b text, x int)'),
    both('create type c as (a int, b text); create table t (v c)', 'create type c as (a bigint); create table t (v c)'),
  ],
};

const rangeType: Cases<RangeTypeAttributes> = {
  missing: [
    both('create type r as range (subtype = float8)', ''),
    both(
      'create type r as range (subtype = float8)',
      'create type r as range (subtype = float8); alter type r rename to q',
    ),
  ],
  unexpected: both('', 'create type r as range (subtype = float8)'),
  subtype: both('create type r as range (subtype = float8)', 'create type r as range (subtype = int)'),
  operatorClass: both(
    'create type r as range (subtype = text, subtype_opclass = text_pattern_ops)',
    'create type r as range (subtype = text)',
  ),
  collation: both(
    'create type r as range (subtype = text, collation = "C")',
    'create type r as range (subtype = text)',
  ),
  canonical: { none: 'a canonical function in SQL cannot be made: it takes the type itself' },
  subtypeDiff: both(
    'create type r as range (subtype = float8, subtype_diff = float8mi); create table t (v r)',
    'create type r as range (subtype = float8); create table t (v r)',
  ),
  multirange: both(
    'create type r as range (subtype = float8, multirange_type_name = many)',
    'create type r as range (subtype = float8)',
    14,
  ),
};

const collation: Cases<CollationAttributes> = {
  missing: both(`create collation c (locale = 'C')`, ''),
  unexpected: both('', `create collation c (locale = 'C')`),
  provider: both(
    `create collation c (provider = icu, locale = 'de'); create table t (v text collate c)`,
    `create collation c (locale = 'C'); create table t (v text collate c)`,
  ),
  isDeterministic: both(
    `create collation c (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    `create collation c (provider = icu, locale = 'und-u-ks-level2')`,
  ),
  locale: both(
    `create collation c (provider = icu, locale = 'de')`,
    `create collation c (provider = icu, locale = 'fr')`,
  ),
  collate: both(
    `create collation c (lc_collate = 'C', lc_ctype = 'POSIX')`,
    `create collation c (lc_collate = 'POSIX', lc_ctype = 'C')`,
  ),
  ctype: both(
    `create collation c (lc_collate = 'C', lc_ctype = 'POSIX')`,
    `create collation c (lc_collate = 'C', lc_ctype = 'C')`,
  ),
  rules: both(
    `create collation c (provider = icu, locale = 'und', rules = '& V << w <<< W')`,
    `create collation c (provider = icu, locale = 'und')`,
    16,
  ),
};

const statisticsObject: Cases<StatisticsObjectAttributes> = {
  missing: both('create table t (a int, b int); create statistics s on a, b from t', 'create table t (a int, b int)'),
  unexpected: both(
    'create table t (a int, b int)',
    'create table t (a int, b int); create statistics s on a, b from t',
  ),
  belongsTo: both(
    'create table t (a int, b int); create table u (a int, b int); create statistics s on a, b from t',
    'create table t (a int, b int); create table u (a int, b int); create statistics s on a, b from u',
  ),
  definition: both(
    'create table t (a int, b int, c int); create statistics s on a, b from t',
    'create table t (a int, b int, c int); create statistics s on a, c from t',
  ),
  target: twice(
    'create table t (a int, b int); create statistics s on a, b from t; alter statistics s set statistics 5',
    'create table t (a int, b int); create statistics s on a, b from t',
  ),
};

const schema: Cases<SchemaAttributes> = {
  missing: both('create schema extra{n}', ''),
  unexpected: { none: 'a schema that the expectation does not know is not compared' },
};

const extension: Cases<ExtensionAttributes> = {
  missing: { none: 'an extension belongs to the whole database: tested apart' },
  unexpected: { none: 'an extension belongs to the whole database: tested apart' },
};

/** By kind and attribute. */
export const types = {
  sequence,
  enum: enumType,
  domain,
  'composite-type': compositeType,
  'range-type': rangeType,
  collation,
  'statistics-object': statisticsObject,
  schema,
  extension,
} as const;
