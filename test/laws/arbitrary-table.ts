import fc from 'fast-check';
import { arbitraryLabel } from './arbitrary-name.ts';

/** How a table's primary key is made. */
export type Key = 'none' | 'uuid' | 'integer' | 'serial' | 'bigserial' | 'identity' | 'identity by default';

export interface ColumnChoices {
  readonly type: number;
  readonly default: number;
  readonly isNullable: boolean;
  readonly isGenerated: boolean;
  readonly collation: boolean;
}

/** What is drawn for one table before anything has a name. Numbers choose by their remainder. */
export interface TableChoices {
  readonly place: number;
  readonly shape: 'plain' | 'unlogged' | 'range' | 'list' | 'hash' | 'parent';
  readonly key: Key;
  readonly columns: readonly ColumnChoices[];
  readonly uniques: readonly { readonly column: number; readonly second: number; readonly options: string }[];
  readonly checks: readonly { readonly column: number; readonly check: number; readonly options: string }[];
  readonly hasExclusion: boolean;
  readonly indexes: readonly {
    readonly column: number;
    readonly form: number;
    readonly isUnique: boolean;
    readonly tail: string;
  }[];
  readonly foreignKeys: readonly { readonly target: number; readonly options: string }[];
  readonly statistics: readonly { readonly first: number; readonly second: number; readonly kinds: string }[];
  /** How it is kept, each about the column of that number; `{c}` stands for it. */
  readonly tweaks: readonly { readonly column: number; readonly tweak: string }[];
  readonly comments: readonly string[];
}

const tweaks = [
  'set (autovacuum_enabled = false, toast.autovacuum_enabled = false)',
  'set (fillfactor = 60)',
  'replica identity full',
  'replica identity nothing',
  'alter column {c} set statistics 17',
  'alter column {c} set (n_distinct = -0.5)',
  'alter column {c} set storage plain',
];

const foreignKeyOptions = [
  '',
  'on delete cascade',
  'on update cascade on delete set null',
  'on delete restrict deferrable initially deferred',
  'match full',
  'on delete set default deferrable',
  'not valid',
];

/** Draws one table. */
export const chooseTable: fc.Arbitrary<TableChoices> = fc.record({
  place: fc.nat({ max: 5 }),
  shape: fc.constantFrom('plain', 'plain', 'plain', 'unlogged', 'range', 'list', 'hash', 'parent'),
  key: fc.constantFrom<Key[]>('none', 'uuid', 'integer', 'serial', 'bigserial', 'identity', 'identity by default'),
  columns: fc.array(
    fc.record({
      type: fc.nat({ max: 999 }),
      default: fc.nat({ max: 999 }),
      isNullable: fc.boolean(),
      isGenerated: fc.nat({ max: 7 }).map((n) => n === 0),
      collation: fc.nat({ max: 7 }).map((n) => n === 0),
    }),
    { maxLength: 6 },
  ),
  uniques: fc.array(
    fc.record({
      column: fc.nat({ max: 99 }),
      second: fc.nat({ max: 99 }),
      options: fc.constantFrom('', '', 'deferrable', 'deferrable initially deferred', 'with (fillfactor=70)'),
    }),
    { maxLength: 2 },
  ),
  checks: fc.array(
    fc.record({
      column: fc.nat({ max: 99 }),
      check: fc.nat({ max: 99 }),
      options: fc.constantFrom('', '', 'no inherit'),
    }),
    { maxLength: 2 },
  ),
  hasExclusion: fc.boolean(),
  indexes: fc.array(
    fc.record({
      column: fc.nat({ max: 99 }),
      form: fc.nat({ max: 99 }),
      isUnique: fc.boolean(),
      tail: fc.constantFrom('', '', 'include', 'where', 'fillfactor'),
    }),
    { maxLength: 3 },
  ),
  foreignKeys: fc.array(fc.record({ target: fc.nat({ max: 99 }), options: fc.constantFrom(...foreignKeyOptions) }), {
    maxLength: 2,
  }),
  statistics: fc.array(
    fc.record({
      first: fc.nat({ max: 99 }),
      second: fc.nat({ max: 99 }),
      kinds: fc.constantFrom('', '(ndistinct)', '(dependencies, mcv)'),
    }),
    { maxLength: 1 },
  ),
  tweaks: fc.array(fc.record({ column: fc.nat({ max: 99 }), tweak: fc.constantFrom(...tweaks) }), { maxLength: 2 }),
  comments: fc.array(arbitraryLabel, { maxLength: 3 }),
});
